import type { BucketLevel } from '../../protocol.ts'

/**
 * How many requests the bucket allows, this long after a response. It refills steadily until it is
 * full, as on Discord's message routes. Not rounded.
 */
export function levelAfter(
  passedMs: number,
  { limit, remaining, resetAfterMs }: BucketLevel,
): number {
  if (resetAfterMs <= 0) return limit
  const spent = limit - remaining
  return Math.min(limit, remaining + (Math.max(0, passedMs) / resetAfterMs) * spent)
}
