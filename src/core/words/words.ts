import type { FailureKind } from '../ending.ts'

/** Everything that Platen itself says to people in Discord. A language is one file. */
export interface Words {
  /** The answer ended before the model was done. */
  readonly cutShort: { readonly length: string; readonly filter: string }
  readonly empty: string
  readonly interrupted: string
  readonly stopped: string
  readonly failed: Readonly<Record<FailureKind, string>>
  /** A message without text, or a question of white space. */
  readonly nothingAsked: string
  /** The messages of the thread could not be fetched. */
  readonly historyUnreadable: string
  readonly buttons: {
    readonly stop: string
    /** Pressed by somebody who neither asked nor may manage messages. */
    readonly notYours: string
    /** Pressed when there was nothing to stop any more. */
    readonly over: string
  }
  readonly commands: {
    readonly ask: { readonly description: string; readonly question: string }
  }
}
