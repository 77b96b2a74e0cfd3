import { type Bucket, gapAfterCreateMs, gapMs, learn } from './bucket.ts'
import type { Budget, Clock, Quota } from './ports.ts'
import type { Share } from './share.ts'

interface State {
  /** What is known, if anything was ever said that can be believed. */
  readonly bucket: Bucket | undefined
  readonly nextAtMs: number
  /** Whether a request may be sent before `nextAtMs`, where it cannot wait. */
  readonly spare: boolean
  /** From here on nothing of this bucket needs to be remembered. */
  readonly restedAtMs: number
}

/** Decides when the next edit may go, from what Discord's own headers said about each bucket. */
export class Pace {
  readonly #clock: Clock
  readonly #share: Share
  /** The bucket used last stands last. */
  readonly #states = new Map<string, State>()

  constructor(clock: Clock, share: Share) {
    this.#clock = clock
    this.#share = share
  }

  /** Notes what the answer to a request said; replies in one channel share its bucket. */
  observe(name: string, quota: Quota | undefined, roundTripMs: number): void {
    const nowMs = this.#clock.now()
    const before = this.#states.get(name)?.bucket
    const bucket = learn(before, quota, nowMs)
    const spare = bucket !== undefined && bucket.quota.remaining >= 1
    // Gaps are from request to request; only what an empty bucket says counts from its answer.
    const fromMs = spare ? nowMs - roundTripMs : nowMs
    const nextAtMs = fromMs + gapMs(bucket, roundTripMs)
    const restedAtMs = Math.max(nextAtMs, nowMs + (quota?.resetAfterMs ?? 0))
    // One answer without headers does not make forgotten what is known.
    this.#remember(name, { bucket: bucket ?? before, nextAtMs, spare, restedAtMs })
  }

  /** Notes that a message was created whose edits draw on a bucket of which nothing is known yet. */
  expectEdits(name: string, quota: Quota | undefined, roundTripMs: number): void {
    if (this.#states.has(name)) return
    const gapMs = gapAfterCreateMs(quota, roundTripMs)
    const nextAtMs = this.#clock.now() - roundTripMs + gapMs
    this.#remember(name, { bucket: undefined, nextAtMs, spare: true, restedAtMs: nextAtMs })
  }

  /** Lets nobody send in this bucket for `waitMs`: after a 429, or a failure that time may heal. */
  hold(name: string, waitMs: number): void {
    const nextAtMs = this.#clock.now() + waitMs
    const bucket = this.#states.get(name)?.bucket
    this.#remember(name, { bucket, nextAtMs, spare: false, restedAtMs: nextAtMs })
  }

  /**
   * Resolves when the next request may go. When `ended` resolves before that, the request carries
   * the last frame: it goes at once if the bucket has one to spare, and before others.
   */
  async nextSlot({ bucket, isShared }: Budget, ended: Promise<void>): Promise<void> {
    await this.#roomIn(bucket, ended)
    if (isShared) await this.#share.pass(ended)
  }

  async #roomIn(bucket: string, ended: Promise<void>): Promise<void> {
    const cut = new AbortController()
    let isLast = false
    void ended.then(() => {
      isLast = true
      if (this.#states.get(bucket)?.spare ?? true) cut.abort()
    })
    // Another reply in the same channel may move the slot while this one waits for it.
    for (;;) {
      const state = this.#states.get(bucket)
      const leftMs = state ? state.nextAtMs - this.#clock.now() : 0
      if (leftMs <= 0 || (isLast && state?.spare) || cut.signal.aborted) return
      await this.#clock.sleep(leftMs, cut.signal)
    }
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
