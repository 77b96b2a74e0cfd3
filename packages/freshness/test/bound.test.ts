import { FixedBucket, LeakyBucket } from 'discord-sandbox/limits'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { boundMs } from '../src/bound/bound.ts'
import type { Arrival, BucketRule, Constraints } from '../src/bound/grid.ts'

const leaky = (limit: number, periodMs: number): BucketRule => ({ kind: 'leaky', limit, periodMs })
const fixed = (limit: number, periodMs: number): BucketRule => ({ kind: 'fixed', limit, periodMs })

/** One character each. */
const at = (...times: readonly number[]): readonly Arrival[] =>
  times.map((atMs) => ({ atMs, characters: 1 }))

const evenly = (count: number, everyMs: number) =>
  at(...Array.from({ length: count }, (_, index) => index * everyMs))

describe('boundMs', () => {
  it('is half a round trip when everything comes at once', () => {
    for (const bucket of [leaky(5, 5_000), fixed(5, 5_000)]) {
      expect(boundMs([{ atMs: 7, characters: 9 }], { bucket, roundTripMs: 80 })).toBe(40)
    }
  })

  it('waits for the rest where only two requests are left', () => {
    // Shown at 1 s and 4 s: lags of 1, 0, 2, 1, 0 s.
    const arrivals = evenly(5, 1_000)
    expect(boundMs(arrivals, { bucket: fixed(2, 10_000), roundTripMs: 0 }, 100)).toBe(800)
    // A token comes back every 5 s, too late to help.
    expect(boundMs(arrivals, { bucket: leaky(2, 10_000), roundTripMs: 0 }, 100)).toBe(800)
  })

  it('has one request more where the first opens the message', () => {
    // Shown at 0, 2 and 4 s: lags of 0, 1, 0, 1, 0 s.
    const bucket = fixed(2, 10_000)
    for (const freePageCharacters of [2_000, Number.POSITIVE_INFINITY]) {
      const constraints = { bucket, roundTripMs: 0, freePageCharacters }
      expect(boundMs(evenly(5, 1_000), constraints, 100)).toBe(400)
    }
  })

  it('opens a further message for nothing when the first is full', () => {
    // Three messages of two characters: creates at 0, 2 and 4 s. The one edit goes at 1 s, so only
    // the character of 3 s waits, for 1 s.
    const constraints = { bucket: fixed(1, 10_000), roundTripMs: 0, freePageCharacters: 2 }
    expect(boundMs(evenly(5, 1_000), constraints, 100)).toBe(200)
  })

  it('shows one character late, so that a window ends when much is to come', () => {
    // Windows of 400 ms: at 500 (late by 500) and 800, then at 900 and 1,100.
    const arrivals = [0, 800, 900, 1_100].map((atMs) => ({ atMs, characters: atMs === 0 ? 1 : 10 }))
    expect(boundMs(arrivals, { bucket: fixed(2, 400), roundTripMs: 0 }, 100)).toBe(500 / 31)
  })

  it('uses a token of a leaky bucket as soon as it is back', () => {
    // One token per second, and one at hand: shown at 0, 1, 2 s.
    const arrivals = at(0, 500, 1_000, 1_500, 2_000)
    expect(boundMs(arrivals, { bucket: leaky(1, 1_000), roundTripMs: 0 }, 100)).toBe(200)
  })

  it('keeps one request under way at a time', () => {
    // With a round trip of 1 s: sent at 0 and 1 s (or 0.5 and 1.5 s), each 0.5 s under way.
    const arrivals = at(0, 500, 1_000)
    const free = boundMs(arrivals, { bucket: leaky(50, 50_000), roundTripMs: 0 }, 100)
    const slow = boundMs(arrivals, { bucket: leaky(50, 50_000), roundTripMs: 1_000 }, 100)
    expect(free).toBe(0)
    expect(slow).toBeCloseTo(500 / 3 + 500, 6)
  })

  it('comes near the formula for even gaps on a long answer', () => {
    // d + (tau / 2) * T / (T + W) for a leaky bucket, T = 30 s, W = 5 s, one update at the start free.
    const arrivals = evenly(601, 50)
    const constraints = { bucket: leaky(5, 5_000), roundTripMs: 100 }
    expect(boundMs(arrivals, constraints) / (50 + 500 * (30 / 35))).toBeCloseTo(1, 1)
    const windows = { bucket: fixed(5, 5_000), roundTripMs: 100 }
    expect(boundMs(arrivals, windows) / (50 + 500)).toBeCloseTo(1, 1)
  })

  it('hardly depends on the grid', () => {
    const arrivals = evenly(160, 50)
    for (const bucket of [leaky(5, 5_000), leaky(5, 2_000), fixed(5, 2_000)]) {
      const constraints = { bucket, roundTripMs: 50, freePageCharacters: 2_000 }
      const coarse = boundMs(arrivals, constraints, 50)
      const fine = boundMs(arrivals, constraints, 25)
      expect(Math.abs(coarse / fine - 1)).toBeLessThan(0.01)
    }
  })

  it('counts what does not show until now, where an answer still runs', () => {
    // There is one request.
    const arrivals = at(0, 1_000, 2_000, 3_000)
    const bucket = fixed(1, 60_000)
    const lagMs = (countedUntilMs: number) =>
      boundMs(arrivals, { bucket, roundTripMs: 0, countedUntilMs }, 100)
    // At 1 s: what came at 2 s has waited for 1 s at 3 s, and for 2 s at 4 s.
    expect(lagMs(3_000)).toBe((1_000 + 0 + 1_000 + 0) / 4)
    expect(lagMs(4_000)).toBe((1_000 + 0 + 2_000 + 1_000) / 4)
    // By then it was better to wait for the last.
    expect(lagMs(9_000)).toBe((3_000 + 2_000 + 1_000 + 0) / 4)
  })

  it('is what trying all schedules finds, with the buckets of the stand-in', () => {
    const scene = fc.record({
      kind: fc.constantFrom('leaky' as const, 'fixed' as const),
      limit: fc.integer({ min: 1, max: 3 }),
      refill: fc.integer({ min: 1, max: 3 }),
      gap: fc.integer({ min: 1, max: 2 }),
      page: fc.constantFrom(undefined, 3, 100),
      characters: fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 7 }),
      runsOn: fc.option(fc.integer({ min: 0, max: 40 }), { nil: undefined }),
    })
    fc.assert(
      fc.property(scene, ({ kind, limit, refill, gap, page, characters, runsOn }) => {
        const arrivals = characters
          .map((count, index) => ({ atMs: index * 10, characters: count }))
          .filter((arrival) => arrival.characters > 0)
        if (arrivals.length === 0) return
        const constraints: Constraints = {
          bucket: { kind, limit, periodMs: limit * refill * 10 },
          roundTripMs: gap * 10,
          freePageCharacters: page,
          countedUntilMs: runsOn === undefined ? undefined : characters.length * 10 + runsOn,
        }
        expect(boundMs(arrivals, constraints, 10)).toBeCloseTo(bestOfAll(arrivals, constraints), 6)
      }),
      { numRuns: 300 },
    )
  })
})

