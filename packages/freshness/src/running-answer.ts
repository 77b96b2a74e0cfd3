import { firstPageLetters, furtherPageLetters } from './letters.ts'
import { LiveBound } from './live-bound.ts'
import type { HowEnded } from './model-event.ts'
import { ModelLetters } from './model-letters.ts'
import { type Reach, reachOf } from './reach.ts'
import { RunningLag } from './running-lag.ts'

/** One state of a message. */
export interface PageState {
  readonly atMs: number
  readonly content: string
}

/** A message of the bot, and the answer that it shows at the time. */
export interface Page {
  readonly id: string
  readonly channelId: string
  /** Oldest first; never none. */
  states: PageState[]
  owner: RunningAnswer | undefined
  /** It has shown an answer that is over. */
  wasOwned: boolean
  /** What stood there when the answer began, in letters: it goes on below. */
  baseline: string
  /** States before this are of another answer. */
  sinceMs: number
}

/** One answer on its way, and the messages that show it. */
export class RunningAnswer {
  readonly answer: number
  readonly begunAtMs: number
  readonly text = new ModelLetters()
  readonly lag = new RunningLag()
  readonly bound = new LiveBound()
  /** In the order in which they are read. */
  pages: Page[] = []
  /** Its messages show another answer by now. */
  isReplaced = false
  ended: { readonly atMs: number; readonly how: HowEnded } | undefined
  /** The last time that anything was heard of it. */
  changedAtMs: number
  sampledAtMs = Number.NEGATIVE_INFINITY
  /** By page, as of the last state. */
  #reaches: readonly Reach[] = []

  constructor(answer: number, atMs: number) {
    this.answer = answer
    this.begunAtMs = atMs
    this.changedAtMs = atMs
  }

  add(atMs: number, piece: string): void {
    this.lag.arrive(atMs, this.text.add(piece))
    this.changedAtMs = atMs
  }

  end(atMs: number, how: HowEnded): void {
    this.ended = { atMs, how }
    this.changedAtMs = atMs
  }

  /** The pages are in a new state. */
  look(atMs: number): void {
    this.changedAtMs = Math.max(this.changedAtMs, atMs)
    this.#reaches = this.#follow(this.pages.map((page) => contentAt(page, atMs)))
    this.lag.show(atMs, this.#shown)
  }

  /** Other pages show it than was thought: everything that was seen is looked at again. */
  showOn(pages: readonly Page[]): void {
    for (const page of this.pages) page.owner = undefined
    this.pages = [...pages]
    for (const page of pages) page.owner = this
    this.lag.hideAll()
    this.#reaches = []
    const times = pages.flatMap(({ states, sinceMs }) =>
      states.map(({ atMs }) => atMs).filter((atMs) => atMs >= Math.max(sinceMs, this.begunAtMs)),
    )
    for (const atMs of times.sort((one, other) => one - other)) this.look(atMs)
  }

  /** How many letters of a page are of this answer. */
  matched(page: Page): number {
    return this.#reaches[this.pages.indexOf(page)]?.matched ?? 0
  }

  /** How many letters stand on the first `count` pages. */
  endOf(count: number): number {
    return this.#reaches[count - 1]?.to ?? 0
  }

  /** Whether all of a page is of this answer. */
  isWhole(page: Page): boolean {
    const reach = this.#reaches[this.pages.indexOf(page)]
    return reach !== undefined && reach.rest === 0 && reach.skipped === 0
  }

  /** What a message would show of it, put behind the first `count` pages. */
  reachOn(content: string, baseline: string, count: number): Reach | undefined {
    const contents = this.pages.slice(0, count).map((page) => page.states.at(-1)?.content ?? '')
    return this.#follow([...contents, content], count === 0 ? baseline : undefined).at(-1)
  }

  /** The end of the answer may be drawn so that no letter of it is found again. */
  takeRestForShown(): void {
    const rest = this.#reaches.at(-1)?.rest ?? 0
    const atMs = this.pages.at(-1)?.states.at(-1)?.atMs
    if (rest > 0 && atMs !== undefined) this.lag.show(atMs, this.lag.arrived)
  }

  /**
   * What stands behind the last letter found is of the answer too, where it was drawn anew: for as
   * many letters as it has.
   */
  get #shown(): number {
    const last = this.#reaches.findLast(({ matched }) => matched > 0)
    return last === undefined ? 0 : Math.min(this.lag.arrived, last.to + last.rest)
  }

  #follow(contents: readonly string[], baseline = this.pages[0]?.baseline ?? ''): readonly Reach[] {
    let from = 0
    return contents.map((content, index) => {
      const readings =
        index === 0 ? [this.#firstPage(content, baseline)] : furtherPageLetters(content)
      const reaches = readings.map((letters) => reachOf(this.text.all, from, letters))
      const best = reaches.reduce((one, other) => (other.matched > one.matched ? other : one))
      if (best.matched > 0) from = best.to
      return best
    })
  }

  #firstPage(content: string, baseline: string): string {
    const letters = firstPageLetters(content, this.text.beginsWithQuote)
    return letters.startsWith(baseline) ? letters.slice(baseline.length) : letters
  }
}

function contentAt({ states }: Page, atMs: number): string {
  return states.findLast((state) => state.atMs <= atMs)?.content ?? ''
}
