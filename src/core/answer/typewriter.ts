import type { Flow } from '../conflate.ts'
import { withoutStatusLines } from '../conversation/status-lines.ts'
import { appendLine } from '../layout/append-line.ts'
import type { Clock, Page, Put, Reply } from '../ports.ts'
import { atOnce, type EditPacer } from '../rate-limit/edit-pacer.ts'
import { buttonsAtEnd } from './answer-pages.ts'

/**
 * Between two attempts to show the last frame: doubling up to `most` while somebody may be waiting,
 * and `later` when the fault lasts longer than `soonMs`.
 */
const retryMs = { first: 500, most: 3_000, soonMs: 60_000, later: 30_000 }

/** Discord may be down for a while, but an answer that shows a quarter of an hour late helps nobody. */
const giveUpMs = 15 * 60_000

/** A place may be found, its token dead, and an earlier state be there: more would be a loop. */
const maxAgain = 3

/** Whether the pages show, and if not, why. */
export type ShowResult = { readonly kind: 'shown' } | Exclude<Put, { kind: 'shown' }>

/** One page shows, and for one more there has to be a slot. */
interface MorePages {
  readonly kind: 'more'
}

/**
 * Brings pages onto Discord by the fewest requests: a page that shows already is not sent again.
 * One request is under way at a time, so no older text can overtake a newer one.
 */
export class Typewriter {
  readonly #reply: Reply
  readonly #pacer: EditPacer
  readonly #clock: Clock
  readonly #shown: Page[] = []
  #gone: ShowResult | undefined
  /** The bucket in which a request may go right now. */
  #slot: string | undefined

  constructor(reply: Reply, pacer: EditPacer, clock: Clock) {
    this.#reply = reply
    this.#pacer = pacer
    this.#clock = clock
  }

  /** How many pages show. */
  get pages(): number {
    return this.#shown.length
  }

  /** Whether any words of the answer show yet. */
  get started(): boolean {
    return this.#shown.some(({ isAnswer }) => isAnswer)
  }

  /**
   * Tries once to show the pages of a frame, as far as there is a slot. A failure is no harm as long
   * as frames follow: the next one carries everything. After Discord has said that it shows no more,
   * nothing is sent.
   */
  async show(pages: readonly Page[]): Promise<ShowResult | MorePages> {
    let hasPut = false
    for (const [index, page] of pages.entries()) {
      if (this.#gone) return this.#gone
      if (isSame(this.#shown[index], page)) continue
      if (hasPut) return { kind: 'more' }
      hasPut = true
      let put = await this.#put(index, page)
      // Nothing is to wait for: only now it is known where and how it can be shown.
      for (
        let again = 0;
        put.kind === 'later' && put.afterMs === 0 && again < maxAgain;
        again += 1
      ) {
        put = await this.#put(index, page)
      }
      if (put.kind === 'gone') this.#gone = put
      if (put.kind !== 'shown') return put
      this.#shown[index] = page
    }
    return { kind: 'shown' }
  }

  /**
   * Shows the last frame and nothing else: tries again until it does, or Discord says for good that it
   * cannot.
   */
  async finish(pages: readonly Page[]): Promise<ShowResult> {
    const showing = await this.#persist(() => this.#showAll(pages))
    if (showing.kind !== 'shown') return showing
    return this.#persist(() => this.#reply.trim(pages.length))
  }

  async #showAll(pages: readonly Page[]): Promise<ShowResult> {
    for (;;) {
      const showing = await this.show(pages)
      if (showing.kind !== 'more') return showing
    }
  }

  /**
   * Ends an answer of which Discord takes no more: with `line` on the last page that can still be
   * edited, if there is one.
   */
  async endEarly(line: string): Promise<boolean> {
    for (const [index, { text }] of [...this.#shown.entries()].reverse()) {
      const page = {
        text: appendLine(withoutStatusLines(text), line),
        buttons: buttonsAtEnd,
        isAnswer: true,
      }
      const put = await this.#persist(() => this.#put(index, page))
      if (put.kind === 'shown') return true
    }
    return false
  }

  async #persist(attempt: () => Promise<ShowResult>): Promise<ShowResult> {
    const startMs = this.#clock.now()
    for (let backoffMs = retryMs.first; ; backoffMs = Math.min(backoffMs * 2, retryMs.most)) {
      const showing = await attempt()
      const spentMs = this.#clock.now() - startMs
      if (showing.kind !== 'later' || spentMs > giveUpMs) return showing
      if (showing.afterMs !== undefined) continue
      await this.#clock.sleep(spentMs < retryMs.soonMs ? backoffMs : retryMs.later)
    }
  }

  /** Nothing is sent from now on: the answer was deleted. */
  stopSending(): void {
    this.#gone ??= { kind: 'gone', why: 'deleted', reason: 'The answer was deleted' }
  }

  /**
   * Resolves when the page that grows may be put again, or at once when all of `flow` has come. What
   * is put is chosen only then. A page that does not show at all yet cannot wait for its turn.
   */
  async nextSlot(pages: readonly Page[], flow: Flow): Promise<void> {
    const missing = pages.findIndex((page, index) => !isSame(this.#shown[index], page))
    const index = missing >= 0 ? missing : Math.max(0, pages.length - 1)
    const budget = this.#reply.rateLimitKey(index)
    await this.#pacer.nextSlot(budget, this.#shown[index]?.isAnswer ? flow : atOnce)
    this.#slot = budget.bucket
  }

  async #put(index: number, page: Page): Promise<Put> {
    const budget = this.#reply.rateLimitKey(index)
    const { bucket } = budget
    // What had no slot of its own (a first or last frame, one more page) cannot wait for its turn.
    if (this.#slot !== bucket) await this.#pacer.nextSlot(budget, atOnce)
    this.#slot = undefined
    const startMs = this.#clock.now()
    const put = await this.#reply.put(index, page)
    const roundTripMs = this.#clock.now() - startMs
    if (put.kind === 'shown') {
      this.#pacer.observe(bucket, put.rateLimit, roundTripMs)
      this.#pacer.expectEdits(this.#reply.rateLimitKey(index).bucket, put.rateLimit, roundTripMs)
    } else if (put.kind === 'later') {
      this.#pacer.hold(bucket, put.afterMs ?? retryMs.first)
    }
    return put
  }
}

function isSame(shown: Page | undefined, page: Page): boolean {
  return (
    shown?.text === page.text &&
    String(shown.buttons) === String(page.buttons) &&
    shown.wholeText === page.wholeText
  )
}
