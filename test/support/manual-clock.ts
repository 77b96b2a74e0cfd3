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
      const next = [...this.#sleepers].sort((one, other) => one.untilMs - other.untilMs)[0]
      if (next === undefined || next.untilMs > endMs) break
      this.#nowMs = Math.max(this.#nowMs, next.untilMs)
      next.wake()
      await settle()
    }
    this.#nowMs = endMs
    await settle()
  }
}
