/** Characters that a model sent at one moment. */
export interface Arrival {
  readonly atMs: number
  readonly characters: number
}

/** What a bucket allows; it is full, or its window not open, when the first characters arrive. */
export interface BucketRule {
  readonly kind: 'leaky' | 'fixed'
  readonly limit: number
  readonly periodMs: number
}

/** What binds every schedule that the bound looks at. */
export interface Constraints {
  readonly bucket: BucketRule
  readonly roundTripMs: number
  /**
   * Where creates are counted apart from edits: the characters that one message holds. The request
   * that opens a message then costs the bucket nothing. `undefined`: every request costs.
   */
  readonly freePageCharacters?: number | undefined
  /**
   * For an answer that still runs: what is not shown by then counts as shown then, and costs
   * nothing. `undefined`: everything has to be shown.
   */
  readonly countedUntilMs?: number | undefined
}

/** Arrivals on a grid of moments, the first of them at moment 0. */
export interface Grid {
  readonly stepMs: number
  /** By moment: the characters that have arrived until then. Everything has at the last moment. */
  readonly arrived: readonly number[]
  /** The last moment: from here on an update shows everything. */
  readonly last: number
  /** Moments from one request to the next. */
  readonly gap: number
  /** When the counting ends, for an update that takes effect half a round trip later. */
  readonly horizon: number
  /** Whether an update that shows `after` characters, where `before` showed, costs the bucket. */
  costs(before: number, after: number): boolean
}

/** More moments than this make the search slow; fewer make gaps uneven where they should be even. */
const mostMoments = 800
const stepsMs = [10, 50, 100, 200]

/** Timers fire so much late: what came by that much after a moment counts as having come at it. */
const timersLateMs = 2

/** Lays arrivals, oldest first, on a grid as fine as the search can bear. */
export function gridOf(
  arrivals: readonly Arrival[],
  { bucket, roundTripMs, freePageCharacters, countedUntilMs }: Constraints,
  finestMs?: number,
): Grid {
  const startMs = arrivals[0]?.atMs ?? 0
  const lengthMs = (arrivals.at(-1)?.atMs ?? 0) - startMs
  const refillMs = bucket.periodMs / bucket.limit
  const fitting = stepsMs.filter((stepMs) => refillMs % stepMs === 0)
  const stepMs = finestMs ?? fitting.find((step) => lengthMs / step <= mostMoments)
  if (stepMs === undefined) throw new RangeError(`No grid fits ${lengthMs} ms`)
  const last = Math.max(0, Math.ceil((lengthMs - timersLateMs) / stepMs))
  const arrived = Array.from({ length: last + 1 }, () => 0)
  for (const { atMs, characters } of arrivals) {
    const moment = Math.max(0, Math.ceil((atMs - startMs - timersLateMs) / stepMs))
    arrived[moment] = (arrived[moment] ?? 0) + characters
  }
  for (let moment = 1; moment <= last; moment += 1) {
    arrived[moment] = (arrived[moment] ?? 0) + (arrived[moment - 1] ?? 0)
  }
  const pageOf = (characters: number) =>
    freePageCharacters === undefined || characters === 0
      ? 0
      : Math.max(1, Math.ceil(characters / freePageCharacters))
  return {
    stepMs,
    arrived,
    last,
    gap: Math.max(1, Math.floor(roundTripMs / stepMs)),
    horizon:
      countedUntilMs === undefined
        ? Number.POSITIVE_INFINITY
        : (countedUntilMs - roundTripMs / 2 - startMs) / stepMs,
    costs: (before, after) => pageOf(after) === pageOf(before),
  }
}
