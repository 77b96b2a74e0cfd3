import type { AnswerOutcome } from '../core/answer/ending.ts'
import type { Conversation } from '../core/conversation/context-window.ts'
import type { Origin } from '../core/journal.ts'
import type { Reply } from '../core/reply.ts'

/**
 * Where an answer goes, and everything that differs between the kinds of places: a new thread, a
 * conversation that goes on, a channel, the asker alone, an older answer.
 */
export interface AnswerTarget {
  /** Requests with the same key are answered one after the other, in the order of their arrival. */
  readonly queueKey: string
  readonly origin: Origin
  /** The server; `null` in direct messages. */
  readonly guildId: string | null
  /** The messages that show the answer. */
  readonly reply: Reply
  /** Whether messages that arrive meanwhile are answered together with this one. */
  readonly isBatched: boolean
  /** Whether only an interaction token leads to the answer: nobody can find its other pages. */
  readonly isDetached: boolean
  /** Whether the bot can read only messages that mention it, where the conversation goes on. */
  readonly needsMention: boolean
  /** Resolves when Discord has acknowledged the interaction. Rejects where nothing can be shown. */
  readonly acknowledged?: Promise<void>
  /** Ends the answer when it aborts. Its reason says how. */
  readonly deadline?: AbortSignal | undefined
  /** Reads the conversation that goes on; `undefined` where a new one begins. */
  loadConversation?(): Promise<Conversation | undefined>
  /** Shows that an answer is being typed. Can be called more than once. */
  startTyping?(): void
  stopTyping?(): void
  /** Called when the turn of the request has come. */
  onTurn?(): void
  /** Called when the answer has ended. */
  onEnd?(outcome: AnswerOutcome): void
  /** Tells the asker that a long answer has ended. */
  notify?(text: string): Promise<void>
  /** Tells the asker what cannot be shown where the answer is. */
  sendEphemeral?(text: string): Promise<void>
}
