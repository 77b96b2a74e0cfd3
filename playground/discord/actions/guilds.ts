import {
  defaultPermissions,
  type Overwrite,
  type Permission,
  permissionBits,
} from '../permissions.ts'
import {
  type ApplicationState,
  ChannelKind,
  type ChannelState,
  type GuildState,
  type RoleState,
  type UserState,
} from '../state/entities.ts'
import type { World } from '../state/world.ts'
import { channelWire } from '../wire/channels.ts'
import { roleWire } from '../wire/guilds.ts'
import { memberWithUserWire, userWire } from '../wire/users.ts'
import { syncThreads } from './thread-sync.ts'

export function createUser(
  world: World,
  user: Pick<UserState, 'name'> & Partial<Pick<UserState, 'displayName' | 'bot' | 'locale'>>,
): UserState {
  const state: UserState = {
    id: world.snowflakes.next(),
    name: user.name,
    displayName: user.displayName ?? null,
    bot: user.bot ?? false,
    locale: user.locale ?? 'en-US',
  }
  world.users.set(state.id, state)
  return state
}

export function createApplication(
  world: World,
  bot: {
    readonly name: string
    readonly token?: string
    readonly messageContent?: boolean
    readonly guildMembers?: boolean
    readonly installTypes?: readonly number[]
  },
): ApplicationState {
  const user = createUser(world, { name: bot.name, bot: true })
  // As long and as shaped as Discord's, so that a check of its form passes.
  const token = `${Buffer.from(user.id).toString('base64url')}.${world.secret(4)}.${world.secret(28)}`
  const application: ApplicationState = {
    id: user.id,
    token: bot.token ?? token,
    name: bot.name,
    description: '',
    messageContent: bot.messageContent ?? true,
    guildMembers: bot.guildMembers ?? false,
    installParams: undefined,
    installConfig: Object.fromEntries((bot.installTypes ?? [0]).map((type) => [type, {}])),
    installedFor: new Set(),
    commands: new Map(),
  }
  world.applications.set(application.id, application)
  return application
}

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
    data: { ...memberWithUserWire(member, user), guild_id: guild.id },
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
  const data = { guild_id: guild.id, role: roleWire(state) }
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
    const data = { guild_id: guild.id, role: roleWire(role) }
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
      data: { ...memberWithUserWire(member, world.need('users', userId)), guild_id: guild.id },
    })
  })
}

export interface NewChannel {
  readonly name: string
  readonly type?: number
  readonly topic?: string
  readonly slowmodeSeconds?: number
  readonly defaultAutoArchiveMinutes?: number
  readonly overwrites?: readonly Overwrite[]
  readonly parentId?: string
}

export function createChannel(world: World, guild: GuildState, channel: NewChannel): ChannelState {
  const state: ChannelState = {
    id: world.snowflakes.next(),
    type: channel.type ?? ChannelKind.text,
    guildId: guild.id,
    name: channel.name,
    topic: channel.topic ?? null,
    parentId: channel.parentId,
    slowmodeSeconds: channel.slowmodeSeconds ?? 0,
    defaultAutoArchiveMinutes: channel.defaultAutoArchiveMinutes,
    position: world.channelsOf(guild.id).filter(({ thread }) => thread === undefined).length,
    overwrites: [...(channel.overwrites ?? [])],
    recipientIds: [],
    lastMessageId: null,
    messageIds: [],
    thread: undefined,
  }
  world.channels.set(state.id, state)
  channelEvent(world, 'CHANNEL_CREATE', state)
  return state
}

/** The one direct message channel of two users; made at the first call. */
export function openDirectMessage(world: World, userIds: readonly [string, string]): ChannelState {
  const known = [...world.channels.values()].find(
    ({ type, recipientIds }) =>
      type === ChannelKind.directMessage && userIds.every((id) => recipientIds.includes(id)),
  )
  return known ?? createPrivateChannel(world, ChannelKind.directMessage, userIds)
}

