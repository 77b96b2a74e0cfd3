import type { AnswerOutcome } from '../core/answer/ending.ts'
import type { Conversation } from '../core/conversation/context-window.ts'
import type { Exchange } from '../core/conversation/exchange.ts'
import type { ConversationMessage } from '../core/conversation/message.ts'
import type { Reply, StartedAnswer } from '../core/ports.ts'

/** A question as it came from Discord, and the messages in which its answer will stand. */
export interface Asked extends StartedAnswer {
  /** Questions with the same key are answered one after the other, in the order in which they came. */
  readonly key: string
  /** What was asked, as it read when it came. */
  readonly post: ConversationMessage
  /** The server in which it was; `null` in direct messages. */
  readonly guildId: string | null
  /** Gives the conversation that goes on; `undefined` where one begins. */
  readonly read: (() => Promise<Conversation>) | undefined
  /** Resolves when Discord knows that the question was heard; where it rejects, nothing can be said. */
  readonly heard?: Promise<void>
  /** What stands above the answer; see `Head`. */
  readonly header: string
  /** The model that shall answer from here on, where one was chosen with the question. */
  readonly model?: string | undefined
  readonly reply: Reply
  /** Whether messages that come meanwhile are answered together with it. */
  readonly isMessage: boolean
  /** Whether only the token of an interaction leads to the answer. */
  readonly isDetached?: boolean
  /** Whether only messages that mention the bot can be read where the conversation goes on. */
  readonly needsMention?: boolean
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
  /** Is told when its turn has come. */
  readonly onTurn?: () => void
  /** Is told when the answer has its end. */
  readonly onAnswered?: (answered: AnswerOutcome) => void
}

/** An answer that broke off. */
export interface Broken {
  readonly exchange: Exchange
  /** The text of the page on which it goes on, as far as it stands there. */
  readonly text: string
}
