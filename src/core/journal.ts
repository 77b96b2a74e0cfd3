import type { MessageAddress } from './message-address.ts'

/** The place where an answer started: enough to tell the asker something after a restart. */
export type Origin =
  | {
      readonly kind: 'interaction'
      readonly channelId: string
      readonly applicationId: string
      readonly token: string
    }
  | { readonly kind: 'message'; readonly channelId: string; readonly messageId: string }

/** The journal's record of an answer that has started. */
export interface StartedAnswer {
  /** The id of the command, message or button press that started it. Each answer has its own. */
  readonly attempt: string
  /** The id of the command or message that asked. */
  readonly trigger: string
  readonly askerId: string
  readonly origin: Origin
  readonly locale: string
}

/** An answer that started and has not ended. */
export interface UnfinishedAnswer extends StartedAnswer {
  /** The messages of its pages, in order. Empty while none was created. */
  readonly pages: readonly MessageAddress[]
}

/** The record of running answers. A restart ends those that a crash left behind. */
export interface Journal {
  /** Takes an attempt for good: true for the first caller, also across restarts. */
  claim(attempt: string): boolean
  start(answer: StartedAnswer): void
  addPage(attempt: string, page: MessageAddress): void
  end(attempt: string): void
  /** The answers that an earlier process left behind, oldest first. */
  unfinished(): readonly UnfinishedAnswer[]
}

/** An answer as the model wrote it, where the text on its pages differs. */
export interface Original {
  readonly text: string
  /** The text that is read back from the pages. Another text there means that somebody edited them. */
  readonly shown: string
}

/** The model's own text of answers that had to be changed for Discord, such as tables. */
export interface Originals {
  /** Never throws. Without its original, an answer is known as it shows. */
  keep(messageId: string, original: Original): void
  /** By the ids of the first messages of answers. */
  find(messageIds: readonly string[]): ReadonlyMap<string, Original>
  forget(messageId: string): void
}
