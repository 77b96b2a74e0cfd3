import { describe, expect, it } from 'vitest'
import { type Bucket, updateBucket } from '../../../src/core/rate-limit/bucket.ts'

/** What is known after answers at these moments: [when, remaining, reset-after]. */
function known(...answers: readonly (readonly [number, number, number])[]): Bucket | undefined {
  let bucket: Bucket | undefined
  for (const [atMs, remaining, resetAfterMs] of answers) {
    bucket = updateBucket(bucket, { limit: 5, remaining, resetAfterMs }, { atMs })
  }
  return bucket
}

describe('learn', () => {
  it('cannot tell the kind of a bucket from one answer', () => {
    expect(known([0, 4, 1_000])).toMatchObject({ kind: undefined })
  })

  it('takes a bucket whose reset is put off by each request for leaky', () => {
    const bucket = known([0, 4, 1_000], [400, 3, 1_600])
    expect(bucket?.kind).toEqual({ name: 'leaky', shareMs: 1_000 })
  })

  it('takes a bucket whose reset stays where it was for a fixed window', () => {
    const bucket = known([0, 4, 5_000], [400, 3, 4_600])
    expect(bucket?.kind).toEqual({ name: 'fixed', periodMs: 5_000 })
  })

  it('measures a share by what Discord says, not by when its answers came', () => {
    // The second answer was held up for 150 ms on its way.
    const bucket = known([0, 4, 1_000], [550, 3, 1_600])
    expect(bucket?.kind).toEqual({ name: 'leaky', shareMs: 1_000 })
  })

  it('corrects the share of a bucket that was not full at first', () => {
    const bucket = known([0, 3, 1_600], [100, 2, 2_500], [1_200, 2, 2_400], [1_300, 2, 2_700])
    expect(bucket?.kind).toEqual({ name: 'leaky', shareMs: 900 })
  })

  it('notices that a bucket has become another', () => {
    const leaky = [0, 4, 1_000] as const
    const faster = known(leaky, [400, 3, 1_600], [9_000, 4, 400], [9_100, 3, 700])
    // Two requests are used up, or nearly: a share is 350 ms, or a little more.
    expect(faster?.kind).toEqual({ name: 'leaky', shareMs: 350 })
    const fixed = known(leaky, [400, 3, 1_600], [9_000, 4, 5_000], [9_100, 3, 4_900])
    expect(fixed?.kind).toEqual({ name: 'fixed', periodMs: 5_000 })
  })

  it('keeps to the usual kind until answers tell more', () => {
    const quota = { limit: 5, remaining: 4, resetAfterMs: 1_000 }
    const usual = { name: 'leaky', shareMs: 1_000 } as const
    expect(updateBucket(undefined, quota, { atMs: 0, usual })?.kind).toEqual(usual)
  })

  it('believes no header that cannot be true', () => {
    expect(updateBucket(undefined, undefined, { atMs: 0 })).toBeUndefined()
    const lie = { limit: 1_000, remaining: 999, resetAfterMs: 5 }
    expect(updateBucket(undefined, lie, { atMs: 0 })).toBeUndefined()
  })
})
