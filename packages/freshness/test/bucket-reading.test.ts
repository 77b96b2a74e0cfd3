import { FixedBucket, LeakyBucket } from 'discord-sandbox/limits'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BucketReading, quotaIn, usualBucket } from '../src/bucket-reading.ts'

/** Reads what a bucket of the stand-in says to requests after these waits, where it lets them through. */
function read(bucket: LeakyBucket | FixedBucket, waitsMs: readonly number[]): BucketReading {
  const reading = new BucketReading()
  let atMs = 1_000
  for (const waitMs of waitsMs) {
    atMs += waitMs
    const verdict = bucket.take(atMs)
    if (!verdict.allowed) continue
    // As the headers of the stand-in have it.
    const resetAfterMs = Math.ceil(verdict.resetAfterMs)
    reading.note({ limit: verdict.limit, remaining: verdict.remaining, resetAfterMs }, atMs)
  }
  return reading
}

describe('BucketReading', () => {
  it('takes what is usual until it knows better', () => {
    expect(new BucketReading().rule).toEqual(usualBucket)
  })

  it('knows a leaky bucket from the first request of an answer on, whatever comes then', () => {
    const waits = fc.array(fc.integer({ min: 1, max: 3_000 }), { maxLength: 20 })
    const sizes = fc.constantFrom([5, 5_000] as const, [5, 2_000] as const, [30, 10_500] as const)
    fc.assert(
      fc.property(sizes, waits, ([limit, periodMs], waitsMs) => {
        const { rule } = read(new LeakyBucket(limit, periodMs), [0, ...waitsMs])
        expect(rule).toEqual({ kind: 'leaky', limit, periodMs })
      }),
    )
  })

  it('knows a fixed window from two requests in it', () => {
    for (const periodMs of [2_000, 5_000]) {
      const { rule } = read(new FixedBucket(5, periodMs), [0, 300, 200, periodMs, 400])
      expect(rule).toEqual({ kind: 'fixed', limit: 5, periodMs })
    }
  })
})

describe('quotaIn', () => {
  const headers = { 'X-RateLimit-Limit': '5', 'X-RateLimit-Remaining': '3' }

  it('reads the names in any case', () => {
    const all = { ...headers, 'x-ratelimit-reset-after': '1.250' }
    expect(quotaIn(all)).toEqual({ limit: 5, remaining: 3, resetAfterMs: 1_250 })
  })

  it('believes nothing that is not whole', () => {
    expect(quotaIn(headers)).toBeUndefined()
    expect(quotaIn({ ...headers, 'X-RateLimit-Reset-After': '' })).toBeUndefined()
    const full = { ...headers, 'X-RateLimit-Remaining': '5', 'X-RateLimit-Reset-After': '1' }
    expect(quotaIn(full)).toBeUndefined()
  })
})
