import { leastUnderFixed } from './fixed.ts'
import { type Arrival, type Constraints, gridOf } from './grid.ts'
import { leastUnderLeaky } from './leaky.ts'

/**
 * The least mean lag in milliseconds that any schedule of updates could reach for these arrivals,
 * oldest first, knowing them all beforehand. What it assumes:
 *
 * - Each update shows everything that had arrived when it was sent, and takes effect half a round
 *   trip later. One is under way at a time: two could overtake each other.
 * - The bucket is full at the first arrival, nothing else draws on it, and the bucket counts a
 *   request when it takes effect.
 * - In a thread, creates are counted apart from edits, so the request that opens a message is free
 *   (and finishing the message before costs nothing extra); a message is opened when the one before
 *   holds 2,000 characters. By the token of an interaction every request costs.
 *
 * The search is exact but for its grid: updates are sent at multiples of 10 ms after the first
 * arrival, of 50 ms in answers of more than 8 s. Lag is flat around the best moments, so this adds
 * less than 1 %.
 */
export function boundMs(
  arrivals: readonly Arrival[],
  constraints: Constraints,
  stepMs?: number,
): number {
  const characters = sum(arrivals.map((arrival) => arrival.characters))
  if (characters === 0) return 0
  const grid = gridOf(arrivals, constraints, stepMs)
  const { bucket, roundTripMs } = constraints
  const least =
    bucket.kind === 'leaky' ? leastUnderLeaky(grid, bucket) : leastUnderFixed(grid, bucket)
  const startMs = arrivals[0]?.atMs ?? 0
  const arrivedMs = sum(arrivals.map((one) => (one.atMs - startMs) * one.characters))
  return (least * grid.stepMs - arrivedMs) / characters + roundTripMs / 2
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
