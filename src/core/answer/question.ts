import type { PromptMessage } from '../model.ts'
import type { Texts } from '../texts.ts'

/** One question, ready to be answered. */
export interface Question {
  readonly prompt: readonly PromptMessage[]
  /** The name of the model that shall answer; `undefined`: the default. */
  readonly model?: string | undefined
  /** Whether people have chosen that model for the conversation. */
  readonly isPinned: boolean
  /** The text above the answer; see `AnswerHeader`. */
  readonly header: string
  /** The text on the page that the answer goes on from; '' for an answer that begins. */
  readonly textSoFar: string
  /** Whether it is the first answer of a conversation: then it says that an AI wrote it. */
  readonly isFirst: boolean
  /** Platen's own lines below this answer. */
  readonly notes: readonly string[]
  /** Whether only the token of an interaction leads to the answer: then nobody finds its other pages. */
  readonly isDetached: boolean
  readonly texts: Texts
}
