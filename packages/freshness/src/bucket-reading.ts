import type { BucketRule } from './bound/grid.ts'

/** What Discord is thought to allow as long as no edit has told. */
export const usualBucket: BucketRule = { kind: 'leaky', limit: 5, periodMs: 5_000 }

/** What the headers of one answer say. */
export interface Quota {
  readonly limit: number
  readonly remaining: number
  readonly resetAfterMs: number
}

/** Reads the headers of an answer, whatever the case of their names; `undefined`: they tell nothing. */
export function quotaIn(headers: Readonly<Record<string, string>>): Quota | undefined {
  const number = (name: string) => {
    const value = Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1]
    return value === undefined || value === '' ? Number.NaN : Number(value)
  }
  const quota = {
    limit: number('x-ratelimit-limit'),
    remaining: number('x-ratelimit-remaining'),
    resetAfterMs: number('x-ratelimit-reset-after') * 1_000,
  }
  const isWhole = Object.values(quota).every(Number.isFinite)
  return isWhole && quota.remaining < quota.limit && quota.resetAfterMs > 0 ? quota : undefined
}

/** Less than this is the clock's own noise. */
const noiseMs = 50

/** Learns the rule of a bucket from the answers to requests that it counted. */
export class BucketReading {
  #last: { readonly quota: Quota; readonly fullAtMs: number } | undefined
  #isFixed = false
  /** The longest that one request was seen to take back, and that all were. */
  #refillMs = 0
  #windowMs = 0

  /** `atMs`: when the request came. */
  note(quota: Quota, atMs: number): void {
    const last = this.#last?.quota.limit === quota.limit ? this.#last : undefined
    if (last === undefined) {
      this.#isFixed = false
      this.#refillMs = 0
      this.#windowMs = 0
    }
    // A token that is half back counts as spent, so a request takes at least so long to come back.
    const refillMs = quota.resetAfterMs / (quota.limit - quota.remaining)
    const fullAtMs = atMs + quota.resetAfterMs
    if (last !== undefined && last.fullAtMs > atMs + noiseMs) {
      // Each request puts off when a leaky bucket is full; a window ends when it ends.
      this.#isFixed = fullAtMs - last.fullAtMs < Math.max(noiseMs, refillMs / 2)
    }
    this.#refillMs = Math.max(this.#refillMs, refillMs)
    this.#windowMs = Math.max(this.#windowMs, quota.resetAfterMs)
    this.#last = { quota, fullAtMs }
  }

  get rule(): BucketRule {
    const limit = this.#last?.quota.limit
    if (limit === undefined) return usualBucket
    return this.#isFixed
      ? { kind: 'fixed', limit, periodMs: rounded(this.#windowMs) }
      : { kind: 'leaky', limit, periodMs: rounded(this.#refillMs) * limit }
  }
}

/** Headers are rounded up and clocks late; limits are round, and must fit a grid. */
function rounded(ms: number): number {
  const unit = ms < 100 ? 10 : 50
  return Math.max(unit, Math.round(ms / unit) * unit)
}
