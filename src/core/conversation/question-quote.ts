import { clip } from '../clip.ts'
import { fence, pageLimit } from '../layout/page-markers.ts'

/**
 * How a question stands in an answer. A slash command's text is not a message, so the answer quotes
 * it: for the people who read along, and for the bot itself, which finds it there again.
 */

const quotedLines = 2
const quotedCharacters = 300
const more = ' […]'

/** The question in a line or two, and whether that is all of it. */
export function shortQuote(question: string): { readonly text: string; readonly isWhole: boolean } {
  const text = question.trim()
  const lines = text.split('\n')
  const isShort = lines.length <= quotedLines && text.length <= quotedCharacters
  // Code has to be closed where it is cut, and then nobody could tell what was there.
  if (isShort && !text.includes(fence) && !text.endsWith(more)) {
    return { text: quoted(text), isWhole: true }
  }
  const [before = ''] = text.split(fence)
  const plain = before.trim() === '' ? text.replaceAll(/```[^\n]*\n?/g, '') : before
  const start = plain.trim().split('\n').slice(0, quotedLines).join('\n')
  return { text: quoted(clip(start, quotedCharacters).trimEnd() + more), isWhole: false }
}

/** The whole question, however long; one that ends like a cut one does so with another space. */
export function wholeQuote(question: string): string {
  const text = question.trim()
  return quoted(text.endsWith(more) ? `${text.slice(0, -more.length)}\u00a0[…]` : text)
}

function quoted(text: string): string {
  return text
    .split('\n')
    .map((line) => `> ${line}`)
    .join('\n')
}

/** The question that such a quote shows. `isCut`: it is only the beginning. */
export function readQuote(quote: string): { readonly question: string; readonly isCut: boolean } {
  const question = quote
    .split('\n')
    .map((line) => line.slice(2))
    .join('\n')
  const isCut = question.endsWith(more)
  return { question: isCut ? question.slice(0, -more.length) : question, isCut }
}

const questionMark = /^-# ❓ (\d+)\/(\d+)\n/

/** The pages of a question that is too long to quote, as the first messages of its thread. */
export function questionPages(question: string): readonly string[] {
  const room = pageLimit - '-# ❓ 99/99\n'.length
  const parts: string[] = []
  for (let rest = question.trim(); rest !== ''; ) {
    const end = rest.length > room ? boundaryBefore(rest, room) : rest.length
    parts.push(rest.slice(0, end))
    rest = rest.slice(end)
  }
  return parts.map((part, index) => `-# ❓ ${index + 1}/${parts.length}\n${part}`)
}

/** The last place up to `room` where Discord trims nothing on either side and no pair is cut. */
function boundaryBefore(text: string, room: number): number {
  const boundary = /(?<=\S)(?<![\ud800-\udbff])(?=\S)/gu
  for (let end = room; end > room / 2; end -= 1) {
    boundary.lastIndex = end
    if (boundary.exec(text)?.index === end) return end
  }
  return room
}

/** The part of a question that its page of this number holds; `undefined` when it is another text. */
export function readQuestionPage(text: string, number: number): string | undefined {
  const [mark = '', page, pages] = questionMark.exec(text) ?? []
  const isIt = Number(page) === number && number <= Number(pages)
  return isIt ? text.slice(mark.length) : undefined
}
