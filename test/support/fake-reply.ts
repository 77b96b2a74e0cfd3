import type { Budget, Clock, Put, Quota, Reply } from '../../src/core/ports.ts'

/** One state that people saw. */
export interface Shown {
  readonly at: number
  readonly page: number
  readonly text: string
}

/**
 * Messages that show what is put, after a round trip, and note when. What the next puts shall do
 * instead is queued in `outcomes`.
 */
export class FakeReply implements Reply {
  readonly shown: Shown[] = []
  readonly outcomes: Put[] = []
  puts = 0
  quota: Quota | undefined = { limit: 5, remaining: 4, resetAfterMs: 1_000 }
  readonly #clock: Clock
  readonly #roundTripMs: number

  constructor(clock: Clock, roundTripMs = 0) {
    this.#clock = clock
    this.#roundTripMs = roundTripMs
  }

  /** What each page shows now. */
  get pages(): readonly string[] {
    const pages: string[] = []
    for (const { page, text } of this.shown) pages[page] = text
    return pages
  }

  budget(page: number): Budget {
    return { bucket: this.pages[page] === undefined ? 'create' : 'edit', isShared: true }
  }

  async put(page: number, text: string): Promise<Put> {
    this.puts += 1
    await this.#clock.sleep(this.#roundTripMs)
    const outcome = this.outcomes.shift() ?? { kind: 'shown', quota: this.quota }
    if (outcome.kind === 'shown') this.shown.push({ at: this.#clock.now(), page, text })
    return outcome
  }
}
