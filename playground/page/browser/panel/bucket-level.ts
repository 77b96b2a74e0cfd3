import type { BucketLevel } from '../../protocol.ts'

/**
 * How many requests may go at once, so long after an answer has told how many may: they come back one
 * by one until the bucket is full, as Discord's message routes let them. Not rounded.
 */
export function levelAfter(
  passedMs: number,
  { limit, remaining, resetAfterMs }: BucketLevel,
): number {
  if (resetAfterMs <= 0) return limit
  const spent = limit - remaining
  return Math.min(limit, remaining + (Math.max(0, passedMs) / resetAfterMs) * spent)
}
