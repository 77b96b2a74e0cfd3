import { conflate } from '../conflate.ts'
import type { Reply } from '../reply.ts'
import { AnswerDisplay } from './answer-display.ts'
import type { AnswerServices } from './answer-services.ts'
import { type AnswerOutcome, EndedAs } from './ending.ts'
import { frames } from './frames.ts'
import { withIdleTimeout } from './idle-timeout.ts'
import { ModelFallback } from './model-fallback.ts'
import type { Question } from './question.ts'

/**
 * Answers one question. The model is read as fast as it writes. `reply` shows the newest frame as often
 * as the pacer allows, and the final frame for certain. Aborting `signal` ends the answer as its reason
 * says (see `EndedAs`). Never rejects for what the model or Discord do.
 */
export async function answer(
  question: Question,
  reply: Reply,
  services: AnswerServices,
  signal: AbortSignal,
): Promise<AnswerOutcome> {
  const { timeouts, clock } = services
  const display = new AnswerDisplay(question, reply, services)
  const gone = new AbortController()
  const until = AbortSignal.any([signal, gone.signal])
  const model = new ModelFallback(services.model)
  const request = { messages: question.prompt, model: question.model }
  const events = withIdleTimeout(model, request, { timeouts, clock, signal: until })
  const newestFrames = conflate(frames(events, until), clock)

  await newestFrames.firstValue
  await display.nextSlot(newestFrames)
  for await (const frame of newestFrames) {
    if (frame.ending !== undefined) return display.finish(frame, { hasFallenBack: model.isUsed })
    const shown = await display.show(frame.text)
    // Nobody can see the rest, so the model need not write it.
    if (shown.kind === 'gone') gone.abort(new EndedAs({ kind: 'gone', why: shown.why }))
    else await display.nextSlot(newestFrames)
    // The model may pause now for longer than its last words can wait.
    if (shown.kind === 'more' || shown.kind === 'later') newestFrames.repeat()
  }
  throw new Error('The frames ended without a final one')
}
