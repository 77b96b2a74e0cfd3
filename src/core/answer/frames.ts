import { type FinishReason, type ModelEvent, ModelFailure, type Usage } from '../model.ts'
import { EndedAs, type Ending } from './ending.ts'

/** The cumulative text so far: every frame holds everything before it. */
export type Frame = { readonly text: string; readonly ending?: undefined } | FinalFrame

/** The frame that no other follows: it alone says how the answer ended. */
export interface FinalFrame {
  readonly text: string
  readonly ending: Ending
  /** The model's name, where it has said anything. */
  readonly model: string | undefined
  readonly usage: Usage | undefined
}

/**
 * Turns a model's events into frames: "He", "Hello", ... The last frame says how the answer ended;
 * what the model did wrong is an ending too and keeps the text, so this always ends with a last frame
 * and never throws.
 */
export async function* frames(
  events: AsyncIterable<ModelEvent>,
  signal: AbortSignal,
): AsyncGenerator<Frame, void> {
  let text = ''
  let finish: FinishReason | undefined
  let model: string | undefined
  let usage: Usage | undefined
  let failure: Ending | undefined
  try {
    for await (const event of events) {
      if (event.kind === 'finish') finish = event.reason
      else if (event.kind === 'usage') usage = event.usage
      else if (event.kind === 'model') model = event.name
      else if (event.kind === 'text' && event.text !== '') {
        text += event.text
        yield { text }
      }
    }
  } catch (error) {
    const kind = error instanceof ModelFailure ? error.kind : 'internal'
    failure = { kind: 'failed', failure: kind, cause: error }
  }
  const ending = signal.aborted ? abortedBy(signal) : (failure ?? endingOf(finish, text))
  yield { text, ending, model, usage }
}

function abortedBy({ reason }: AbortSignal): Ending {
  return reason instanceof EndedAs ? reason.ending : { kind: 'interrupted' }
}

function endingOf(finish: FinishReason | undefined, text: string): Ending {
  switch (finish) {
    case undefined: {
      const cause =
        text === ''
          ? new ModelFailure('broken', 'The server sent nothing that is an answer')
          : new ModelFailure('cut', 'The stream ended without a finish_reason')
      return { kind: 'failed', failure: cause.kind, cause }
    }
    case 'stop':
      return text.trim() === '' ? { kind: 'empty' } : { kind: 'finished' }
    case 'refusal':
      return { kind: 'refused' }
    case 'length':
    case 'filter':
      return { kind: 'cut-short', reason: finish }
  }
}
