import type { Clock } from '../clock.ts'
import type { Flow } from '../conflate.ts'
import { atOnce, type EditPacer } from '../rate-limit/edit-pacer.ts'
import type { Page, Put, Reply } from '../reply.ts'
import { backoffMs, type RetryPolicy, retry } from '../retry.ts'

/** Wait before the final frame is tried again, in milliseconds: doubling while somebody may wait for it. */
const retryMs = { first: 500, max: 3_000, later: 30_000 }

/** After one minute of failures the final frame is tried less often; after a quarter of an hour, not at all. */
const retrySlowlyAfterMs = 60_000
const giveUpAfterMs = 15 * 60_000

/**
 * Repetitions of one put that need no wait: the target of a page was found, its token had expired, an
 * earlier state of the message showed. A fourth would be a loop.
 */
const maxImmediateRepeats = 3

/** Whether the pages show, and if not, why. */
export type ShowResult = { readonly kind: 'shown' } | Exclude<Put, { kind: 'shown' }>

/** One page shows; the next one has to wait for a slot of its own. */
export interface MorePages {
  readonly kind: 'more'
}

/**
 * Puts pages into Discord with as few requests as possible: a page that shows already is not sent
 * again. One request runs at a time, so no older text can overtake a newer one.
 */
export class Typewriter {
  readonly #reply: Reply
  readonly #pacer: EditPacer
  readonly #clock: Clock
  readonly #shown: Page[] = []
  #gone: ShowResult | undefined
  /** The bucket whose next request may go now. */
  #slot: string | undefined

  constructor(reply: Reply, pacer: EditPacer, clock: Clock) {
    this.#reply = reply
    this.#pacer = pacer
    this.#clock = clock
  }

  /** The number of pages that show. */
  get pageCount(): number {
    return this.#shown.length
  }

  /** Whether any text of the model shows. */
  get hasShownAnswer(): boolean {
    return this.#shown.some(({ isAnswer }) => isAnswer)
  }

  /**
   * Tries once to show the pages of a frame, as far as there is a slot. A failure does no harm while
   * frames follow, because the next frame carries everything. Sends nothing after Discord refused for
   * good.
   */
  async show(pages: readonly Page[]): Promise<ShowResult | MorePages> {
    let hasPut = false
    for (const [index, page] of pages.entries()) {
      if (this.#gone) return this.#gone
      if (isSame(this.#shown[index], page)) continue
      if (hasPut) return { kind: 'more' }
      hasPut = true
      const put = await this.#putPatiently(index, page)
      if (put.kind === 'gone') this.#gone = put
      if (put.kind !== 'shown') return put
      this.#shown[index] = page
    }
    return { kind: 'shown' }
  }

  /**
   * Shows the final frame and nothing else. Tries again until it shows, or Discord refuses it for good,
   * or a quarter of an hour has passed.
   */
  async finish(pages: readonly Page[]): Promise<ShowResult> {
    const shown = await this.#persist(() => this.#showAll(pages))
    if (shown.kind !== 'shown') return shown
    return this.#persist(() => this.#reply.trim(pages.length))
  }

  /** Edits the last page that can still be edited; false where there is none. */
  async editLast(change: (page: Page) => Page): Promise<boolean> {
    for (const [index, page] of [...this.#shown.entries()].reverse()) {
      const put = await this.#persist(() => this.#put(index, change(page)))
      if (put.kind === 'shown') return true
    }
    return false
  }

  /** Sends nothing from now on: the answer was deleted. */
  stopSending(): void {
    this.#gone ??= { kind: 'gone', why: 'deleted', reason: 'The answer was deleted' }
  }

  /**
   * Resolves when the growing page may be put again, or at once when all of `flow` has come. The caller
   * chooses the text only then. A page that does not show yet does not wait.
   */
  async nextSlot(pages: readonly Page[], flow: Flow): Promise<void> {
    const missing = pages.findIndex((page, index) => !isSame(this.#shown[index], page))
    const index = missing >= 0 ? missing : Math.max(0, pages.length - 1)
    const key = this.#reply.rateLimitKey(index)
    await this.#pacer.nextSlot(key, this.#shown[index]?.isAnswer ? flow : atOnce)
    this.#slot = key.bucket
  }

  async #showAll(pages: readonly Page[]): Promise<ShowResult> {
    for (;;) {
      const shown = await this.show(pages)
      if (shown.kind !== 'more') return shown
    }
  }

  #persist(put: () => Promise<ShowResult>): Promise<ShowResult> {
    return retry(this.#clock, finalFramePolicy, async () => {
      const result = await put()
      return { result, again: result.kind === 'later' ? { afterMs: result.afterMs } : undefined }
    })
  }

  /** Repeats a put at once where it only just learnt where and how the page can be shown. */
  async #putPatiently(index: number, page: Page): Promise<Put> {
    let put = await this.#put(index, page)
    for (let repeats = 0; isImmediate(put) && repeats < maxImmediateRepeats; repeats += 1) {
      put = await this.#put(index, page)
    }
    return put
  }

  async #put(index: number, page: Page): Promise<Put> {
    const key = this.#reply.rateLimitKey(index)
    const { bucket } = key
    // First frames, final frames and further pages have no slot of their own: they do not wait for one.
    if (this.#slot !== bucket) await this.#pacer.nextSlot(key, atOnce)
    this.#slot = undefined
    const startMs = this.#clock.now()
    const put = await this.#reply.put(index, page)
    const roundTripMs = this.#clock.now() - startMs
    if (put.kind === 'shown') {
      this.#pacer.observe(bucket, put.rateLimit, roundTripMs)
      const edits = this.#reply.rateLimitKey(index).bucket
      this.#pacer.expectEdits(edits, put.rateLimit, roundTripMs)
    } else if (put.kind === 'later') {
      this.#pacer.hold(bucket, put.afterMs ?? retryMs.first)
    }
    return put
  }
}

const finalFramePolicy: RetryPolicy = ({ attempts, spentMs }) => {
  if (spentMs > giveUpAfterMs) return undefined
  return spentMs < retrySlowlyAfterMs
    ? backoffMs(attempts, retryMs.first, retryMs.max)
    : retryMs.later
}

function isImmediate(put: Put): boolean {
  return put.kind === 'later' && put.afterMs === 0
}

function isSame(shown: Page | undefined, page: Page): boolean {
  return (
    shown?.text === page.text &&
    String(shown.buttons) === String(page.buttons) &&
    shown.wholeText === page.wholeText
  )
}
