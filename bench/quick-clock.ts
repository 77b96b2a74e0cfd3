import type { Clock } from '../src/core/clock.ts'

interface Sleeper {
  readonly untilMs: number
  readonly wake: () => void
}

/** A clock for simulations: when nothing is left to do, it is at once the time of what comes next. */
export class QuickClock implements Clock {
  #nowMs = 0
  readonly #sleepers = new Set<Sleeper>()

  now(): number {
    return this.#nowMs
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted || ms <= 0) return Promise.resolve()
    return new Promise((resolve) => {
      const wake = () => {
        this.#sleepers.delete(sleeper)
        signal?.removeEventListener('abort', wake)
        resolve()
      }
      const sleeper = { untilMs: this.#nowMs + ms, wake }
      this.#sleepers.add(sleeper)
      signal?.addEventListener('abort', wake)
    })
  }

  /** Lets time go by until `work` is done. */
  async run<T>(work: Promise<T>): Promise<T> {
    let isDone = false
    const done = work.finally(() => {
      isDone = true
    })
    for (;;) {
      // All that waits for nothing but promises runs on before this resolves.
      await new Promise(setImmediate)
      if (isDone) return done
      const next = [...this.#sleepers].reduce<Sleeper | undefined>(
        (first, one) => (first && first.untilMs <= one.untilMs ? first : one),
        undefined,
      )
      if (next === undefined) throw new Error('Nobody sleeps, and the work is not done')
      this.#nowMs = Math.max(this.#nowMs, next.untilMs)
      next.wake()
    }
  }
}
