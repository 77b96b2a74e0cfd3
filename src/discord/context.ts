import type { REST } from 'discord.js'
import type { LRUCache } from 'lru-cache'
import type { Answering } from '../answers/answer-queue.ts'
import type { Clock, Journal, Model, Models } from '../core/ports.ts'
import type { EditPacer } from '../core/rate-limit/edit-pacer.ts'
import type { Conversations } from './history/conversations.ts'
import type { Places } from './messages/message-target.ts'
import type { Threads } from './threads/thread-creator.ts'
import type { Membership } from './threads/thread-membership.ts'

/** What commands and events work with. */
export interface Bot {
  readonly answering: Answering
  readonly conversations: Conversations
  readonly membership: Membership
  readonly model: Model
  readonly models: Models
  readonly threads: Threads
  readonly places: Places
  /** The triggers of the answers whose buttons are being seen to: two presses are one. */
  readonly pressed: Set<string>
  /** The channels in which it was said that a permission is missing. */
  readonly complained: Set<string>
  /** The languages of people, by their ids: Discord tells them with commands, but not with messages. */
  readonly locales: LRUCache<string, string>
  /** Requests as the bot itself. */
  readonly rest: REST
  /** Requests by the token of an interaction. */
  readonly interactions: REST
  readonly pacer: EditPacer
  readonly clock: Clock
  readonly journal: Journal
  readonly settings: BotSettings
  readonly log: { warn(details: object, message: string): void }
}

export interface BotSettings {
  /** Whether Discord lets the bot read messages that do not mention it. */
  readonly readsMessages: boolean
  /** After so much silence Discord archives a thread, where its channel says nothing else. */
  readonly threadArchiveMinutes: ThreadArchiveMinutes
  /** Where the names of threads come from. */
  readonly titles: 'question' | 'model'
}

/** What Discord knows: an hour, a day, three days, a week. */
export type ThreadArchiveMinutes = 60 | 1_440 | 4_320 | 10_080
