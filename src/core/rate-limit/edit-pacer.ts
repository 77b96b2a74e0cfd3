import type { Flow } from '../conflate.ts'
import type { Budget, Clock, Quota } from '../ports.ts'
import { type Bucket, type Kind, learn } from './bucket.ts'
import { type Gap, gapAfter, gapAfterCreate } from './edit-interval.ts'
import type { Share } from './global-limit.ts'

interface State {
  /** What is known, if anything was ever said that can be believed. */
  readonly bucket: Bucket | undefined
  /** When a request counts as the first after a rest. */
  readonly sinceMs: number
  readonly gap: Gap
  /** From when the gap counts. */
  readonly fromMs: number
  /** Requests that may be sent before the gap is over, where they cannot wait. */
  readonly spare: number
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
export class Pace {
  readonly #clock: Clock
  readonly #share: Share
  /** The bucket used last stands last. */
  readonly #states = new Map<string, State>()
  /** By the hash in the headers, of which there are as many as routes. */
  readonly #kinds = new Map<string, Kind>()

  constructor(clock: Clock, share: Share) {
    this.#clock = clock
    this.#share = share
  }

  /** Whether the whole bot has more to send than Discord allows it: ornaments can be left out. */
  get isBusy(): boolean {
    return this.#share.isBusy
  }

  /** Notes what the answer to a request said; replies in one channel share its bucket. */
  observe(name: string, quota: Quota | undefined, roundTripMs: number): void {
    const nowMs = this.#clock.now()
    const sentMs = nowMs - roundTripMs
    const before = this.#states.get(name)
    const usual = this.#usualKind(quota)
    const bucket = learn(before?.bucket, quota, { atMs: nowMs, usual })
    if (bucket?.kind && quota?.hash) this.#kinds.set(quota.hash, bucket.kind)
    const sinceMs = before && sentMs < before.restedAtMs ? before.sinceMs : sentMs
    this.#remember(name, {
      // One answer without headers does not make forgotten what is known.
      bucket: bucket ?? before?.bucket,
      sinceMs,
      gap: gapAfter(bucket, { busyMs: sentMs - sinceMs, roundTripMs }),
      fromMs: sentMs,
      spare: bucket?.quota.remaining ?? 0,
      restedAtMs: nowMs + (quota?.resetAfterMs ?? 0) + pauseMs,
    })
  }

  /** Notes that a message was created whose edits draw on a bucket of which nothing is known yet. */
  expectEdits(name: string, quota: Quota | undefined, roundTripMs: number): void {
    if (this.#states.has(name)) return
    const nowMs = this.#clock.now()
    const fromMs = nowMs - roundTripMs
    this.#remember(name, {
      bucket: undefined,
      sinceMs: fromMs,
      gap: gapAfterCreate(quota, this.#usualKind(quota), { busyMs: 0, roundTripMs }),
      fromMs,
      spare: 1,
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
      gap: { bestMs: waitMs, leastMs: waitMs },
      fromMs: nowMs,
      spare: 0,
      restedAtMs: nowMs + waitMs + pauseMs,
    })
  }

  /**
   * Resolves when the next request may go: with the text that comes next where that is due about
   * then, so that no word waits which could just have gone along. When the text has ended, the
   * request carries the last frame: it goes at once if the bucket has one to spare, and before others.
   */
  async nextSlot({ bucket, isShared }: Budget, flow: Flow): Promise<void> {
    await this.#roomIn(bucket, flow)
    if (isShared) await this.#share.pass(flow.ended)
  }

  async #roomIn(name: string, flow: Flow): Promise<void> {
    let hasNews = false
    // Another reply in the same channel may move the slot while this one waits for it.
    for (;;) {
      const state = this.#states.get(name)
      if (state === undefined) return
      const { fromMs, gap, spare } = state
      const early = spare > 0 ? Math.min(flow.everyMs / 2, gap.bestMs / 4) : 0
      const opensMs = fromMs + Math.max(gap.leastMs, gap.bestMs - early)
      const closesMs = fromMs + gap.bestMs + early
      const nowMs = this.#clock.now()
      const isDue = nowMs >= closesMs || (hasNews && nowMs >= opensMs)
      if (isDue || (spare > 0 && flow.ended.aborted)) return this.#lend(name, state)
      if (nowMs < opensMs) {
        await this.#clock.sleep(opensMs - nowMs, spare > 0 ? flow.ended : undefined)
      } else {
        const news = flow.next()
        await this.#clock.sleep(closesMs - nowMs, news)
        hasNews = news.aborted
      }
    }
  }

  /** Until the answer to a request tells more, whoever comes next waits as long as this one did. */
  #lend(name: string, state: State): void {
    const spare = Math.max(0, state.spare - 1)
    this.#states.set(name, { ...state, fromMs: this.#clock.now(), spare })
  }

  #usualKind(quota: Quota | undefined): Kind | undefined {
    return quota?.hash === undefined ? undefined : this.#kinds.get(quota.hash)
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
