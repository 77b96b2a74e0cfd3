import type { Exchange } from '../core/conversation.ts'
import type { Beginning, Reply } from '../core/ports.ts'
import type { ThreadAddress } from './history.ts'

/** A question as it came from Discord, and the messages in which its answer will stand. */
export interface Asked extends Beginning {
  readonly text: string
  /** What stands above the answer; see `Question`. */
  readonly quote: string
  /** The thread whose conversation goes on, or `undefined` where one begins. */
  readonly thread: ThreadAddress | undefined
  readonly reply: Reply
  /** What the model goes on from where it broke off, instead of answering a question. */
  readonly broken?: Broken
  /** Shows that an answer is being typed, from when earlier ones to the same thread have ended. */
  readonly typing?: { start(): void; stop(): void }
  /** Ends the answer when it aborts; its reason says how. */
  readonly until?: AbortSignal
  /** Tells the one who asked that a long answer has ended. */
  readonly announce?: (text: string) => Promise<void>
  /** Tells the one who asked what cannot be said where the answer stands. */
  readonly whisper?: (text: string) => Promise<void>
}

/** An answer that broke off. */
export interface Broken {
  readonly exchange: Exchange
  /** The text of the page on which it goes on, as far as it stands there. */
  readonly text: string
}
