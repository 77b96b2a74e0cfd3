import { characterEnd } from '../clip.ts'
import { isHeading, isListItem, quoteOf } from '../markdown/block-syntax.ts'
import { type InlineSpans, inlineSpans } from '../markdown/inline-spans.ts'
import { fence, markerFor, pageLimit, wordJoiner } from './page-markers.ts'

/** A code block on the open page. Offsets count from the beginning of the page. */
export interface Fence {
  readonly from: number
  /** The end of its first line, where its code begins. */
  readonly bodyFrom: number
  /** Behind its last line; `undefined` as long as it is open. */
  readonly to: number | undefined
  /** The marks of the quote in which it stands, at the beginning of each of its lines. */
  readonly quote: string
  readonly language: string
}

/** The end of a page, and the beginning of the next one. */
export interface Break {
  /** The page ends here, and `closing` stands behind it. */
  readonly end: number
  readonly closing: string
  /** The next page begins with `opening`; then the text goes on from here. */
  readonly start: number
  readonly opening: string
  /** The code block that the break cuts. */
  readonly cut?: Fence
}

type Rank = 'block' | 'item' | 'line' | 'code-line' | 'heading' | 'sentence' | 'word'

interface Candidate extends Break {
  readonly rank: Rank
}

/** A page is not left emptier than this for a nicer break, and than the second for any break. */
const half = pageLimit / 2
const quarter = pageLimit / 4

export function closingOf({ quote }: Fence): string {
  return `\n${quote}${fence}`
}

/**
 * Where a page ends whose text has become too long for it. That is told by the text up to the first
 * character too many, so it does not matter in which pieces the text came.
 */
export function findBreak(content: string, fences: readonly Fence[]): Break {
  const open = fences.find(({ to }) => to === undefined)
  const window = content.slice(
    0,
    open ? Math.max(pageLimit + 1, open.bodyFrom) : pastLimit(content),
  )
  const candidates = candidatesIn(window, fences)
  const last = (ranks: readonly Rank[], least: number, fits = (_: Candidate) => true) =>
    candidates.findLast((each) => ranks.includes(each.rank) && each.end >= least && fits(each))
  const calm = calmIn(window)
  return (
    last(['block'], half) ??
    (open && breakBefore(candidates, open.from)) ??
    last(['item'], half) ??
    last(['line'], half) ??
    last(['code-line'], half) ??
    last(['sentence'], half, calm) ??
    last(['word'], half, calm) ??
    last(['heading'], half) ??
    last(['block', 'item', 'line', 'code-line'], quarter) ??
    last(['sentence'], half) ??
    last(['word'], quarter) ??
    betweenCharacters(window, fences)
  )
}

/** The end of a page that moves the block behind it to the next page whole. */
export function breakBeforeBlock(content: string, fences: readonly Fence[]): Break | undefined {
  return breakBefore(candidatesIn(content + fence, fences), content.length)
}

function breakBefore(candidates: readonly Candidate[], from: number): Candidate | undefined {
  return candidates.findLast(
    ({ rank, start, end }) => /block|item|line/.test(rank) && start <= from && end >= quarter,
  )
}

/** Up to and with the first character that has no place on the page; white space at its end has. */
function pastLimit(content: string): number {
  const pattern = /\S/g
  pattern.lastIndex = pageLimit
  return (pattern.exec(content)?.index ?? content.length) + 1
}

function candidatesIn(window: string, fences: readonly Fence[]): readonly Candidate[] {
  const isCode = (from: number, to: number) =>
    fences.some((each) => each.from < to && from < (each.to ?? Number.POSITIVE_INFINITY))
  const found: Candidate[] = []
  for (const { index, 0: space } of window.matchAll(/\s+/g)) {
    const candidate = isCode(index, index + space.length)
      ? undefined
      : atSpace(window, index, index + space.length)
    if (candidate) found.push(candidate)
  }
  const punctuation = /[。！？；，、：…][。！？；，、：…」』”’）》】]*(?![\s\p{M}\u200d])/gu
  for (const { index, 0: marks } of window.matchAll(punctuation)) {
    const end = index + marks.length
    if (isCode(index, end) || end === window.length) continue
    found.push({
      rank: /[。！？；…]/.test(marks) ? 'sentence' : 'word',
      ...{ end, start: end, closing: wordJoiner },
      opening: quoteOf(window.slice(lineStart(window, end), end)),
    })
  }
  for (const each of fences) found.push(...betweenCodeLines(window, each))
  return found
    .filter(({ end, closing }) => end > 0 && end + closing.length <= pageLimit)
    .sort((one, other) => one.end - other.end)
}

