import type { FailureKind } from './ending.ts'
import type { GoneKind } from './ports.ts'

/** Everything that Platen itself says to people in Discord. A language is one file. */
export interface Words {
  /** The answer ended before the model was done. */
  readonly cutShort: { readonly length: string; readonly filter: string }
  readonly empty: string
  readonly interrupted: string
  readonly stopped: string
  /** The model said that it does not want to answer. */
  readonly refused: string
  /** Discord shows no more of an answer: why. */
  readonly gone: Readonly<Record<Exclude<GoneKind, 'deleted'>, string>>
  readonly failed: Readonly<Record<FailureKind, string>>
  /** A message without text, or a question of white space. */
  readonly nothingAsked: string
  /** The messages of the thread could not be fetched. */
  readonly historyUnreadable: string
  /** Below the first answer of a conversation; European law asks for it. */
  readonly byAi: string
  /** Below each answer: numbers with their units, a space between them. */
  readonly footer: {
    readonly tokens: (count: number) => string
    readonly seconds: (seconds: string) => string
  }
  /** A message of its own when a long answer has ended: a word or two, a comma, whole seconds. */
  readonly ended: {
    readonly done: (seconds: number) => string
    readonly failed: (seconds: number) => string
  }
  readonly buttons: {
    readonly stop: string
    readonly retry: string
    readonly goOn: string
    readonly remove: string
    /** Pressed by somebody who neither asked nor may manage messages. */
    readonly notYours: string
    /** Pressed when there was nothing to stop any more. */
    readonly over: string
    /** Pressed while the answer is being typed anew. */
    readonly busy: string
    /** Retry, or Continue: what was asked or answered cannot be read any more. */
    readonly unreadable: string
    /** Retry: of a long question only the beginning is left. */
    readonly onlyBeginning: string
    readonly notRemoved: string
  }
  readonly commands: {
    readonly ask: { readonly description: string; readonly question: string }
  }
}
