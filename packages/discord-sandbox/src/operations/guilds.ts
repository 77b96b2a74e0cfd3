import { defaultPermissions, type Permission, permissionBits } from '../permissions.ts'
import { serializeRole } from '../serializers/guilds.ts'
import { serializeMemberWithUser, serializeUser } from '../serializers/users.ts'
import type { GuildState, RoleState } from '../state/entities.ts'
import type { World } from '../state/world.ts'
import { syncThreads } from './threads/thread-sync.ts'

export function createGuild(
  world: World,
  guild: {
    readonly name: string
    readonly owner: string
    readonly preferredLocale?: string
    readonly maxActiveThreads?: number
  },
): GuildState {
  const id = world.snowflakes.next()
  const state: GuildState = {
    id,
    name: guild.name,
    ownerId: world.need('users', guild.owner).id,
    preferredLocale: guild.preferredLocale ?? 'en-US',
    maxActiveThreads: guild.maxActiveThreads ?? 1000,
    roles: new Map(),
    members: new Map(),
  }
  world.guilds.set(id, state)
  const everyone: RoleState = {
    id,
    name: '@everyone',
    permissions: permissionBits(defaultPermissions),
    position: 0,
    mentionable: false,
    botId: undefined,
  }
  state.roles.set(id, everyone)
  addMember(world, state, guild.owner)
  return state
}

/** A bot gets a role of its own with the permissions it was invited with, as Discord makes one. */
export function addMember(
  world: World,
  guild: GuildState,
  userId: string,
  permissions: readonly Permission[] = [],
): void {
  if (guild.members.has(userId)) return
  const user = world.need('users', userId)
  const roleIds =
    user.bot && permissions.length > 0
      ? [addRole(world, guild, { name: user.name, permissions, botId: userId }).id]
      : []
  const member = { userId, joinedAt: new Date().toISOString(), roleIds }
  guild.members.set(userId, member)
  world.dispatch({
    type: 'GUILD_MEMBER_ADD',
    guildId: guild.id,
    data: { ...serializeMemberWithUser(member, user), guild_id: guild.id },
  })
}

export function addRole(
  world: World,
  guild: GuildState,
  role: {
    readonly name: string
    readonly permissions?: readonly Permission[]
    readonly mentionable?: boolean
    readonly botId?: string
  },
): RoleState {
  const state: RoleState = {
    id: world.snowflakes.next(),
    name: role.name,
    permissions: permissionBits(role.permissions ?? []),
    position: guild.roles.size,
    mentionable: role.mentionable ?? false,
    botId: role.botId,
  }
  guild.roles.set(state.id, state)
  const data = { guild_id: guild.id, role: serializeRole(state) }
  world.dispatch({ type: 'GUILD_ROLE_CREATE', guildId: guild.id, data })
  return state
}

export function setRolePermissions(
  world: World,
  guild: GuildState,
  roleId: string,
  bits: bigint,
): void {
  const role = guild.roles.get(roleId)
  if (role === undefined) throw new Error(`There is no role ${roleId} in ${guild.name}`)
  syncThreads(world, guild, () => {
    role.permissions = bits
    const data = { guild_id: guild.id, role: serializeRole(role) }
    world.dispatch({ type: 'GUILD_ROLE_UPDATE', guildId: guild.id, data })
  })
}

export function setMemberRoles(
  world: World,
  guild: GuildState,
  userId: string,
  roleIds: readonly string[],
): void {
  const member = guild.members.get(userId)
  if (member === undefined) throw new Error(`${userId} is not a member of ${guild.name}`)
  syncThreads(world, guild, () => {
    member.roleIds = [...roleIds]
    world.dispatch({
      type: 'GUILD_MEMBER_UPDATE',
      guildId: guild.id,
      data: { ...serializeMemberWithUser(member, world.need('users', userId)), guild_id: guild.id },
    })
  })
}

export function removeMember(world: World, guild: GuildState, userId: string): void {
  const user = world.need('users', userId)
  // The event goes out first: afterwards the bot that left is no longer asked.
  if (user.bot) {
    const data = { id: guild.id }
    world.dispatch({ type: 'GUILD_DELETE', guildId: guild.id, botIds: [userId], data })
  }
  guild.members.delete(userId)
  const data = { guild_id: guild.id, user: serializeUser(user) }
  world.dispatch({ type: 'GUILD_MEMBER_REMOVE', guildId: guild.id, data })
}