/** Tries every set of moments for updates, on a grid of 10 ms. */
function bestOfAll(arrivals: readonly Arrival[], constraints: Constraints): number {
  const { bucket, roundTripMs, countedUntilMs } = constraints
  const startMs = arrivals[0]?.atMs ?? 0
  const endMs = (arrivals.at(-1)?.atMs ?? 0) + bucket.periodMs + roundTripMs
  const moments = (endMs - startMs) / 10 + 1
  const all = arrivals.reduce((sum, { characters }) => sum + characters, 0)
  let best = Number.POSITIVE_INFINITY

  function tryFrom(sentMs: readonly number[], first: number): void {
    const found = lagOf(sentMs, arrivals, constraints)
    if (found === 'refused') return
    if (found.shown === all || countedUntilMs !== undefined) {
      best = Math.min(best, found.lagMs / all)
    }
    if (found.shown < all && sentMs.length < 7) {
      for (let moment = first; moment < moments; moment += 1) {
        const nextMs = startMs + moment * 10
        if (nextMs - (sentMs.at(-1) ?? Number.NEGATIVE_INFINITY) < roundTripMs) continue
        tryFrom([...sentMs, nextMs], moment + 1)
      }
    }
  }
  tryFrom([], 0)
  return best
}

/** Plays one schedule against a bucket of the stand-in. */
function lagOf(
  sentMs: readonly number[],
  arrivals: readonly Arrival[],
  {
    bucket,
    roundTripMs,
    freePageCharacters = Number.POSITIVE_INFINITY,
    countedUntilMs = Number.POSITIVE_INFINITY,
  }: Constraints,
): { shown: number; lagMs: number } | 'refused' {
  const { kind, limit, periodMs } = bucket
  const counter =
    kind === 'leaky' ? new LeakyBucket(limit, periodMs) : new FixedBucket(limit, periodMs)
  const isFree = (before: number, after: number) =>
    Math.ceil(after / freePageCharacters) > Math.ceil(before / freePageCharacters)
  let shown = 0
  let lagMs = 0
  let from = Number.NEGATIVE_INFINITY
  for (const atMs of sentMs) {
    const fresh = arrivals.filter((arrival) => arrival.atMs > from && arrival.atMs <= atMs)
    // An edit that changes nothing is none: it could only shift the window of a fixed bucket.
    if (fresh.length === 0) return 'refused'
    const after = shown + fresh.reduce((sum, { characters }) => sum + characters, 0)
    const isOpening = freePageCharacters < Number.POSITIVE_INFINITY && isFree(shown, after)
    if (!isOpening && !counter.take(atMs).allowed) return 'refused'
    const seenMs = Math.min(atMs + roundTripMs / 2, countedUntilMs)
    for (const one of fresh) lagMs += (seenMs - one.atMs) * one.characters
    shown = after
    from = atMs
  }
  if (countedUntilMs < Number.POSITIVE_INFINITY) {
    for (const one of arrivals.filter(({ atMs }) => atMs > from)) {
      lagMs += (countedUntilMs - one.atMs) * one.characters
    }
  }
  return { shown, lagMs }
}
