import type { Budget, Clock, Control, Page, Put, Quota, Reply } from '../../src/core/ports.ts'

/** One state that people saw. */
export interface Shown {
  readonly at: number
  readonly page: number
  readonly text: string
  readonly controls: readonly Control[]
  readonly wholeText: string | undefined
}

/**
 * Messages that show what is put, after a round trip, and note when. What the next puts shall do
 * instead is queued in `outcomes`.
 */
export class FakeReply implements Reply {
  readonly shown: Shown[] = []
  readonly outcomes: Put[] = []
  puts = 0
  /** How many pages were to be left, each time that the others were to go. */
  readonly trimmedTo: number[] = []
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

  /** Which buttons each page has now. */
  get buttons(): readonly (readonly Control[])[] {
    const buttons: (readonly Control[])[] = []
    for (const { page, controls } of this.shown) buttons[page] = controls
    return buttons
  }

  /** Which file each page has. */
  get files(): readonly (string | undefined)[] {
    const files: (string | undefined)[] = []
    for (const { page, wholeText } of this.shown) files[page] = wholeText
    return files
  }

  budget(page: number): Budget {
    const isCreate = !this.countsTogether && this.pages[page] === undefined
    return { bucket: isCreate ? 'create' : 'edit', isShared: true }
  }

  async put(page: number, { text, controls, wholeText }: Page): Promise<Put> {
    this.puts += 1
    await this.#clock.sleep(this.#roundTripMs)
    const outcome = this.outcomes.shift() ?? { kind: 'shown', quota: this.quota }
    const at = this.#clock.now()
    if (outcome.kind === 'shown') this.shown.push({ at, page, text, controls, wholeText })
    return outcome
  }

  async trim(count: number): Promise<Put> {
    this.trimmedTo.push(count)
    return { kind: 'shown', quota: undefined }
  }
}
