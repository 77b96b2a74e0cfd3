import type { Budget, Clock, Page, Put, Quota, Reply } from '../../src/core/ports.ts'

/** One state that people saw. */
export interface Shown {
  readonly at: number
  readonly page: number
  readonly text: string
  readonly canStop: boolean
}

/**
 * Messages that show what is put, after a round trip, and note when. What the next puts shall do
 * instead is queued in `outcomes`.
 */
export class FakeReply implements Reply {
  readonly shown: Shown[] = []
  readonly outcomes: Put[] = []
  puts = 0
  /** Whether creates and edits are counted together, as those by an interaction's token are. */
  countsTogether = false
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

  /** Which pages have the button that stops the answer. */
  get buttons(): readonly boolean[] {
    const buttons: boolean[] = []
    for (const { page, canStop } of this.shown) buttons[page] = canStop
    return buttons
  }

  budget(page: number): Budget {
    const isCreate = !this.countsTogether && this.pages[page] === undefined
    return { bucket: isCreate ? 'create' : 'edit', isShared: true }
  }

  async put(page: number, { text, canStop }: Page): Promise<Put> {
    this.puts += 1
    await this.#clock.sleep(this.#roundTripMs)
    const outcome = this.outcomes.shift() ?? { kind: 'shown', quota: this.quota }
    if (outcome.kind === 'shown') this.shown.push({ at: this.#clock.now(), page, text, canStop })
    return outcome
  }
}
