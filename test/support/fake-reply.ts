import type { Clock } from '../../src/core/clock.ts'
import type {
  ButtonKind,
  Page,
  Put,
  RateLimitKey,
  RateLimitState,
  Reply,
} from '../../src/core/reply.ts'

/** One state that people saw. */
export interface Shown {
  readonly at: number
  readonly page: number
  readonly text: string
  readonly buttons: readonly ButtonKind[]
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
  quota: RateLimitState | undefined = { limit: 5, remaining: 4, resetAfterMs: 1_000 }
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
  get buttons(): readonly (readonly ButtonKind[])[] {
    const ofPages: (readonly ButtonKind[])[] = []
    for (const { page, buttons } of this.shown) ofPages[page] = buttons
    return ofPages
  }

  /** Which file each page has. */
  get files(): readonly (string | undefined)[] {
    const files: (string | undefined)[] = []
    for (const { page, wholeText } of this.shown) files[page] = wholeText
    return files
  }

  rateLimitKey(page: number): RateLimitKey {
    const isCreate = !this.countsTogether && this.pages[page] === undefined
    return { bucket: isCreate ? 'create' : 'edit', isGlobal: true }
  }

  async put(page: number, { text, buttons, wholeText }: Page): Promise<Put> {
    this.puts += 1
    await this.#clock.sleep(this.#roundTripMs)
    const outcome = this.outcomes.shift() ?? { kind: 'shown', rateLimit: this.quota }
    const at = this.#clock.now()
    if (outcome.kind === 'shown') this.shown.push({ at, page, text, buttons, wholeText })
    return outcome
  }

  async trim(count: number): Promise<Put> {
    this.trimmedTo.push(count)
    return { kind: 'shown', rateLimit: undefined }
  }
}
