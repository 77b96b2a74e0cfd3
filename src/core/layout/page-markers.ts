/**
 * How pages are put together again. Discord trims white space at both ends of a message, so a page
 * cannot end with the white space at which it was broken off. The break is told by the page's end:
 *
 * | the page ends with | between it and the next page there was |
 * |---|---|
 * | no mark | an empty line (`\n\n`) |
 * | U+200B | the end of a line (`\n`) |
 * | U+200B U+200B | one space |
 * | U+2060 | nothing: what stands before the mark is all there is, white space included |
 *
 * Where the page has white space inside, the mark moves there and becomes white space itself, so that
 * who copies the text or searches it meets nothing else: U+2006, U+2009 and U+200A stand for the three
 * marks, in the last white space of the page, and behind U+200A others for the white space in front of it.
 *
 * Two things are told by their form. A code block that goes on is closed and opened again: a page
 * that ends with a fence, without a mark, before a page that begins with one, was cut at the end of
 * a line of code; with U+2060, inside a line. And a quoted line that goes on begins with its `> ` again.
 *
 * An answer that broke off in code, and may be gone on with, has U+2060 behind the fence that was added
 * to close the code: one where it broke off in a line, two at the end of a line.
 *
 * Discord takes three backticks for a fence wherever they stand. Where they are none, U+200B stands
 * behind the second one; a U+200B that stood there already is doubled.
 *
 * Neither character is white space to Discord or to `trim()`, and nobody sees them.
 */

/** One Discord message holds this many UTF-16 units; counting those is safe however Discord counts. */
export const pageLimit = 2_000

export const fence = '```'

const zeroWidthSpace = '\u200b'

export const wordJoiner = '\u2060'

/** The end of a page that had `space` between it and the next one, which `before` precedes. */
export function markerFor(space: string, before: string): string {
  // Behind a character that looks like a mark, only the mark that is taken off alone is exact.
  if (before.endsWith(zeroWidthSpace) || before.endsWith(wordJoiner)) return space + wordJoiner
  if (space === '\n\n') return showMarker(before) === before ? '' : space + wordJoiner
  if (space === '\n') return zeroWidthSpace
  if (space === ' ') return zeroWidthSpace + zeroWidthSpace
  return space + wordJoiner
}

/** Takes the mark off the end of a page: its text, and what stood between it and the next page. */
export function readMarker(page: string): { readonly text: string; readonly space: string } {
  if (page.endsWith(wordJoiner)) return { text: page.slice(0, -1), space: '' }
  if (!page.endsWith(zeroWidthSpace)) return { text: page, space: '\n\n' }
  const text = page.slice(0, -1)
  if (!text.endsWith(zeroWidthSpace)) return { text, space: '\n' }
  return { text: text.slice(0, -1), space: ' ' }
}

/** The three marks as white space; see above. */
const hidden: readonly (readonly [mark: string, space: string])[] = [
  [zeroWidthSpace + zeroWidthSpace, '\u2009'],
  [zeroWidthSpace, '\u2006'],
  [wordJoiner, '\u200a'],
]

/** Behind U+200A: the white space in front of the mark, which would be trimmed. */
const kept: readonly (readonly [plain: string, moved: string])[] = [
  [' ', '\u2004'],
  ['\n', '\u2005'],
  ['\t', '\u2007'],
]

const lastSpace = /\s+(?=\S+$)/u
const hiddenMark = /^(?:[^\n\S])?([\u2006\u2009\u200a])([\u2004\u2005\u2007]*)/u

/** Moves the mark at the end of a page into its last white space, where it can be. */
export function hideMarker(page: string): string {
  const [mark, space] = hidden.find(([each]) => page.endsWith(each)) ?? []
  if (mark === undefined || space === undefined) return page
  const before = page.slice(0, -mark.length)
  const text = before.trimEnd()
  const moved = exchange(before.slice(text.length), kept)
  const found = lastSpace.exec(text)
  // What looks like a mark, or closes code, or cannot be moved, stays as it is.
  if (moved === undefined || found === null || /[\u2004-\u200a]/u.test(found[0])) return page
  if (/[\u200b\u2060]$/u.test(text) || text.endsWith(fence)) return page
  // Behind a list's dash there must be a plain space; at the end of a line nobody sees another one.
  const at = found.index + (found[0].includes('\n') ? 0 : 1)
  const all = text.slice(0, at) + space + moved + text.slice(at)
  return all.length <= pageLimit ? all : page
}

/** Moves the mark back to the end of the page, where `hideMark` has moved it. */
export function showMarker(page: string): string {
  if (/(?:[\u200b\u2060]|```)$/.test(page)) return page
  const found = lastSpace.exec(page)
  const [, space = '', moved = ''] = (found && hiddenMark.exec(found[0])) ?? []
  const mark = hidden.find(([, each]) => each === space)?.[0]
  if (found === null || mark === undefined) return page
  const at = page.indexOf(space, found.index)
  const rest = page.slice(at + space.length + moved.length)
  const before = exchange(
    moved,
    kept.map(([plain, each]) => [each, plain]),
  )
  return page.slice(0, at) + rest + before + mark
}

/** Exchanges each character by a table; `undefined` where one is not in it. */
function exchange(
  text: string,
  table: readonly (readonly [from: string, to: string])[],
): string | undefined {
  const exchanged = Array.from(text, (each) => table.find(([from]) => from === each)?.[1])
  return exchanged.includes(undefined) ? undefined : exchanged.join('')
}

/** A text in which no fence stands, and how many backticks it ends with. */
export interface Guarded {
  readonly text: string
  readonly ticks: number
}

/** Keeps Discord from seeing fences in a text that `ticks` backticks stand before. */
export function guardFences(text: string, ticks: number): Guarded {
  if (ticks === 0 && !text.includes('``')) {
    return { text, ticks: text.endsWith('`') ? 1 : 0 }
  }
  let guarded = ''
  let count = ticks
  for (const character of text) {
    if (count === 2 && (character === '`' || character === zeroWidthSpace)) {
      guarded += zeroWidthSpace
      count = 0
    }
    guarded += character
    count = character === '`' ? count + 1 : 0
  }
  return { text: guarded, ticks: count }
}

/** The text as it was before `guardFences`. */
export function unguardFences(text: string): string {
  return text.replaceAll(`\`\`${zeroWidthSpace}`, '``')
}
