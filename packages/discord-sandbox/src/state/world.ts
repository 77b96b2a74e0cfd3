import { randomBytes } from 'node:crypto'
import type { Json } from '../json.ts'
import { compareIds, Snowflakes } from '../snowflake.ts'
import type { Timing } from '../timing.ts'
import type {
  ApplicationState,
  ChannelState,
  GuildState,
  InteractionState,
  MessageState,
  UserState,
  WebhookState,
} from './entities.ts'
import { History } from './history.ts'

/** The bot a dispatch is about to be sent to. */
export interface Viewer {
  readonly botId: string
  /** Identified with MESSAGE_CONTENT. */
  readonly messageContent: boolean
  /** Identified with GUILD_MEMBERS. */
  readonly guildMembers: boolean
}

export interface Dispatch {
  readonly type: string
  readonly guildId: string | undefined
  /** Only bots that can see this channel get it. */
  readonly channelId?: string | undefined
  /** These get it even where they cannot see the channel. */
  readonly alwaysTo?: readonly string[]
  /** Only these bots get it. */
  readonly botIds?: readonly string[]
  /** Only this person's client gets it, and no bot. */
  readonly ephemeralFor?: string
  /** As somebody gets it who may see everything. */
  readonly data: Json
  /** As one bot gets it; undefined: not at all. */
  readonly dataFor?: (viewer: Viewer) => Json | undefined
}

/** Everything there is, in memory. Changed only by `actions/`. */
export class World {
  readonly snowflakes = new Snowflakes()
  readonly users = new Map<string, UserState>()
  readonly applications = new Map<string, ApplicationState>()
  readonly guilds = new Map<string, GuildState>()
  readonly channels = new Map<string, ChannelState>()
  readonly messages = new Map<string, MessageState>()
  /** By id and by token. */
  readonly interactions = new Map<string, InteractionState>()
  /** By the channel they belong to and their name. */
  readonly webhooks = new Map<string, WebhookState>()
  readonly history = new History()
  readonly timing: Timing
  /** Where attachments are served from; known once the server listens. */
  origin = ''
  readonly #dispatchListeners = new Set<(dispatch: Dispatch) => void>()
  readonly #answerListeners = new Set<(interaction: InteractionState) => void>()

  constructor(timing: Timing) {
    this.timing = timing
  }

  onDispatch(listener: (dispatch: Dispatch) => void): () => void {
    this.#dispatchListeners.add(listener)
    return () => this.#dispatchListeners.delete(listener)
  }

  dispatch(dispatch: Dispatch): void {
    for (const listener of this.#dispatchListeners) listener(dispatch)
  }

  /** Called when an interaction is acknowledged. */
  onAnswer(listener: (interaction: InteractionState) => void): () => void {
    this.#answerListeners.add(listener)
    return () => this.#answerListeners.delete(listener)
  }

  answered(interaction: InteractionState): void {
    for (const listener of this.#answerListeners) listener(interaction)
  }

  /** Throws where the id was never given out: for callers inside the process, not for requests. */
  need<Key extends 'users' | 'applications' | 'guilds' | 'channels' | 'messages'>(
    kind: Key,
    id: string,
  ): NonNullable<ReturnType<this[Key]['get']>> {
    const found = this[kind].get(id)
    if (found === undefined) throw new Error(`There is no such entry in ${kind}: ${id}`)
    return found as NonNullable<ReturnType<this[Key]['get']>>
  }

  threadsOf(guildId: string): ChannelState[] {
    return this.channelsOf(guildId).filter(({ thread }) => thread !== undefined)
  }

  channelsOf(guildId: string): ChannelState[] {
    return [...this.channels.values()].filter((channel) => channel.guildId === guildId)
  }

  /** As stored, oldest first, ephemeral ones included. */
  messagesOf(channelId: string): MessageState[] {
    return [...this.messages.values()]
      .filter((message) => message.channelId === channelId)
      .sort((left, right) => compareIds(left.id, right.id))
  }

  secret(bytes = 32): string {
    return randomBytes(bytes).toString('base64url')
  }
}
