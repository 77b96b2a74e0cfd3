import type { Quota } from '../ports.ts'
import type { Bucket, Kind } from './bucket.ts'

/** How long after a request the next one of its bucket goes. */
export interface Gap {
  readonly bestMs: number
  /** Not sooner, even where a request a little before its time would show more. */
  readonly leastMs: number
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
const mostShareMs = 2_000

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
export function gapAfter(bucket: Bucket | undefined, use: Use): Gap {
  if (bucket === undefined) return atLeast(waiting(cautiousMs, use), use)
  const { quota, kind } = bucket
  if (quota.remaining === 0) return atLeast(waiting(emptyMs(quota, kind), use), use)
  return atLeast(freshGap(quota, kind ?? guessedKind(quota), use), use)
}

/**
 * From the create of a message to its first edit. The two are counted apart but alike, so the edits'
 * own bucket is full, and what the create's answer says of its own is a hint.
 */
export function gapAfterCreate(quota: Quota | undefined, kind: Kind | undefined, use: Use): Gap {
  if (quota === undefined) return atLeast({ bestMs: afterSilenceMs, leastMs: 0 }, use)
  const edits = kind ?? guessedKind(quota)
  const resetAfterMs = edits.name === 'fixed' ? edits.periodMs : 0
  return atLeast(freshGap({ ...quota, remaining: quota.limit, resetAfterMs }, edits, use), use)
}

function atLeast({ bestMs, leastMs }: Gap, { roundTripMs }: Use): Gap {
  const soonestMs = Math.max(floorMs, roundTripMs)
  return { bestMs: Math.max(soonestMs, bestMs), leastMs: Math.max(soonestMs, leastMs) }
}

/** Gaps are from request to request; only what an empty bucket says counts from its answer. */
function waiting(ms: number, { roundTripMs }: Use): Gap {
  return { bestMs: roundTripMs + ms, leastMs: roundTripMs + ms }
}

/** A leaky bucket need not fill up before there is room for one request; a fixed window has to end. */
function emptyMs({ limit, resetAfterMs }: Quota, kind: Kind | undefined): number {
  if (kind?.name !== 'leaky') return resetAfterMs
  return Math.max(0, resetAfterMs - (limit - 1) * kind.shareMs) + roundingMs
}

/** What kind a bucket is likely to be after its first answer: leaky, as is the rule in Discord. */
function guessedKind({ limit, remaining, resetAfterMs }: Quota): Kind {
  const shareMs = resetAfterMs / Math.max(1, limit - remaining)
  return shareMs > mostShareMs
    ? { name: 'fixed', periodMs: resetAfterMs }
    : { name: 'leaky', shareMs }
}

function freshGap(quota: Quota, kind: Kind, { busyMs }: Use): Gap {
  return kind.name === 'leaky'
    ? leakyGap(quota, kind.shareMs, busyMs)
    : fixedGap(quota, kind.periodMs, busyMs)
}

/** What was saved is for the next words, the less of it the longer the answer is likely to go on. */
function leakyGap({ limit, resetAfterMs }: Quota, shareMs: number, busyMs: number): Gap {
  // What the bucket holds beyond the one in reserve, as the time in which it comes free.
  const savedMs = (limit - 1) * shareMs - resetAfterMs
  const leastMs = shareMs + roundingMs - savedMs
  const haste = Math.max(0, savedMs) / (guess.leaky + guess.leakyPerMs * busyMs)
  return { bestMs: Math.max(leastMs, shareMs / (1 + haste)), leastMs }
}

/**
 * Each gap is longer than the one before by the same factor, so that those of an answer which has
 * gone on for long are nearly even.
 */
function fixedGap({ remaining, resetAfterMs }: Quota, periodMs: number, busyMs: number): Gap {
  const toLastMs = resetAfterMs - lastPart * periodMs
  if (toLastMs <= 0) return { bestMs: resetAfterMs / (remaining + 1), leastMs: 0 }
  const goneMs = busyMs + guess.fixed
  const factor = (1 + toLastMs / goneMs) ** (1 / remaining)
  return { bestMs: goneMs * (factor - 1), leastMs: remaining === 1 ? toLastMs : 0 }
}
