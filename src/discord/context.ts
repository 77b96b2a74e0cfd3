import type { LRUCache } from 'lru-cache'
import type { AnswerQueue } from '../answers/answer-queue.ts'
import type { Clock } from '../core/clock.ts'
import type { Journal } from '../core/journal.ts'
import type { Models } from '../core/model.ts'
import type { EditPacer } from '../core/rate-limit/edit-pacer.ts'
import type { DiscordApi } from './api/client.ts'
import type { PermissionNotices } from './api/permission-notices.ts'
import type { Conversations } from './history/conversations.ts'
import type { MessageTargets } from './messages/message-target.ts'
import type { RenameThread } from './threads/rename-thread.ts'
import type { ThreadCreator, ThreadSettings } from './threads/thread-creator.ts'
import type { ThreadMembership } from './threads/thread-membership.ts'

/** The services of commands and gateway events. Smaller functions take only the parts that they use. */
export interface DiscordContext {
  readonly answers: AnswerQueue
  readonly conversations: Conversations
  readonly models: Models
  readonly threads: ThreadCreator
  readonly membership: ThreadMembership
  readonly renameThread: RenameThread | undefined
  readonly targets: MessageTargets
  readonly permissionNotices: PermissionNotices
  /** Locales by user id. Discord sends them with interactions only. */
  readonly locales: LRUCache<string, string>
  readonly api: DiscordApi
  readonly pacer: EditPacer
  readonly clock: Clock
  readonly journal: Pick<Journal, 'claim'>
  readonly settings: DiscordSettings
  readonly log: DiscordLog
}

export interface DiscordSettings {
  /** Whether the bot has the Message Content intent. */
  readonly readsMessages: boolean
  /** Used where the channel has no default of its own. */
  readonly threadArchiveMinutes: ThreadSettings['archiveMinutes']
}

export interface DiscordLog {
  warn(details: object, message: string): void
}
