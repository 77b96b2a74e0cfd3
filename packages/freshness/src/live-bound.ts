import { boundMs } from './bound/bound.ts'
import type { Arrival, BucketRule, Constraints } from './bound/grid.ts'

/** The search looks at the whole answer each time. */
const everyMs = 1_000

/** What a search may cost, in steps of its innermost loop: about 10 ms. */
const mostSteps = 500_000

/** From here on the bound stays what it was: half an hour of text. */
const longestMs = 1_800_000

const stepsMs = [10, 20, 50, 100, 200, 250, 500, 1_000]

/** Characters of an answer that are bound by the same limits. */
export interface Part {
  readonly arrivals: readonly Arrival[]
  readonly constraints: Constraints
}

/** The bound of an answer that runs, searched for anew at most once a second. */
export class LiveBound {
  #ms = 0
  #searchedAtMs = Number.NEGATIVE_INFINITY

  /** `isFinal`: search now. */
  at(nowMs: number, parts: readonly Part[], isFinal: boolean): number {
    const isDue = isFinal || nowMs - this.#searchedAtMs >= everyMs
    if (!isDue || parts.some(({ arrivals }) => lengthOf(arrivals) > longestMs)) return this.#ms
    this.#searchedAtMs = nowMs
    let sumMs = 0
    let all = 0
    for (const { arrivals, constraints } of parts) {
      const characters = arrivals.reduce((sum, one) => sum + one.characters, 0)
      const stepMs = gridStepMs(lengthOf(arrivals), constraints.bucket)
      sumMs += boundMs(arrivals, constraints, stepMs) * characters
      all += characters
    }
    this.#ms = all === 0 ? 0 : Math.max(0, sumMs / all)
    return this.#ms
  }
}

function lengthOf(arrivals: readonly Arrival[]): number {
  return (arrivals.at(-1)?.atMs ?? 0) - (arrivals[0]?.atMs ?? 0)
}

/** The first `characters`, and those behind them. */
export function splitArrivals(
  arrivals: readonly Arrival[],
  characters: number,
): readonly [readonly Arrival[], readonly Arrival[]] {
  const before: Arrival[] = []
  const after: Arrival[] = []
  let left = characters
  for (const arrival of arrivals) {
    const count = Math.min(left, arrival.characters)
    left -= count
    if (count > 0) before.push({ ...arrival, characters: count })
    if (count < arrival.characters) {
      after.push({ ...arrival, characters: arrival.characters - count })
    }
  }
  return [before, after]
}

/**
 * The finest grid that is cheap enough. A grid can only make the bound too large: by less than its
 * step, and mostly by a few percent.
 */
export function gridStepMs(lengthMs: number, { limit, periodMs }: BucketRule): number {
  const refillMs = periodMs / limit
  const fitting = stepsMs.filter((stepMs) => refillMs % stepMs === 0)
  return (
    fitting.find((stepMs) => stepsOf(lengthMs / stepMs, refillMs / stepMs, limit) <= mostSteps) ??
    fitting.at(-1) ??
    refillMs
  )
}

/** For each moment, each level of the bucket, and each next moment that is worth a look. */
function stepsOf(moments: number, refill: number, limit: number): number {
  const full = limit * refill
  return moments * Math.min(moments, full + refill) * Math.min(moments, full)
}
