import { describe, expect, it } from 'vitest'
import type { BucketKind } from '../../../src/core/rate-limit/bucket.ts'
import { intervalAfter, intervalAfterCreate } from '../../../src/core/rate-limit/edit-interval.ts'

const use = { busyMs: 0, roundTripMs: 50 }
const leaky: BucketKind = { name: 'leaky', shareMs: 1_000 }
const fixed: BucketKind = { name: 'fixed', periodMs: 5_000 }

const bucket = (remaining: number, resetAfterMs: number, kind?: BucketKind) => ({
  state: { limit: 5, remaining, resetAfterMs },
  atMs: 0,
  kind,
})

describe('gapAfter', () => {
  it('spends what a leaky bucket has saved fast at first, then ever slower', () => {
    const gaps = [1_000, 2_000, 3_000, 3_900].map(
      (resetAfterMs) => intervalAfter(bucket(4, resetAfterMs, leaky), use).bestMs,
    )
    expect(gaps).toEqual([...gaps].sort((one, other) => one - other))
    expect(gaps[0]).toBeLessThan(300)
    expect(gaps[3]).toBeGreaterThan(900)
  })

  it('spends less in an answer that has gone on for long', () => {
    const full = bucket(4, 1_000, leaky)
    const late = intervalAfter(full, { ...use, busyMs: 20_000 })
    expect(late.bestMs).toBeGreaterThan(2 * intervalAfter(full, use).bestMs)
  })

  it('keeps one request of a leaky bucket in reserve', () => {
    // Two and a half are left; the next may go when two are, or later.
    const { minMs, bestMs } = intervalAfter(bucket(1, 3_700, leaky), use)
    expect(minMs).toBe(701)
    expect(bestMs).toBeGreaterThanOrEqual(minMs)
  })

  it('waits for one request of an empty leaky bucket, and for the end of a fixed window', () => {
    expect(intervalAfter(bucket(0, 4_300, leaky), use)).toEqual({ bestMs: 351, minMs: 351 })
    expect(intervalAfter(bucket(0, 4_300, fixed), use)).toEqual({ bestMs: 4_350, minMs: 4_350 })
    expect(intervalAfter(bucket(0, 4_300), use)).toEqual({ bestMs: 4_350, minMs: 4_350 })
  })

  it('keeps the last request of a fixed window until little of the window is left', () => {
    // A fifth of five seconds is left then.
    const { bestMs, minMs } = intervalAfter(bucket(1, 3_000, fixed), use)
    expect(minMs).toBe(2_000)
    expect(bestMs).toBeCloseTo(2_000)
    expect(intervalAfter(bucket(1, 600, fixed), use).bestMs).toBe(300)
  })

  it('makes the gaps of a fixed window nearly even in an answer that has gone on for long', () => {
    const late = { ...use, busyMs: 60_000 }
    const first = intervalAfter(bucket(4, 5_000, fixed), late).bestMs
    expect(first).toBeGreaterThan(950)
    expect(first).toBeLessThan(4_000 / 4)
  })

  it('is careful when headers are missing or cannot be true', () => {
    expect(intervalAfter(undefined, use)).toEqual({ bestMs: 1_150, minMs: 1_150 })
  })

  it('never sends sooner than the last request took, nor than a tenth of a second', () => {
    expect(intervalAfter(bucket(4, 0, leaky), { busyMs: 0, roundTripMs: 700 }).bestMs).toBe(700)
    expect(intervalAfter(bucket(4, 0, fixed), { busyMs: 0, roundTripMs: 0 }).bestMs).toBe(100)
  })

  it('takes a bucket of which nobody knows more for leaky, unless it would be a very slow one', () => {
    expect(intervalAfter(bucket(4, 1_000), use)).toEqual(
      intervalAfter(bucket(4, 1_000, leaky), use),
    )
    expect(intervalAfter(bucket(4, 5_000), use)).toEqual(
      intervalAfter(bucket(4, 5_000, fixed), use),
    )
  })
})

describe('gapAfterCreate', () => {
  const { state } = bucket(4, 1_000)

  it('counts on a full bucket', () => {
    expect(intervalAfterCreate(state, leaky, use)).toEqual(intervalAfter(bucket(5, 0, leaky), use))
    expect(intervalAfterCreate(state, fixed, use)).toEqual(
      intervalAfter(bucket(5, 5_000, fixed), use),
    )
  })

  it("takes what the create's answer said for a hint, and does without", () => {
    expect(intervalAfterCreate(state, undefined, use)).toEqual(
      intervalAfterCreate(state, leaky, use),
    )
    expect(intervalAfterCreate(undefined, undefined, use).bestMs).toBe(400)
  })
})
