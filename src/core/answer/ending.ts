import type { GoneReason, Usage } from '../ports.ts'

/** What a model or its server did wrong, told apart by what a person can do about it. */
export type FailureKind =
  /** 401, 403: the key is wrong, or not allowed to use this model. */
  | 'key'
  /** The account has no credit left. */
  | 'quota'
  /** 429: too many requests. */
  | 'busy'
  /** 5xx. */
  | 'overloaded'
  /** No connection: wrong address, server down, no network. */
  | 'unreachable'
  /** 404: no such model, or no such address. */
  | 'not-found'
  /** Other 4xx: most often a conversation that is too long for the model. */
  | 'rejected'
  /** Nothing came before `MODEL_START_TIMEOUT`. */
  | 'never-started'
  /** Nothing more came for `MODEL_IDLE_TIMEOUT`. */
  | 'stalled'
  /** The stream ended before the model had said that it was done. */
  | 'cut'
  /** The server reported an error midway, or sent what nobody can read. */
  | 'broken'
  /** No model has been chosen: `OPENAI_MODEL` is missing and the server has several, or none. */
  | 'no-model'
  /** A fault of Platen itself. */
  | 'internal'

/** Thrown by models for every expected failure. The message is for the log, not for people. */
export class ModelFailure extends Error {
  override readonly name = 'ModelFailure'
  readonly kind: FailureKind

  constructor(kind: FailureKind, message: string, options?: ErrorOptions) {
    super(message, options)
    this.kind = kind
  }
}

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

/** What is known of an answer when it is over; for the log and the counters. */
export interface AnswerOutcome {
  readonly ending: Ending
  /** Why the last frame never showed, or `undefined` when it shows. */
  readonly unshownReason: string | undefined
  /** What the one who asked should know, and could not be told where the answer stands. */
  readonly undeliveredNotice: string | undefined
  readonly characters: number
  /** What the model wrote, without its reasoning. */
  readonly text: string
  /** The same as it is read back from the pages: another text where something was redrawn. */
  readonly shown: string
  readonly pages: number
  /** From the start until the first words showed, or `undefined` when none ever did. */
  readonly firstWordsMs: number | undefined
  readonly totalMs: number
  readonly model: string | undefined
  readonly usage: Usage | undefined
}

/** Is told what becomes of answers, for the log and the counters. `trigger` names the question. */
export interface AnswerObserver {
  started(trigger: string): void
  /** `others`: the messages that it answers together with that one. */
  ended(trigger: string, answered: AnswerOutcome, others: readonly string[]): void
  /** The answer has ended, but the asker could not be told so. */
  notifyFailed(trigger: string, error: unknown): void
  /** There is no answer: its thread could not be read, or Platen is at fault. */
  failed(trigger: string, error: unknown): void
}