function atSpace(window: string, from: number, to: number): Candidate | undefined {
  if (to === window.length) return undefined
  const space = window.slice(from, to)
  const line = window.slice(lineStart(window, from), from)
  const next = window.slice(to, to + 12)
  // Without a mark, a fence at both sides would be one code block that goes on.
  const isBetweenFences = line.endsWith(fence) && /^(?:> ?)*```/.test(next)
  const closing = isBetweenFences ? space + wordJoiner : markerFor(space, window.slice(0, from))
  const ends = { end: from, closing, start: to }
  if (space.includes('\n')) {
    const isBlock = space.split('\n').length > 2 || /^#{1,3} /.test(next)
    const rank = isBlock ? 'block' : isListItem(next) ? 'item' : 'line'
    return { rank: isHeading(line) ? 'heading' : rank, ...ends, opening: '' }
  }
  // A mark that belongs to the character before the next one, or the mark of a list item alone.
  if (/^[\p{M}\u200d]/u.test(next) || /^[\s>]*(?:[-*+]|\d+[.)]|#+|-#)?$/.test(line))
    return undefined
  const isSentence = /[.!?…。！？][)"'”’»*_]*$/.test(line)
  return { rank: isSentence ? 'sentence' : 'word', ...ends, opening: quoteOf(line) }
}

function betweenCodeLines(window: string, cut: Fence): readonly Candidate[] {
  const closing = closingOf(cut)
  const bodyEnd = cut.to === undefined ? window.length : cut.to - closing.length
  const found: Candidate[] = []
  let end = window.indexOf('\n', cut.bodyFrom + 1)
  while (end !== -1 && end < bodyEnd) {
    found.push({ rank: 'code-line', end, closing, start: end, opening: openingOf(cut), cut })
    end = window.indexOf('\n', end + 1)
  }
  return found
}

function openingOf({ quote, language }: Fence): string {
  return quote + fence + language
}

/** Whether a candidate stands outside of links, code, marked words, headings and small lines. */
function calmIn(window: string): (candidate: Candidate) => boolean {
  const spansByLine = new Map<number, InlineSpans['spans']>()
  return ({ end }) => {
    const from = lineStart(window, end)
    const lineEnd = window.indexOf('\n', from)
    const line = window.slice(from, lineEnd === -1 ? undefined : lineEnd)
    const spans = spansByLine.get(from) ?? spansIn(line)
    spansByLine.set(from, spans)
    return spans.every(([spanFrom, spanTo]) => end - from <= spanFrom || end - from >= spanTo)
  }
}

function spansIn(line: string): InlineSpans['spans'] {
  const isWhole = /^(?:> ?)*(?:#{1,3}|-#) /.test(line)
  return isWhole ? [[0, line.length]] : inlineSpans(line).spans
}

/** The last resort: a break inside a word, but in no character if there is any way. */
function betweenCharacters(
  window: string,
  fences: readonly Fence[],
  room = pageLimit - wordJoiner.length,
): Break {
  const quote = quoteOf(window.slice(0, lineEndOf(window)))
  // Discord would trim white space at the beginning of the next page.
  const end = characterEnd(window, quote.length, room, /\S/)
  const cut = fences.find(({ from, to }) => from < end && (to === undefined || end < to))
  if (cut === undefined) {
    const opening = quoteOf(window.slice(lineStart(window, end), end))
    return { end, closing: wordJoiner, start: end, opening }
  }
  const closing = closingOf(cut)
  const least = cut.bodyFrom + 1 + cut.quote.length
  const bodyEnd = cut.to === undefined ? window.length : cut.to - closing.length
  const most = Math.min(pageLimit - closing.length - wordJoiner.length, bodyEnd - 1)
  // The fence stays whole where there is no place in its code.
  if (most <= least) return betweenCharacters(window, fences, cut.from - 1)
  const codeEnd = characterEnd(window, least, most)
  return {
    ...{ end: codeEnd, closing: closing + wordJoiner, start: codeEnd, cut },
    opening: `${openingOf(cut)}\n${cut.quote}`,
  }
}

function lineStart(text: string, at: number): number {
  return at === 0 ? 0 : text.lastIndexOf('\n', at - 1) + 1
}

function lineEndOf(text: string): number {
  const end = text.indexOf('\n')
  return end === -1 ? text.length : end
}
