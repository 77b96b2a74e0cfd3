import type { FailureKind, Usage } from '../model.ts'
import type { GoneReason } from '../reply.ts'

/** How an answer ended. */
export type Ending =
  | { readonly kind: 'finished' }
  /** The model said, in place of an answer, why it gives none. */
  | { readonly kind: 'refused' }
  | { readonly kind: 'cut-short'; readonly reason: 'length' | 'filter' }
  | { readonly kind: 'empty' }
  /** Somebody has seen enough. */
  | { readonly kind: 'stopped' }
  /** Platen was stopped while it was typing. */
  | { readonly kind: 'interrupted' }
  /** The question was changed meanwhile: this answer makes room for the next. */
  | { readonly kind: 'superseded' }
  /** `page`: the number of the page that is known to be deleted; the first is 0. */
  | { readonly kind: 'gone'; readonly why: GoneReason; readonly page?: number }
  | { readonly kind: 'failed'; readonly failure: FailureKind; readonly cause: unknown }

/** One word for the log and the counters. */
export function endingName(ending: Ending): string {
  switch (ending.kind) {
    case 'cut-short':
      return `cut-short-${ending.reason}`
    case 'failed':
      return `failed-${ending.failure}`
    case 'gone':
      return `gone-${ending.why}`
    default:
      return ending.kind
  }
}

/** The reason of a signal that ends an answer: how the answer ends. Every other abort interrupts it. */
export class EndedAs {
  readonly ending: Ending

  constructor(ending: Ending) {
    this.ending = ending
  }
}

/** The facts about an answer that is over, for the log and the metrics. */
export interface AnswerOutcome {
  readonly ending: Ending
  /** Why the last frame never showed, or `undefined` when it shows. */
  readonly unshownReason: string | undefined
  /** A notice for the asker that could not be shown at the answer. */
  readonly undeliveredNotice: string | undefined
  readonly characters: number
  /** The model's text, without its reasoning. */
  readonly text: string
  /** The same as it is read back from the pages: another text where something was redrawn. */
  readonly shown: string
  readonly pages: number
  /** From the start until the first words showed, or `undefined` when none ever did. */
  readonly firstTextMs: number | undefined
  readonly totalMs: number
  readonly model: string | undefined
  readonly usage: Usage | undefined
}
