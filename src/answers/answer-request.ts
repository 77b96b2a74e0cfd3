import type { Exchange } from '../core/conversation/exchange.ts'
import type { ConversationMessage } from '../core/conversation/message.ts'
import type { AnswerTarget } from './answer-target.ts'

/** A question as it came from Discord, and where its answer goes. */
export interface AnswerRequest {
  /** The id of the command, message or button press. Each answer has its own. */
  readonly attempt: string
  /** The id of the command or message that asked. */
  readonly trigger: string
  readonly askerId: string
  readonly locale: string
  /** The question as it read when it arrived. */
  readonly message: ConversationMessage
  /** The text above the answer; see `AnswerHeader`. */
  readonly header: string
  /** The model that was chosen with the question, for this answer and those after it. */
  readonly model?: string | undefined
  /** The answer to continue where it broke off, instead of answering a question. */
  readonly continues?: InterruptedAnswer
  readonly target: AnswerTarget
}

/** An answer that broke off. */
export interface InterruptedAnswer {
  readonly exchange: Exchange
  /** The text on the page where it goes on. */
  readonly text: string
}
