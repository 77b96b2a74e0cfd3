import type { REST } from 'discord.js'
import type { Post } from '../core/conversation.ts'
import type { Pace } from '../core/pace.ts'
import type { Clock, Journal } from '../core/ports.ts'
import type { Answering } from './answering.ts'
import type { ThreadAddress } from './history.ts'
import type { Threads } from './threads.ts'

/** What commands and events work with. */
export interface Bot {
  readonly answering: Answering
  readonly threads: Threads
  /** The triggers of the answers whose buttons are being seen to: two presses are one. */
  readonly pressed: Set<string>
  /** Requests as the bot itself. */
  readonly rest: REST
  /** Requests by the token of an interaction. */
  readonly interactions: REST
  readonly pace: Pace
  readonly clock: Clock
  readonly journal: Journal
  /** Gives the newest posts of a thread, oldest first. */
  readonly readPosts: (thread: ThreadAddress) => Promise<readonly Post[]>
  readonly log: { warn(details: object, message: string): void }
}
