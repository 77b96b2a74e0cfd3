/** A mark that is open where a line ends, as far as the line is written. */
export interface OpenMark {
  /** The mark itself; `[` for the text of a link, `](` for a link whose address is half-written. */
  readonly mark: string
  /** Where it stands in the line, and where what it marks begins. */
  readonly from: number
  readonly to: number
  /** Of a link: where its text ends. */
  readonly textEnd?: number
}

/** The marks in one line of Markdown. */
export interface InlineSpans {
  /** From the outermost to the innermost. */
  readonly open: readonly OpenMark[]
  /** Half-written marks at the very end begin here. */
  readonly trailingFrom: number
  /** What belongs together, as [from, to): marked words, code, links. In order, none inside another. */
  readonly spans: readonly (readonly [number, number])[]
}

const word = /[\p{L}\p{N}_]/u

/** Finds the marks in a line in one pass: bold, italic, underline, strike, spoiler, code, links. */
export function inlineSpans(line: string): InlineSpans {
  const open: OpenMark[] = []
  const spans: [number, number][] = []
  const brackets = new Brackets(line)
  let trailingFrom = line.length
  let spanFrom = 0

  for (let at = 0; at < line.length; ) {
    const character = line.charAt(at)
    const wasOpen = open.length > 0
    let end = at + 1
    let isSpan = false
    if (character === '\\') {
      if (end === line.length) trailingFrom = at
      end += 1
    } else if (character === '`') {
      const run = runAt(line, at)
      const codeEnd = codeEndAt(line, at)
      if (codeEnd === undefined) open.push({ mark: run, from: at, to: at + run.length })
      isSpan = codeEnd !== undefined
      end = codeEnd ?? line.length
    } else if (character === '[') {
      const link = brackets.linkAt(at)
      isSpan = link?.end !== undefined
      end = link?.end ?? end
      if (link?.open && open.every(({ mark }) => mark !== '[')) open.push(link.open)
      if (link?.open?.mark === '](') end = line.length
    } else if (/[*_~|]/.test(character)) {
      const run = runAt(line, at)
      end = at + run.length
      const left = takeRun(line, at, run, open)
      if (end === line.length) trailingFrom -= left
    } else if (character === 'h' && !word.test(line.charAt(at - 1))) {
      end = at + addressAt(line, at).length
    }
    if (!wasOpen && open.length > 0) spanFrom = at
    else if (wasOpen && open.length === 0) spans.push([spanFrom, end])
    else if (!wasOpen && isSpan) spans.push([at, end])
    at = end
  }
  if (open.length > 0) spans.push([spanFrom, line.length])
  return { open, trailingFrom, spans }
}

/** The links in a line. */
class Brackets {
  readonly #line: string
  /** The first closing bracket that has not been passed yet. */
  #close = -1

  constructor(line: string) {
    this.#line = line
  }

  /** The end of the link that begins here, or what of it is open; `undefined` where none begins. */
  linkAt(at: number): { readonly end?: number; readonly open?: OpenMark } | undefined {
    const line = this.#line
    if (this.#close < at) {
      const found = line.indexOf(']', at)
      this.#close = found === -1 ? line.length : found
    }
    if (this.#close === line.length) return { open: { mark: '[', from: at, to: at + 1 } }
    const next = line[this.#close + 1]
    if (next !== undefined && next !== '(') return undefined
    const end = next === '(' ? line.indexOf(')', this.#close) : -1
    if (end !== -1) return { end: end + 1 }
    return { open: { mark: '](', from: at, to: at + 1, textEnd: this.#close } }
  }
}

/** Opens and closes marks with a run of one character; gives how many characters were no use. */
function takeRun(line: string, at: number, run: string, open: OpenMark[]): number {
  const before = line.charAt(at - 1)
  const after = line.charAt(at + run.length)
  const character = run.charAt(0)
  const isWordMark = character === '_'
  const mayClose = /\S/.test(before) && !(isWordMark && word.test(after))
  const mayOpen = /\S/.test(after) && !(isWordMark && word.test(before))
  const isSingle = character === '*' || isWordMark
  const last = open.at(-1)
  if (isWordMark && word.test(before) && word.test(after) && last?.mark === '_') {
    // The mark before it belongs to a name, as in `_snake_case`.
    if (!/\s/.test(line.slice(last.to, at))) open.pop()
  }
  let left = run.length
  while (left > 0) {
    const innermost = open.at(-1)?.mark
    const double = character + character
    const closing = [double, character].find((mark) => mark === innermost && mark.length <= left)
    if (mayClose && closing !== undefined) {
      open.pop()
      left -= closing.length
      continue
    }
    const mark = left >= 2 ? double : character
    if (mark === character && !isSingle) break
    // `2*3` is a product; a single star opens before a word, not inside one.
    if (!mayOpen || (mark === '*' && /[A-Za-z0-9]/.test(before))) break
    const outer = open.findIndex((each) => each.mark === mark)
    if (outer !== -1) {
      // It closes an outer mark, and with it those inside that were never closed.
      open.length = outer
    } else {
      const from = at + run.length - left
      open.push({ mark, from, to: from + mark.length })
    }
    left -= mark.length
  }
  return left
}

function runAt(line: string, at: number): string {
  const character = line.charAt(at)
  let end = at
  while (line[end] === character) end += 1
  return line.slice(at, end)
}

/** Where the inline code is over that begins here, or `undefined` when it is not. */
export function codeEndAt(line: string, from: number): number | undefined {
  const run = runAt(line, from)
  for (let at = line.indexOf(run, from + run.length); at !== -1; ) {
    const found = runAt(line, at)
    if (found.length === run.length) return at + found.length
    at = line.indexOf(run, at + found.length)
  }
  return undefined
}

/** The web address that begins with this `h`, or the letter alone. */
function addressAt(line: string, at: number): string {
  const pattern = /https?:\/\/[^\s<>()[\]]*/y
  pattern.lastIndex = at
  return pattern.exec(line)?.[0] ?? 'h'
}
