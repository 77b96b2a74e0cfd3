import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FixedBucket, LeakyBucket } from '../src/limits.ts'

describe('LeakyBucket', () => {
  it('says the time until it is full again, one share for each request', () => {
    const bucket = new LeakyBucket(5, 5000)
    expect(bucket.take(0)).toEqual({
      allowed: true,
      limit: 5,
      remaining: 4,
      resetAfterMs: 1000,
      retryAfterMs: 0,
    })
    expect(bucket.take(0)).toMatchObject({ remaining: 3, resetAfterMs: 2000 })
    expect(bucket.take(500)).toMatchObject({ remaining: 2, resetAfterMs: 2500 })
  })

  it('lets the next request in as soon as one share has come back', () => {
    const bucket = new LeakyBucket(5, 5000)
    for (let request = 0; request < 5; request += 1) bucket.take(0)
    expect(bucket.take(400)).toMatchObject({ allowed: false, remaining: 0, retryAfterMs: 600 })
    expect(bucket.take(999)).toMatchObject({ allowed: false })
    expect(bucket.take(1000)).toMatchObject({ allowed: true, remaining: 0 })
  })

  it('takes nothing for a refused request', () => {
    const bucket = new LeakyBucket(1, 1000)
    bucket.take(0)
    for (let at = 1; at < 1000; at += 1) bucket.take(at)
    expect(bucket.take(1000).allowed).toBe(true)
  })

  it('never lets more through than its size and its refill', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(900), { maxLength: 200 }), (gaps) => {
        const bucket = new LeakyBucket(5, 5000)
        let now = 0
        let allowed = 0
        for (const gap of gaps) {
          now += gap
          if (bucket.take(now).allowed) allowed += 1
        }
        expect(allowed).toBeLessThanOrEqual(5 + now / 1000 + 1e-3)
      }),
    )
  })

  it('lets in who waits as long as it says', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(300), { minLength: 1, maxLength: 100 }), (gaps) => {
        const bucket = new LeakyBucket(3, 2000)
        let now = 0
        for (const gap of gaps) {
          now += gap
          const verdict = bucket.take(now)
          if (verdict.allowed) continue
          now += verdict.retryAfterMs
          expect(bucket.take(now).allowed).toBe(true)
        }
      }),
    )
  })
})

describe('FixedBucket', () => {
  it('counts in a window that the first request opens', () => {
    const bucket = new FixedBucket(2, 1000)
    expect(bucket.take(300)).toMatchObject({ allowed: true, remaining: 1, resetAfterMs: 1000 })
    expect(bucket.take(800)).toMatchObject({ allowed: true, remaining: 0, resetAfterMs: 500 })
    expect(bucket.take(1299)).toMatchObject({ allowed: false, retryAfterMs: 1 })
    expect(bucket.take(1300)).toMatchObject({ allowed: true, remaining: 1, resetAfterMs: 1000 })
  })

  it('tells how long to wait without counting', () => {
    const bucket = new FixedBucket(1, 1000)
    expect(bucket.waitMs(0)).toBe(0)
    expect(bucket.take(0).allowed).toBe(true)
    expect(bucket.waitMs(250)).toBe(750)
    expect(bucket.waitMs(1000)).toBe(0)
  })
})

it('a fixed window is never longer than its period, whatever the time is', () => {
  for (let i = 0; i < 1_000; i += 1) {
    const { resetAfterMs } = new FixedBucket(5, 5_000).take(i * 1_234.567_89)
    expect(resetAfterMs).toBeLessThanOrEqual(5_000)
  }
})
