import type { Quota } from '../ports.ts'

/** How a bucket gives back what it lent. The headers do not tell; two answers in a row do. */
export type Kind =
  /** After each `shareMs` one request comes free. */
  | { readonly name: 'leaky'; readonly shareMs: number }
  /** All come free at once when the window ends, `periodMs` after the first of them. */
  | { readonly name: 'fixed'; readonly periodMs: number }

/** What is known of one rate-limit bucket from the answers so far. Sizes are nowhere built in. */
export interface Bucket {
  readonly quota: Quota
  /** When the answer came that said so. */
  readonly atMs: number
  readonly kind: Kind | undefined
}

/** Message buckets hold about 5. More than this many left is a header that lies; Discord has sent 999. */
const plausibleRemaining = 100

/** Less than this is the clocks' and the network's own noise. */
const noiseMs = 50

/**
 * Adds the newest answer to what is known; `undefined` where its headers cannot be believed. `usual`
 * is the kind of other buckets with the same limits.
 */
export function learn(
  before: Bucket | undefined,
  quota: Quota | undefined,
  { atMs, usual }: { readonly atMs: number; readonly usual?: Kind | undefined },
): Bucket | undefined {
  if (quota === undefined || quota.remaining > plausibleRemaining) return undefined
  const kind = (before && kindFrom(before, quota, atMs)) ?? before?.kind ?? usual
  return { quota, atMs, kind: kind && measured(kind, quota) }
}

/**
 * Each request puts the time at which a leaky bucket is full further off by one share, while a fixed
 * window ends when it ends. `undefined` where the two answers do not tell.
 */
function kindFrom(before: Bucket, quota: Quota, atMs: number): Kind | undefined {
  if (quota.remaining >= before.quota.remaining) return undefined
  const leftOfBeforeMs = before.quota.resetAfterMs - (atMs - before.atMs)
  if (leftOfBeforeMs < noiseMs) return undefined
  const putOffMs = quota.resetAfterMs - leftOfBeforeMs
  const { leastMs } = shareOf(quota)
  const name = putOffMs < Math.max(noiseMs, leastMs / 2) ? 'fixed' : 'leaky'
  if (before.kind?.name === name) return before.kind
  if (name === 'fixed') return { name, periodMs: before.quota.resetAfterMs }
  return { name, shareMs: Math.max(leastMs, shareOf(before.quota).leastMs) }
}

/** Corrects the size of a bucket by what its newest answer alone says, which no network delays. */
function measured(kind: Kind, quota: Quota): Kind {
  if (kind.name === 'fixed') {
    return { name: 'fixed', periodMs: Math.max(kind.periodMs, quota.resetAfterMs) }
  }
  const { leastMs, mostMs } = shareOf(quota)
  const shareMs = kind.shareMs > mostMs ? leastMs : Math.max(kind.shareMs, leastMs)
  return { name: 'leaky', shareMs }
}

/**
 * Between what the share of one request must lie if the bucket is leaky: used up are at least so many
 * requests as the answer says, and fewer than one more.
 */
function shareOf({ limit, remaining, resetAfterMs }: Quota): { leastMs: number; mostMs: number } {
  const used = limit - remaining
  if (used <= 0) return { leastMs: 0, mostMs: Number.POSITIVE_INFINITY }
  const mostMs = used > 1 ? resetAfterMs / (used - 1) : Number.POSITIVE_INFINITY
  return { leastMs: resetAfterMs / used, mostMs }
}
