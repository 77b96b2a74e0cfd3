import type { Arrival } from 'freshness'
import { mean, percentile, sum, type Weighted } from './statistics.ts'
import { plain, shownCharacters } from './visible.ts'

/** One state of one message. */
export interface State {
  readonly atMs: number
  readonly content: string
}

/** How fresh one answer was. Times in milliseconds; characters as `plain` counts them. */
export interface Freshness {
  /** The lag of every character. */
  readonly lags: readonly Weighted[]
  readonly meanLagMs: number
  /** First characters arrived until the first ones showed. */
  readonly firstLagMs: number
  /** Last characters arrived until all showed; `undefined`: they did not all show. */
  readonly lastLagMs: number | undefined
  readonly characters: number
  /** Those that the last state does not show. */
  readonly missing: number
}

/** A character that never shows counts as one that shows so long after the end. */
const neverShownMs = 5_000

/** When which characters of a text arrived, as `plain` counts them: white space comes with what follows. */
export function arrivalsOf(
  pieces: readonly { readonly atMs: number; readonly text: string }[],
): readonly Arrival[] {
  let isSpaceDue = false
  let hasBegun = false
  return pieces.map(({ atMs, text }) => {
    let characters = 0
    for (const unit of text.split('')) {
      if (/\s/.test(unit)) {
        isSpaceDue = hasBegun
        continue
      }
      characters += isSpaceDue ? 2 : 1
      isSpaceDue = false
      hasBegun = true
    }
    return { atMs, characters }
  })
}

/**
 * Holds what a model sent against what the messages of an answer showed, in the order in which they
 * stand. What is missing at the end counts as shown at `missingMs`, by default 5 s after the last
 * arrival.
 */
export function freshnessOf(
  pieces: readonly { readonly atMs: number; readonly text: string }[],
  messages: readonly (readonly State[])[],
  missingMs?: number,
): Freshness {
  const text = plain(pieces.map((piece) => piece.text).join(''))
  const arrivals = arrivalsOf(pieces)
  const lastMs = arrivals.at(-1)?.atMs ?? 0
  const showings = showingsOf(text, messages)
  const atLast = showings.at(-1)?.characters ?? 0
  const lags = lagsOf(arrivals, showings, missingMs ?? lastMs + neverShownMs)
  const complete = showings.find(({ characters }) => characters >= text.length)
  return {
    lags,
    meanLagMs: sum(lags.map(({ value, weight }) => value * weight)) / text.length,
    firstLagMs: lags[0]?.value ?? Number.NaN,
    lastLagMs: atLast >= text.length && complete ? complete.atMs - lastMs : undefined,
    characters: text.length,
    missing: text.length - atLast,
  }
}

interface Showing {
  readonly atMs: number
  readonly characters: number
}

/** How many characters showed after each change, oldest first. */
function showingsOf(text: string, messages: readonly (readonly State[])[]): readonly Showing[] {
  const contents = messages.map(() => '')
  return messages
    .flatMap((states, message) => states.map((state) => ({ ...state, message })))
    .sort((one, other) => one.atMs - other.atMs)
    .map(({ atMs, content, message }) => {
      contents[message] = content
      return { atMs, characters: shownCharacters(text, contents) }
    })
}

/** A character has been seen from the first state on that showed it. */
function lagsOf(
  arrivals: readonly Arrival[],
  showings: readonly Showing[],
  missingMs: number,
): readonly Weighted[] {
  const lags: Weighted[] = []
  let seen = 0
  let next = 0
  for (const { atMs, characters } of arrivals) {
    let left = characters
    while (left > 0) {
      const showing = showings[next]
      if (showing === undefined) {
        lags.push({ value: missingMs - atMs, weight: left })
        left = 0
      } else if (showing.characters <= seen) {
        next += 1
      } else {
        const weight = Math.min(left, showing.characters - seen)
        // A state cannot show what has not arrived; the clocks of two sockets may say so by a hair.
        lags.push({ value: Math.max(0, showing.atMs - atMs), weight })
        seen += weight
        left -= weight
      }
    }
  }
  return lags
}

/** The figures of several answers of one kind together. */
export interface Figures {
  readonly meanLagMs: number
  readonly p95LagMs: number
  readonly firstLagMs: number
  readonly lastLagMs: { readonly mean: number; readonly p95: number } | undefined
  readonly worstMeanLagMs: number
  readonly missing: number
  /** Answers that did not show whole. */
  readonly incomplete: number
}

/** Puts answers together; the last lags are of those that showed whole. */
export function together(answers: readonly Freshness[]): Figures {
  const lastLags = answers.flatMap(({ lastLagMs }) => (lastLagMs === undefined ? [] : [lastLagMs]))
  const evenly = lastLags.map((value) => ({ value, weight: 1 }))
  const lags = answers.flatMap((answer) => answer.lags)
  return {
    meanLagMs: mean(answers.map(({ meanLagMs }) => meanLagMs)),
    p95LagMs: percentile(lags, 0.95),
    firstLagMs: mean(answers.map(({ firstLagMs }) => firstLagMs)),
    lastLagMs:
      lastLags.length === 0 ? undefined : { mean: mean(lastLags), p95: percentile(evenly, 0.95) },
    worstMeanLagMs: Math.max(...answers.map(({ meanLagMs }) => meanLagMs)),
    missing: sum(answers.map(({ missing }) => missing)),
    incomplete: answers.length - lastLags.length,
  }
}
