import type { Clock } from '../clock.ts'
import type { Flow } from '../conflate.ts'
import type { RateLimitKey, RateLimitState } from '../reply.ts'
import { type Bucket, type BucketKind, updateBucket } from './bucket.ts'
import { type EditInterval, intervalAfter, intervalAfterCreate } from './edit-interval.ts'
import type { GlobalRateLimit } from './global-limit.ts'

interface State {
  /** The last plausible state of the bucket, if there ever was one. */
  readonly bucket: Bucket | undefined
  /** When a request counts as the first after a rest. */
  readonly sinceMs: number
  readonly interval: EditInterval
  /** From when the gap counts. */
  readonly fromMs: number
  /** Requests that may be sent before the gap is over, where they cannot wait. */
  readonly tokensLeft: number
  /** From here on nothing of this bucket needs to be remembered. */
  readonly restedAtMs: number
}

/** A pause of this length in an answer is no end of it. */
const pauseMs = 2_000

/** For a request that cannot wait for more text, because there is no more, or nothing shows yet. */
export const atOnce: Flow = {
  ended: AbortSignal.abort(),
  everyMs: 0,
  next: () => AbortSignal.abort(),
}

/** Decides when the next edit may go, from what Discord's own headers said about each bucket. */
export class EditPacer {
  readonly #clock: Clock
  readonly #globalLimit: GlobalRateLimit
  /** The bucket used last stands last. */
  readonly #states = new Map<string, State>()
  /** By the hash in the headers, of which there are as many as routes. */
  readonly #kinds = new Map<string, BucketKind>()

  constructor(clock: Clock, globalLimit: GlobalRateLimit) {
    this.#clock = clock
    this.#globalLimit = globalLimit
  }

  /** Whether the whole bot has more to send than Discord allows it: ornaments can be left out. */
  get isBusy(): boolean {
    return this.#globalLimit.isBusy
  }

  /** Notes what the answer to a request said; replies in one channel share its bucket. */
  observe(name: string, rateLimit: RateLimitState | undefined, roundTripMs: number): void {
    const nowMs = this.#clock.now()
    const sentMs = nowMs - roundTripMs
    const before = this.#states.get(name)
    const usual = this.#usualKind(rateLimit)
    const bucket = updateBucket(before?.bucket, rateLimit, { atMs: nowMs, usual })
    if (bucket?.kind && rateLimit?.hash) this.#kinds.set(rateLimit.hash, bucket.kind)
    const sinceMs = before && sentMs < before.restedAtMs ? before.sinceMs : sentMs
    this.#remember(name, {
      // One answer without headers does not make forgotten what is known.
      bucket: bucket ?? before?.bucket,
      sinceMs,
      interval: intervalAfter(bucket, { busyMs: sentMs - sinceMs, roundTripMs }),
      fromMs: sentMs,
      tokensLeft: bucket?.state.remaining ?? 0,
      restedAtMs: nowMs + (rateLimit?.resetAfterMs ?? 0) + pauseMs,
    })
  }

  /** The number of buckets that are remembered. */
  get size(): number {
    return this.#states.size
  }

  /** Notes that a message was created whose edits draw on a bucket of which nothing is known yet. */
  expectEdits(name: string, rateLimit: RateLimitState | undefined, roundTripMs: number): void {
    if (this.#states.has(name)) return
    const nowMs = this.#clock.now()
    const fromMs = nowMs - roundTripMs
    this.#remember(name, {
      bucket: undefined,
      sinceMs: fromMs,
      interval: intervalAfterCreate(rateLimit, this.#usualKind(rateLimit), {
        busyMs: 0,
        roundTripMs,
      }),
      fromMs,
      tokensLeft: 1,
      restedAtMs: nowMs + pauseMs,
    })
  }

  /** Lets nobody send in this bucket for `waitMs`: after a 429, or a failure that time may heal. */
  hold(name: string, waitMs: number): void {
    const nowMs = this.#clock.now()
    const before = this.#states.get(name)
    this.#remember(name, {
      bucket: before?.bucket,
      sinceMs: before?.sinceMs ?? nowMs,
      interval: { bestMs: waitMs, minMs: waitMs },
      fromMs: nowMs,
      tokensLeft: 0,
      restedAtMs: nowMs + waitMs + pauseMs,
    })
  }

  /**
   * Resolves when the next request may go. It waits a moment for the next text where that is due, so
   * that no word waits for a request that could have carried it. When all of `flow` has come, the
   * request carries the final frame: it goes at once if the bucket has a request to spare, and before
   * others.
   */
  async nextSlot({ bucket, isGlobal }: RateLimitKey, flow: Flow): Promise<void> {
    await this.#waitForBucket(bucket, flow)
    if (isGlobal) await this.#globalLimit.acquire(flow.ended)
  }

  async #waitForBucket(name: string, flow: Flow): Promise<void> {
    let hasNews = false
    // Another reply in the same channel may move the slot while this one waits for it.
    for (;;) {
      const state = this.#states.get(name)
      if (state === undefined) return
      const { opensMs, closesMs } = windowOf(state, flow)
      const nowMs = this.#clock.now()
      const isDue = nowMs >= closesMs || (hasNews && nowMs >= opensMs)
      const canHurry = state.tokensLeft > 0
      if (isDue || (canHurry && flow.ended.aborted)) return this.#lend(name, state)
      if (nowMs < opensMs) {
        await this.#clock.sleep(opensMs - nowMs, canHurry ? flow.ended : undefined)
      } else {
        const news = flow.next()
        await this.#clock.sleep(closesMs - nowMs, news)
        hasNews = news.aborted
      }
    }
  }

  /** Until the answer to a request tells more, whoever comes next waits as long as this one did. */
  #lend(name: string, state: State): void {
    const tokensLeft = Math.max(0, state.tokensLeft - 1)
    this.#states.set(name, { ...state, fromMs: this.#clock.now(), tokensLeft })
  }

  #usualKind(rateLimit: RateLimitState | undefined): BucketKind | undefined {
    return rateLimit?.hash === undefined ? undefined : this.#kinds.get(rateLimit.hash)
  }

  #remember(name: string, state: State): void {
    this.#states.delete(name)
    this.#states.set(name, state)
    const nowMs = this.#clock.now()
    for (const [oldest, { restedAtMs }] of this.#states) {
      if (restedAtMs > nowMs) break
      this.#states.delete(oldest)
    }
  }
}

/** When the next request may go if it carries new text, and when it goes in any case. */
function windowOf(
  { fromMs, interval, tokensLeft }: State,
  { everyMs }: Flow,
): { readonly opensMs: number; readonly closesMs: number } {
  const earlyMs = tokensLeft > 0 ? Math.min(everyMs / 2, interval.bestMs / 4) : 0
  return {
    opensMs: fromMs + Math.max(interval.minMs, interval.bestMs - earlyMs),
    closesMs: fromMs + interval.bestMs + earlyMs,
  }
}
