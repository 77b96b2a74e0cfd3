import type { Clock, Quota } from './ports.ts'

/** No edit follows another sooner, whatever the headers say. */
const floorMs = 100

/** The gap where the headers are missing or cannot be true: a little over the slowest bucket known. */
const cautiousMs = 1_100

/** Message buckets hold about 5. More than this many left is a header that lies; Discord has sent 999. */
const plausibleRemaining = 100

/**
 * How long to wait after a request before the next one in the same bucket.
 *
 * `resetAfter / (remaining + 1)` spaces requests evenly over a fixed window, and on a leaky bucket
 * it settles at the rate that can go on for ever, with about two requests in reserve: so that the
 * last edit need not wait. No size of a bucket is built in; Discord publishes none.
 */
export function gapMs(quota: Quota | undefined, roundTripMs: number, isLeaky = false): number {
  if (quota === undefined || quota.remaining > plausibleRemaining) return cautiousMs
  const { limit, remaining, resetAfterMs } = quota
  // A leaky bucket that is empty need not fill up: the next request comes free after its share.
  const shares = isLeaky && remaining === 0 ? Math.max(1, limit - 1) : remaining + 1
  return Math.max(floorMs, roundTripMs, resetAfterMs / shares)
}

/** What was said of a bucket, and when. */
interface Reading {
  readonly quota: Quota
  readonly atMs: number
}

/** Less than this is the clocks' and the network's own noise. */
const noiseMs = 50

/**
 * Whether two readings in a row are of a leaky bucket: each request there puts the time of being
 * full further off, while a fixed window ends when it ends. `undefined` where they do not tell.
 */
function leaks(before: Reading | undefined, now: Reading): boolean | undefined {
  if (before === undefined || now.quota.remaining >= before.quota.remaining) return undefined
  const leftOfBeforeMs = before.quota.resetAfterMs - (now.atMs - before.atMs)
  if (leftOfBeforeMs < noiseMs) return undefined
  return now.quota.resetAfterMs > leftOfBeforeMs + noiseMs
}

interface Bucket {
  readonly nextAtMs: number
  /** Whether the last headers left a request that may be sent before `nextAtMs`. */
  readonly spare: boolean
  /** From here on nothing of this bucket needs to be remembered. */
  readonly restedAtMs: number
  readonly reading?: Reading | undefined
  readonly isLeaky?: boolean | undefined
}

/** Decides when the next edit may go, from what Discord's own headers said about each bucket. */
export class Pace {
  readonly #clock: Clock
  /** The bucket used last stands last. */
  readonly #buckets = new Map<string, Bucket>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Notes what the answer to a request said; replies in one channel share its bucket. */
  observe(bucket: string, quota: Quota | undefined, roundTripMs: number): void {
    const before = this.#buckets.get(bucket)
    const atMs = this.#clock.now()
    const reading = quota && { quota, atMs }
    const isLeaky = (reading && leaks(before?.reading, reading)) ?? before?.isLeaky
    const waitMs = gapMs(quota, roundTripMs, isLeaky)
    this.#remember(bucket, {
      nextAtMs: atMs + waitMs,
      spare: quota !== undefined && quota.remaining >= 1,
      restedAtMs: atMs + Math.max(waitMs, quota?.resetAfterMs ?? 0),
      reading,
      isLeaky,
    })
  }

  /**
   * Takes what was said of one bucket for another of which nothing is known yet: a channel's creates
   * and edits are counted apart, but alike.
   */
  assume(bucket: string, quota: Quota | undefined, roundTripMs: number): void {
    if (!this.#buckets.has(bucket)) this.observe(bucket, quota, roundTripMs)
  }

  /** Lets nobody send in this bucket for `waitMs`: after a 429, or a failure that time may heal. */
  hold(bucket: string, waitMs: number): void {
    const untilMs = this.#clock.now() + waitMs
    const isLeaky = this.#buckets.get(bucket)?.isLeaky
    this.#remember(bucket, { nextAtMs: untilMs, spare: false, restedAtMs: untilMs, isLeaky })
  }

  /**
   * Resolves when the next edit in `bucket` may go. When `ended` resolves before that, the edit is
   * the last one, and goes at once if the bucket has a request to spare.
   */
  async nextSlot(bucket: string, ended: Promise<void>): Promise<void> {
    const cut = new AbortController()
    let last = false
    void ended.then(() => {
      last = true
      if (this.#buckets.get(bucket)?.spare ?? true) cut.abort()
    })
    // Another reply in the same channel may move the slot while this one waits for it.
    for (;;) {
      const state = this.#buckets.get(bucket)
      const leftMs = state ? state.nextAtMs - this.#clock.now() : 0
      if (leftMs <= 0 || (last && state?.spare) || cut.signal.aborted) return
      await this.#clock.sleep(leftMs, cut.signal)
    }
  }

  #remember(name: string, bucket: Bucket): void {
    this.#buckets.delete(name)
    this.#buckets.set(name, bucket)
    const nowMs = this.#clock.now()
    for (const [oldest, { restedAtMs }] of this.#buckets) {
      if (restedAtMs > nowMs) break
      this.#buckets.delete(oldest)
    }
  }
}
