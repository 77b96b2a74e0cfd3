import type { RateLimitState } from '../reply.ts'

/** How a bucket gives back what it lent. The headers do not tell; two answers in a row do. */
export type BucketKind =
  /** After each `shareMs` one request comes free. */
  | { readonly name: 'leaky'; readonly shareMs: number }
  /** All come free at once when the window ends, `periodMs` after the first of them. */
  | { readonly name: 'fixed'; readonly periodMs: number }

/** State of one rate-limit bucket, learnt from response headers. No size is built in. */
export interface Bucket {
  readonly state: RateLimitState
  /** When the answer came that said so. */
  readonly atMs: number
  readonly kind: BucketKind | undefined
}

/** Message buckets hold about 5. More than this many left is a header that lies; Discord has sent 999. */
const plausibleRemaining = 100

/** Less than this is the clocks' and the network's own noise. */
const noiseMs = 50

/**
 * Adds the newest answer to what is known; `undefined` where its headers cannot be believed. `usual`
 * is the kind of other buckets with the same limits.
 */
export function updateBucket(
  before: Bucket | undefined,
  rateLimit: RateLimitState | undefined,
  { atMs, usual }: { readonly atMs: number; readonly usual?: BucketKind | undefined },
): Bucket | undefined {
  if (rateLimit === undefined || rateLimit.remaining > plausibleRemaining) return undefined
  const kind = (before && kindFrom(before, rateLimit, atMs)) ?? before?.kind ?? usual
  return { state: rateLimit, atMs, kind: kind && measured(kind, rateLimit) }
}

/**
 * Each request puts the time at which a leaky bucket is full further off by one share, while a fixed
 * window ends when it ends. `undefined` where the two answers do not tell.
 */
function kindFrom(before: Bucket, rateLimit: RateLimitState, atMs: number): BucketKind | undefined {
  if (rateLimit.remaining >= before.state.remaining) return undefined
  const leftOfBeforeMs = before.state.resetAfterMs - (atMs - before.atMs)
  if (leftOfBeforeMs < noiseMs) return undefined
  const putOffMs = rateLimit.resetAfterMs - leftOfBeforeMs
  const { minMs } = shareOf(rateLimit)
  const name = putOffMs < Math.max(noiseMs, minMs / 2) ? 'fixed' : 'leaky'
  if (before.kind?.name === name) return before.kind
  if (name === 'fixed') return { name, periodMs: before.state.resetAfterMs }
  return { name, shareMs: Math.max(minMs, shareOf(before.state).minMs) }
}

/** Corrects the size of a bucket by what its newest answer alone says, which no network delays. */
function measured(kind: BucketKind, rateLimit: RateLimitState): BucketKind {
  if (kind.name === 'fixed') {
    return { name: 'fixed', periodMs: Math.max(kind.periodMs, rateLimit.resetAfterMs) }
  }
  const { minMs, maxMs } = shareOf(rateLimit)
  const shareMs = kind.shareMs > maxMs ? minMs : Math.max(kind.shareMs, minMs)
  return { name: 'leaky', shareMs }
}

/**
 * Between what the share of one request must lie if the bucket is leaky: used up are at least so many
 * requests as the answer says, and fewer than one more.
 */
function shareOf({ limit, remaining, resetAfterMs }: RateLimitState): {
  minMs: number
  maxMs: number
} {
  const used = limit - remaining
  if (used <= 0) return { minMs: 0, maxMs: Number.POSITIVE_INFINITY }
  const maxMs = used > 1 ? resetAfterMs / (used - 1) : Number.POSITIVE_INFINITY
  return { minMs: resetAfterMs / used, maxMs }
}
