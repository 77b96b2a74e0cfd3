/** How far into a text a message leads, both in letters only. */
export interface Reach {
  /** The letters of the text that stand up to the last one found. */
  readonly to: number
  /** The letters of the message that were found. */
  readonly matched: number
  /** Those before the last one found that were not. */
  readonly skipped: number
  /** The letters of the message behind the last one found. */
  readonly rest: number
}

/** So many letters in a row are no accident nearby, and so many anywhere. */
const nearRun = 5
const farRun = 12

const nearInText = 80
const nearInPage = 200

/** A message holds 2,000 characters, so what was drawn anew is never much longer. */
const farInText = 4_000

/**
 * Follows a message through a text from the letter `from` on. Where they differ, something was drawn
 * anew: it goes on at the next letters that are in both.
 */
export function reachOf(text: string, from: number, page: string): Reach {
  let at = from
  let on = 0
  let matched = 0
  while (true) {
    while (on < page.length && at < text.length && page[on] === text[at]) {
      on += 1
      at += 1
      matched += 1
    }
    if (on === page.length || at === text.length) break
    const next = nearby(text, at, page, on) ?? farther(text, at, page, on)
    if (next === undefined) break
    at = next.at
    on = next.on
  }
  return { to: at, matched, skipped: on - matched, rest: page.length - on }
}

interface Spot {
  readonly at: number
  readonly on: number
}

/** The spot where both go on alike that leaves out the fewest letters. */
function nearby(text: string, at: number, page: string, on: number): Spot | undefined {
  for (let skipped = 1; skipped <= nearInText + nearInPage; skipped += 1) {
    const most = Math.min(skipped, nearInText)
    for (let inText = Math.max(0, skipped - nearInPage); inText <= most; inText += 1) {
      const spot = { at: at + inText, on: on + skipped - inText }
      if (spot.on + nearRun > page.length || spot.at + nearRun > text.length) continue
      if (text.startsWith(page.slice(spot.on, spot.on + nearRun), spot.at)) return spot
    }
  }
  return undefined
}

/**
 * The first spot of the message that is also in the text. What is left out of the text must have
 * something in its place: what stands behind a gap has not been reached.
 */
function farther(text: string, at: number, page: string, on: number): Spot | undefined {
  if (page.length - on < farRun) return undefined
  const runs = new Map<string, number>()
  for (let start = Math.min(text.length - farRun, at + farInText); start >= at; start -= 1) {
    runs.set(text.slice(start, start + farRun), start)
  }
  for (let start = on; start <= page.length - farRun; start += 1) {
    const found = runs.get(page.slice(start, start + farRun))
    if (found === undefined) continue
    const isGap = found - at > 4 * (start - on) + nearInText
    return isGap ? undefined : { at: found, on: start }
  }
  return undefined
}
