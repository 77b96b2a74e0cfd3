import {
  createChannel,
  createGroup,
  openDirectMessage,
  setOverwrites,
} from './operations/channels.ts'
import {
  addMember,
  addRole,
  createGuild,
  removeMember,
  setMemberRoles,
  setRolePermissions,
} from './operations/guilds.ts'
import { createApplication, createUser, installForUser, setLocale } from './operations/users.ts'
import { type Permission, permissionBits } from './permissions.ts'
import type { World } from './state/world.ts'
import { type Channel, channelView } from './views.ts'

export interface User {
  readonly id: string
  readonly name: string
}

export interface Bot extends User {
  readonly token: string
}

export interface Guild {
  readonly id: string
  readonly name: string
  readonly ownerId: string
}

export interface Role {
  readonly id: string
  readonly name: string
}

/** Who is meant by `id`: a role (also the guild's id, for @everyone) or a member. */
export interface OverwriteSetting {
  readonly id: string
  readonly allow?: readonly Permission[]
  readonly deny?: readonly Permission[]
}

/** Makes the people, bots and places of a test; what is made later is announced to connected bots. */
export class WorldBuilder {
  readonly #world: World

  constructor(world: World) {
    this.#world = world
  }

  /**
   * `messageContent`, `guildMembers`: is the privileged intent switched on in the portal? Default: the
   * first alone. `installTypes`: where the portal lets it be installed, 0 in servers, 1 for users;
   * default servers alone.
   */
  addBot(bot: {
    readonly name: string
    readonly token?: string
    readonly messageContent?: boolean
    readonly guildMembers?: boolean
    readonly installTypes?: readonly (0 | 1)[]
  }): Bot {
    const { id, name, token } = createApplication(this.#world, bot)
    return { id, name, token }
  }

  addUser(user: {
    readonly name: string
    readonly displayName?: string
    readonly locale?: string
  }): User {
    const { id, name } = createUser(this.#world, user)
    return { id, name }
  }

  addGuild(guild: {
    readonly name: string
    readonly owner: string
    readonly preferredLocale?: string
    readonly maxActiveThreads?: number
  }): Guild {
    const { id, name, ownerId } = createGuild(this.#world, guild)
    return { id, name, ownerId }
  }

  /** `permissions`: those a bot was invited with, for the role it gets. */
  addMember(guildId: string, userId: string, permissions: readonly Permission[] = []): void {
    addMember(this.#world, this.#world.need('guilds', guildId), userId, permissions)
  }

  removeMember(guildId: string, userId: string): void {
    removeMember(this.#world, this.#world.need('guilds', guildId), userId)
  }

  addChannel(
    guildId: string,
    channel: {
      readonly name: string
      readonly type?: number
      readonly topic?: string
      /** Seconds. */
      readonly slowmode?: number
      /** What people's clients open threads with: 60, 1440, 4320 or 10080. */
      readonly defaultAutoArchiveMinutes?: number
      readonly overwrites?: readonly OverwriteSetting[]
      readonly parentId?: string
    },
  ): Channel {
    const guild = this.#world.need('guilds', guildId)
    const { overwrites = [], slowmode, ...rest } = channel
    const created = createChannel(this.#world, guild, {
      ...rest,
      ...(slowmode === undefined ? {} : { slowmodeSeconds: slowmode }),
      overwrites: overwrites.map((setting) => this.#overwrite(guildId, setting)),
    })
    return channelView(created)
  }

  /** Throws where the bot's `installTypes` are without 1. */
  installForUser(botId: string, userId: string): void {
    installForUser(this.#world, this.#world.need('applications', botId), userId)
  }

  /** The language that the person's client is set to. */
  setLocale(userId: string, locale: string): void {
    setLocale(this.#world.need('users', userId), locale)
  }

  /** The direct message channel of a person and a bot, or of two people. */
  addDirectMessage(userId: string, otherId: string): Channel {
    return channelView(openDirectMessage(this.#world, [userId, otherId]))
  }

  /** A group of people, the first its owner. */
  addGroupDirectMessage(userIds: readonly string[]): Channel {
    return channelView(createGroup(this.#world, userIds))
  }

  addRole(
    guildId: string,
    role: {
      readonly name: string
      readonly permissions?: readonly Permission[]
      readonly mentionable?: boolean
    },
  ): Role {
    const { id, name } = addRole(this.#world, this.#world.need('guilds', guildId), role)
    return { id, name }
  }

  giveRole(guildId: string, userId: string, roleId: string): void {
    const guild = this.#world.need('guilds', guildId)
    const held = guild.members.get(userId)?.roleIds ?? []
    setMemberRoles(this.#world, guild, userId, [...held.filter((id) => id !== roleId), roleId])
  }

  takeRole(guildId: string, userId: string, roleId: string): void {
    const guild = this.#world.need('guilds', guildId)
    const held = guild.members.get(userId)?.roleIds ?? []
    setMemberRoles(
      this.#world,
      guild,
      userId,
      held.filter((id) => id !== roleId),
    )
  }

  /** The guild's own id is the role @everyone. */
  setRolePermissions(guildId: string, roleId: string, permissions: readonly Permission[]): void {
    const guild = this.#world.need('guilds', guildId)
    setRolePermissions(this.#world, guild, roleId, permissionBits(permissions))
  }

  /** Replaces what the channel said of this role or member before. */
  setOverwrite(channelId: string, setting: OverwriteSetting): void {
    const channel = this.#world.need('channels', channelId)
    const others = channel.overwrites.filter(({ id }) => id !== setting.id)
    const overwrite = this.#overwrite(channel.guildId ?? '', setting)
    setOverwrites(this.#world, channel, [...others, overwrite])
  }

  #overwrite(guildId: string, { id, allow = [], deny = [] }: OverwriteSetting) {
    const kind = this.#world.need('guilds', guildId).roles.has(id) ? 'role' : 'member'
    return { id, kind, allow: permissionBits(allow), deny: permissionBits(deny) } as const
  }
}