/** Of people alone: no bot can be in a group. */
export function createGroup(world: World, userIds: readonly string[]): ChannelState {
  const bot = userIds.find((id) => world.need('users', id).bot)
  if (bot !== undefined) throw new Error(`${bot} is a bot: it cannot be in a group`)
  return createPrivateChannel(world, ChannelKind.groupDirectMessage, userIds)
}

function createPrivateChannel(
  world: World,
  type: number,
  recipientIds: readonly string[],
): ChannelState {
  const state: ChannelState = {
    id: world.snowflakes.next(),
    type,
    guildId: undefined,
    name: '',
    topic: null,
    parentId: undefined,
    slowmodeSeconds: 0,
    defaultAutoArchiveMinutes: undefined,
    position: 0,
    overwrites: [],
    recipientIds,
    lastMessageId: null,
    messageIds: [],
    thread: undefined,
  }
  world.channels.set(state.id, state)
  return state
}

export function setOverwrites(
  world: World,
  channel: ChannelState,
  overwrites: readonly Overwrite[],
): void {
  syncThreads(world, world.need('guilds', channel.guildId ?? ''), () => {
    channel.overwrites = [...overwrites]
    channelEvent(world, 'CHANNEL_UPDATE', channel)
  })
}

export interface ChannelChange {
  readonly name?: string
  readonly topic?: string | null
  readonly slowmodeSeconds?: number
  readonly defaultAutoArchiveMinutes?: number
}

export function changeChannel(world: World, channel: ChannelState, change: ChannelChange): void {
  if (change.name !== undefined) channel.name = change.name
  if (change.topic !== undefined) channel.topic = change.topic
  if (change.slowmodeSeconds !== undefined) channel.slowmodeSeconds = change.slowmodeSeconds
  if (change.defaultAutoArchiveMinutes !== undefined) {
    channel.defaultAutoArchiveMinutes = change.defaultAutoArchiveMinutes
  }
  channelEvent(world, 'CHANNEL_UPDATE', channel)
}

/** With all its messages, and with its threads where it has any. */
export function deleteChannel(world: World, channel: ChannelState): void {
  const inside = [...world.channels.values()].filter(({ parentId }) => parentId === channel.id)
  for (const one of inside.filter(({ thread }) => thread !== undefined)) deleteChannel(world, one)
  world.channels.delete(channel.id)
  for (const message of world.messagesOf(channel.id)) {
    world.history.record(message, world.timing.now(), true)
    world.messages.delete(message.id)
  }
  if (channel.thread === undefined) {
    channelEvent(world, 'CHANNEL_DELETE', channel)
    return
  }
  const data = {
    id: channel.id,
    guild_id: channel.guildId,
    parent_id: channel.parentId,
    type: channel.type,
  }
  world.dispatch({ type: 'THREAD_DELETE', guildId: channel.guildId, data })
}

/** Bots get the events of all channels of their guilds, hidden ones included. */
function channelEvent(world: World, type: string, channel: ChannelState): void {
  const data = channelWire(world, channel, { for: undefined })
  world.dispatch({ type, guildId: channel.guildId, data })
}

/** For one person, who then takes its commands everywhere. */
export function installForUser(world: World, application: ApplicationState, userId: string): void {
  if (!('1' in application.installConfig)) {
    throw new Error(`${application.name} cannot be installed for users`)
  }
  application.installedFor.add(world.need('users', userId).id)
}

export function removeMember(world: World, guild: GuildState, userId: string): void {
  const user = world.need('users', userId)
  // The event goes out first: afterwards the bot that left is no longer asked.
  if (user.bot) {
    const data = { id: guild.id }
    world.dispatch({ type: 'GUILD_DELETE', guildId: guild.id, botIds: [userId], data })
  }
  guild.members.delete(userId)
  const data = { guild_id: guild.id, user: userWire(user) }
  world.dispatch({ type: 'GUILD_MEMBER_REMOVE', guildId: guild.id, data })
}
