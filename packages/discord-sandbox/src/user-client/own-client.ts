import type { Json } from '../json.ts'
import { serializeChannel } from '../serializers/channels.ts'
import { serializeGuild } from '../serializers/guilds.ts'
import { serializeMessageEvent } from '../serializers/messages.ts'
import { serializeMemberWithUser, serializeSelf } from '../serializers/users.ts'
import { compareIds } from '../snowflake.ts'
import { canSee } from '../state/access.ts'
import { type ChannelState, type GuildState, isPrivate } from '../state/entities.ts'
import type { Dispatch, World } from '../state/world.ts'
import { isVisible } from './interacting.ts'

/** An event as the official client of one person gets it. */
export interface ClientEvent {
  readonly type: string
  readonly data: Json
}

export interface HistoryRange {
  /** Only messages older than this one. */
  readonly before?: string
  /** Default 50. */
  readonly limit?: number
}

/**
 * What the official client of one person is told: what there is, then what changes. As with a bot's
 * session, but with a person's eyes: content is always shown, and their own ephemeral messages too.
 */
export class OwnClient {
  readonly #world: World
  readonly #userId: string

  constructor(world: World, userId: string) {
    this.#world = world
    this.#userId = userId
  }

  /** `READY` in the shape of a bot's, with whole guilds as in `GUILD_CREATE`, all their members included. */
  ready(): Json {
    const guilds = [...this.#world.guilds.values()].filter(({ members }) =>
      members.has(this.#userId),
    )
    const direct = [...this.#world.channels.values()].filter(
      (channel) => isPrivate(channel) && channel.recipientIds.includes(this.#userId),
    )
    const { locale } = this.#world.need('users', this.#userId)
    return {
      user: { ...serializeSelf(this.#world.need('users', this.#userId)), locale },
      guilds: guilds.map((guild) => this.#guild(guild)),
      private_channels: direct.map((channel) => this.#channel(channel)),
    }
  }

  /** Oldest first, their own ephemeral ones included. Throws where the channel cannot be seen. */
  history(channelId: string, { before, limit = 50 }: HistoryRange = {}): readonly Json[] {
    const channel = this.#world.need('channels', channelId)
    if (!canSee(this.#world, channel, this.#userId)) {
      throw new Error('This person cannot see the channel')
    }
    const ownEyes = { botId: this.#userId, messageContent: true }
    return this.#world
      .messagesOf(channelId)
      .filter((message) => isVisible(message, this.#userId))
      .filter(({ id }) => before === undefined || compareIds(id, before) < 0)
      .slice(-limit)
      .map((message) => serializeMessageEvent(this.#world, message, ownEyes))
  }

  /** As the person sees it now; throws where there is none, or not for them. */
  channel(channelId: string): Json {
    const channel = this.#world.need('channels', channelId)
    if (!canSee(this.#world, channel, this.#userId)) {
      throw new Error('This person cannot see the channel')
    }
    return this.#channel(channel)
  }

  /** Returns the way to stop listening. */
  follow(listener: (event: ClientEvent) => void): () => void {
    return this.#world.onDispatch((dispatch) => {
      for (const event of this.#eventsOf(dispatch)) listener(event)
    })
  }

  #eventsOf(dispatch: Dispatch): readonly ClientEvent[] {
    const { type, guildId, channelId, botIds, ephemeralFor, data } = dispatch
    if (ephemeralFor !== undefined) return ephemeralFor === this.#userId ? [{ type, data }] : []
    if (botIds !== undefined) return []
    const guild = this.#world.guilds.get(guildId ?? '')
    if (guildId !== undefined && !guild?.members.has(this.#userId)) return []
    if (type.startsWith('CHANNEL_')) return this.#channelEvents(type, data)
    const channel = this.#world.channels.get(channelId ?? '')
    if (channel === undefined) return [{ type, data }]
    const isSeen = canSee(this.#world, channel, this.#userId)
    if (type === 'THREAD_MEMBERS_UPDATE') return this.#membersEvents(channel, isSeen, data)
    if (!isSeen) return []
    // A direct message channel is new to whoever is written to in it for the first time.
    const isNew = type === 'MESSAGE_CREATE' && isPrivate(channel) && channel.messageIds.length === 1
    const created = { type: 'CHANNEL_CREATE', data: this.#channel(channel) }
    return isNew ? [created, { type, data }] : [{ type, data }]
  }

  /** What can be seen no more is gone, as far as this person knows. */
  #channelEvents(type: string, data: Json): readonly ClientEvent[] {
    const channel = this.#world.channels.get(String(data['id']))
    const isHidden = channel !== undefined && !canSee(this.#world, channel, this.#userId)
    return [{ type: isHidden ? 'CHANNEL_DELETE' : type, data }]
  }

  /** A private thread is new to whoever is added to it, and gone for whoever left. */
  #membersEvents(thread: ChannelState, isSeen: boolean, data: Json): readonly ClientEvent[] {
    const removed = data['removed_member_ids']
    const isRemoved = Array.isArray(removed) && removed.includes(this.#userId)
    if (!isSeen) return isRemoved ? [{ type: 'THREAD_DELETE', data: this.#channel(thread) }] : []
    return [
      { type: 'THREAD_CREATE', data: this.#channel(thread) },
      { type: 'THREAD_MEMBERS_UPDATE', data },
    ]
  }

  #guild(guild: GuildState): Json {
    const channels = this.#world
      .channelsOf(guild.id)
      .filter((channel) => canSee(this.#world, channel, this.#userId))
    return {
      ...serializeGuild(guild),
      joined_at: guild.members.get(this.#userId)?.joinedAt,
      members: [...guild.members.values()].map((member) =>
        serializeMemberWithUser(member, this.#world.need('users', member.userId)),
      ),
      channels: channels
        .filter(({ thread }) => thread === undefined)
        .map((channel) => this.#channel(channel)),
      threads: channels
        .filter(({ thread }) => thread?.archived === false)
        .map((channel) => this.#channel(channel)),
    }
  }

  #channel(channel: ChannelState): Json {
    return serializeChannel(this.#world, channel, { for: this.#userId })
  }
}
