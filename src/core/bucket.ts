import type { Quota } from './ports.ts'

/** What is known of one rate-limit bucket from the answers so far. Sizes are nowhere built in. */
export interface Bucket {
  readonly quota: Quota
  /** When the answer came that said so. */
  readonly atMs: number
  /**
   * Leaky: after each `shareMs` one request comes free. Fixed: all come free at once when the window
   * ends. The headers do not tell; `undefined` until two answers in a row did.
   */
  readonly kind:
    | { readonly name: 'leaky'; readonly shareMs: number }
    | { readonly name: 'fixed' }
    | undefined
}

/** Message buckets hold about 5. More than this many left is a header that lies; Discord has sent 999. */
const plausibleRemaining = 100

/** Less than this is the clocks' and the network's own noise. */
const noiseMs = 50

/** Adds the newest answer to what is known; `undefined` where its headers cannot be believed. */
export function learn(
  before: Bucket | undefined,
  quota: Quota | undefined,
  atMs: number,
): Bucket | undefined {
  if (quota === undefined || quota.remaining > plausibleRemaining) return undefined
  return { quota, atMs, kind: (before && kindFrom(before, quota, atMs)) ?? before?.kind }
}

/**
 * Each request puts the time at which a leaky bucket is full further off by one share, while a fixed
 * window ends when it ends. `undefined` where the two answers do not tell.
 */
function kindFrom(before: Bucket, quota: Quota, atMs: number): Bucket['kind'] {
  if (quota.remaining >= before.quota.remaining) return undefined
  const leftOfBeforeMs = before.quota.resetAfterMs - (atMs - before.atMs)
  if (leftOfBeforeMs < noiseMs) return undefined
  const putOffMs = quota.resetAfterMs - leftOfBeforeMs
  // Between these two, by what the newest answer alone says: used up are at least so many requests,
  // and fewer than one more.
  const used = quota.limit - quota.remaining
  const leastMs = quota.resetAfterMs / used
  const mostMs = used > 1 ? quota.resetAfterMs / (used - 1) : Number.POSITIVE_INFINITY
  if (putOffMs < Math.max(noiseMs, leastMs / 2)) return { name: 'fixed' }
  return { name: 'leaky', shareMs: Math.min(mostMs, Math.max(leastMs, putOffMs)) }
}

/** No edit follows another sooner, whatever the headers say. */
const floorMs = 100

/** The gap where the headers are missing or cannot be true: a little over the slowest bucket known. */
const cautiousMs = 1_100

/** While nobody knows what kind of bucket it is, nobody waits longer than this for more words. */
const mostUnknownMs = { afterCreate: 400, afterEdit: 450 }

/**
 * From one request to the next in this bucket, if answers are to be fresh on average whose length
 * nobody knows: fast as long as the bucket is full, and ever closer to the pace that can go on for
 * ever. The factors are the best of a simulation, `bench/pace.ts`.
 */
export function gapMs(bucket: Bucket | undefined, roundTripMs: number): number {
  return Math.max(floorMs, roundTripMs, bucket ? freshGapMs(bucket) : cautiousMs)
}

/**
 * From the create of a message to its first edit. The two are counted apart but alike, so what the
 * create's answer says is a hint; the edits' own bucket is full.
 */
export function gapAfterCreateMs(quota: Quota | undefined, roundTripMs: number): number {
  const hintMs = quota ? 0.25 * quota.resetAfterMs : Number.POSITIVE_INFINITY
  return Math.max(floorMs, roundTripMs, Math.min(hintMs, mostUnknownMs.afterCreate))
}

function freshGapMs({ quota, kind }: Bucket): number {
  const { limit, remaining, resetAfterMs } = quota
  if (remaining === 0) return emptyGapMs({ quota, kind })
  if (kind === undefined) return Math.min(0.3 * resetAfterMs, mostUnknownMs.afterEdit)
  if (kind.name === 'fixed') {
    return (resetAfterMs / (remaining + 1)) * (1 - (0.3 * remaining) / limit)
  }
  // One request stays in reserve, so that the last edit need not wait.
  const toSpend = limit - resetAfterMs / kind.shareMs - 1
  const others = Math.max(1, limit - 1)
  return kind.shareMs * Math.min(1, Math.max(1.4 / others, 1 - (1.2 * toSpend) / others))
}

/** A leaky bucket need not fill up before there is room for one request; a fixed window has to end. */
function emptyGapMs({ quota, kind }: Pick<Bucket, 'quota' | 'kind'>): number {
  return kind?.name === 'leaky' ? Math.min(kind.shareMs, quota.resetAfterMs) : quota.resetAfterMs
}
