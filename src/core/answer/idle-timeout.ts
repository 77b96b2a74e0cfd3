import type { Clock } from '../clock.ts'
import { type Model, type ModelEvent, ModelFailure, type ModelRequest } from '../model.ts'

/** How long a model may be silent. */
export interface ModelTimeouts {
  /** Until its first sign of life: a local server loads the model first. */
  readonly startMs: number
  /** Between two signs of life. What keeps only the connection alive does not count. */
  readonly idleMs: number
}

/** After a model has said that it is done, only the count of its tokens may follow. */
const afterFinishMs = 2_000

/**
 * Asks `model` and passes on what it sends, until it has been silent for too long: then its request
 * is closed and a `ModelFailure` thrown, unless it has said that it is done: some servers leave the
 * connection open. One timer watches the whole answer, so that a delta costs no more than noting the
 * time.
 */
export async function* withIdleTimeout(
  model: Pick<Model, 'stream'>,
  request: ModelRequest,
  { timeouts, clock, signal }: { timeouts: ModelTimeouts; clock: Clock; signal: AbortSignal },
): AsyncGenerator<ModelEvent, void> {
  const silence = new AbortController()
  const over = new AbortController()
  let lastSignMs = clock.now()
  let started = false
  let finished = false

  async function watch(): Promise<void> {
    while (!over.signal.aborted) {
      const busyMs = started ? timeouts.idleMs : timeouts.startMs
      const leftMs = lastSignMs + (finished ? afterFinishMs : busyMs) - clock.now()
      if (leftMs <= 0) return silence.abort()
      // Wakes now and then: what it waits for may have become less meanwhile.
      await clock.sleep(Math.min(leftMs, timeouts.idleMs, afterFinishMs), over.signal)
    }
  }

  const watching = watch()
  try {
    for await (const event of model.stream(request, AbortSignal.any([signal, silence.signal]))) {
      lastSignMs = clock.now()
      started = true
      finished ||= event.kind === 'finish'
      yield event
    }
  } catch (error) {
    if (!silence.signal.aborted) throw error
  } finally {
    over.abort()
    await watching
  }
  if (silence.signal.aborted && !finished) {
    throw started
      ? new ModelFailure('stalled', `Nothing more came for ${timeouts.idleMs} ms`)
      : new ModelFailure('never-started', `Nothing came for ${timeouts.startMs} ms`)
  }
}
