import type { Clock } from '../../src/core/clock.ts'

interface Sleeper {
  readonly untilMs: number
  readonly wake: () => void
}

/** Lets everything that waits for nothing but promises run on. */
export async function settle(): Promise<void> {
  for (let round = 0; round < 5; round += 1) await new Promise(setImmediate)
}

/** A clock that stands still until the test moves it. */
export class ManualClock implements Clock {
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

  /** How many sleep now: a test that ends with sleepers has left timers behind. */
  get sleepers(): number {
    return this.#sleepers.size
  }

  /** Moves on by `ms`, waking each sleeper at its time and letting it act before time goes on. */
  async advance(ms: number): Promise<void> {
    const endMs = this.#nowMs + ms
    await settle()
    for (;;) {
      const next = this.#next
      if (next === undefined || next.untilMs > endMs) break
      this.#nowMs = Math.max(this.#nowMs, next.untilMs)
      next.wake()
      await settle()
    }
    this.#nowMs = endMs
    await settle()
  }

  /** Lets time go by, from one sleeper to the next, until `work` is done. */
  async run<T>(work: Promise<T>): Promise<T> {
    let isDone = false
    const done = work.finally(() => {
      isDone = true
    })
    for (;;) {
      // All that waits for nothing but promises runs on before this resolves.
      await new Promise(setImmediate)
      if (isDone) return done
      const next = this.#next
      if (next === undefined) throw new Error('Nobody sleeps, and the work is not done')
      this.#nowMs = Math.max(this.#nowMs, next.untilMs)
      next.wake()
    }
  }

  /** Who wakes next. */
  get #next(): Sleeper | undefined {
    return [...this.#sleepers].reduce<Sleeper | undefined>(
      (first, one) => (first && first.untilMs <= one.untilMs ? first : one),
      undefined,
    )
  }
}
