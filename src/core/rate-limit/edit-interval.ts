import type { RateLimitState } from '../reply.ts'
import type { Bucket, BucketKind } from './bucket.ts'

/** How long after a request the next one of its bucket goes. */
export interface EditInterval {
  readonly bestMs: number
  /** Not sooner, even where a request a little before its time would show more. */
  readonly minMs: number
}

export interface Use {
  /** For how long the bucket has been in use without a rest. */
  readonly busyMs: number
  readonly roundTripMs: number
}

/** No edit follows another sooner, whatever the headers say. */
const floorMs = 100

/** The gap where the headers are missing or cannot be true: a little over the slowest bucket known. */
const cautiousMs = 1_100

/** From a create whose answer said nothing to the first edit. */
const afterSilenceMs = 400

/** A leaky bucket that gives back so slowly is unheard of: while nobody knows, it counts as fixed. */
const maxShareMs = 2_000

/** The headers are rounded to milliseconds. */
const roundingMs = 1

/** How long an answer goes on is guessed by how long it has: so much at its beginning, in milliseconds. */
const guess = { leaky: 1_000, leakyPerMs: 0.3, fixed: 600 }

/** The last request of a window is kept until so much of the window is left. */
const lastPart = 0.2

/**
 * From one request to the next, if answers are to be fresh on average whose length nobody knows: it
 * spends what the bucket has saved fast at first, when the answer may be over soon, then ever slower.
 * One request stays in reserve, so that the last edit need not wait. The numbers in this file are the
 * best of a simulation, `bench/pace.ts`.
 */
export function intervalAfter(bucket: Bucket | undefined, use: Use): EditInterval {
  if (bucket === undefined) return atLeast(waiting(cautiousMs, use), use)
  const { state, kind } = bucket
  if (state.remaining === 0) return atLeast(waiting(emptyMs(state, kind), use), use)
  return atLeast(freshInterval(state, kind ?? guessedKind(state), use), use)
}

/**
 * From the create of a message to its first edit. The two are counted apart but alike, so the edits'
 * own bucket is full, and what the create's answer says of its own is a hint.
 */
export function intervalAfterCreate(
  rateLimit: RateLimitState | undefined,
  kind: BucketKind | undefined,
  use: Use,
): EditInterval {
  if (rateLimit === undefined) return atLeast({ bestMs: afterSilenceMs, minMs: 0 }, use)
  const edits = kind ?? guessedKind(rateLimit)
  const resetAfterMs = edits.name === 'fixed' ? edits.periodMs : 0
  return atLeast(
    freshInterval({ ...rateLimit, remaining: rateLimit.limit, resetAfterMs }, edits, use),
    use,
  )
}

function atLeast({ bestMs, minMs }: EditInterval, { roundTripMs }: Use): EditInterval {
  const soonestMs = Math.max(floorMs, roundTripMs)
  return { bestMs: Math.max(soonestMs, bestMs), minMs: Math.max(soonestMs, minMs) }
}

/** Gaps are from request to request; only what an empty bucket says counts from its answer. */
function waiting(ms: number, { roundTripMs }: Use): EditInterval {
  return { bestMs: roundTripMs + ms, minMs: roundTripMs + ms }
}

/** A leaky bucket need not fill up before there is room for one request; a fixed window has to end. */
function emptyMs({ limit, resetAfterMs }: RateLimitState, kind: BucketKind | undefined): number {
  if (kind?.name !== 'leaky') return resetAfterMs
  return Math.max(0, resetAfterMs - (limit - 1) * kind.shareMs) + roundingMs
}

/** The likely kind of a bucket after its first response: leaky, as is the rule in Discord. */
function guessedKind({ limit, remaining, resetAfterMs }: RateLimitState): BucketKind {
  const shareMs = resetAfterMs / Math.max(1, limit - remaining)
  return shareMs > maxShareMs
    ? { name: 'fixed', periodMs: resetAfterMs }
    : { name: 'leaky', shareMs }
}

function freshInterval(rateLimit: RateLimitState, kind: BucketKind, { busyMs }: Use): EditInterval {
  return kind.name === 'leaky'
    ? leakyInterval(rateLimit, kind.shareMs, busyMs)
    : fixedInterval(rateLimit, kind.periodMs, busyMs)
}

/** Spends the saved requests on the next words: fewer of them the longer the answer is likely to be. */
function leakyInterval(
  { limit, resetAfterMs }: RateLimitState,
  shareMs: number,
  busyMs: number,
): EditInterval {
  // What the bucket holds beyond the one in reserve, as the time in which it comes free.
  const savedMs = (limit - 1) * shareMs - resetAfterMs
  const minMs = shareMs + roundingMs - savedMs
  const haste = Math.max(0, savedMs) / (guess.leaky + guess.leakyPerMs * busyMs)
  return { bestMs: Math.max(minMs, shareMs / (1 + haste)), minMs }
}

/**
 * Each gap is longer than the one before by the same factor, so that those of an answer which has
 * gone on for long are nearly even.
 */
function fixedInterval(
  { remaining, resetAfterMs }: RateLimitState,
  periodMs: number,
  busyMs: number,
): EditInterval {
  const toLastMs = resetAfterMs - lastPart * periodMs
  if (toLastMs <= 0) return { bestMs: resetAfterMs / (remaining + 1), minMs: 0 }
  const goneMs = busyMs + guess.fixed
  const factor = (1 + toLastMs / goneMs) ** (1 / remaining)
  return { bestMs: goneMs * (factor - 1), minMs: remaining === 1 ? toLastMs : 0 }
}
