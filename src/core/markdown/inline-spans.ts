/** A mark that is open where a line ends, as far as the line is written. */
export interface OpenMark {
  /** The mark itself; `[` for the text of a link, `](` for a link whose address is half-written. */
  readonly mark: string
  /** Its position in the line, and the position of the marked text. */
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
  /** Spans not to be broken, as [from, to): marked words, code, links. In order, none inside another. */
  readonly spans: readonly (readonly [number, number])[]
}

const word = /[\p{L}\p{N}_]/u

/** Finds the marks in a line in one pass: bold, italic, underline, strike, spoiler, code, links. */
export function inlineSpans(line: string): InlineSpans {
  const reader = new SpanReader(line)
  reader.read()
  return reader
}

/** A span read at one position: its end, and whether it is code or a link. */
interface Taken {
  readonly end: number
  readonly isSpan?: boolean
}

class SpanReader implements InlineSpans {
  readonly open: OpenMark[] = []
  readonly spans: [number, number][] = []
  trailingFrom: number
  readonly #line: string
  readonly #brackets: Brackets
  /** The position of the outermost open mark. */
  #spanFrom = 0

  constructor(line: string) {
    this.#line = line
    this.#brackets = new Brackets(line)
    this.trailingFrom = line.length
  }

  read(): void {
    const { length } = this.#line
    for (let at = 0; at < length; ) {
      const wasOpen = this.open.length > 0
      const { end, isSpan = false } = this.#take(at)
      const isOpen = this.open.length > 0
      if (!wasOpen && isOpen) this.#spanFrom = at
      else if (wasOpen && !isOpen) this.spans.push([this.#spanFrom, end])
      else if (!wasOpen && isSpan) this.spans.push([at, end])
      at = end
    }
    if (this.open.length > 0) this.spans.push([this.#spanFrom, length])
  }

  #take(at: number): Taken {
    switch (this.#line[at]) {
      case '\\':
        return this.#takeEscape(at)
      case '`':
        return this.#takeCode(at)
      case '[':
        return this.#takeLink(at)
      case '*':
      case '_':
      case '~':
      case '|':
        return this.#takeMarks(at)
      case 'h':
        return { end: at + addressAt(this.#line, at).length }
      default:
        return { end: at + 1 }
    }
  }

  #takeEscape(at: number): Taken {
    if (at + 1 === this.#line.length) this.trailingFrom = at
    return { end: at + 2 }
  }

  #takeCode(at: number): Taken {
    const end = codeEndAt(this.#line, at)
    if (end !== undefined) return { end, isSpan: true }
    const mark = runAt(this.#line, at)
    this.open.push({ mark, from: at, to: at + mark.length })
    return { end: this.#line.length }
  }

  #takeLink(at: number): Taken {
    const link = this.#brackets.linkAt(at)
    if (link?.open && this.open.every(({ mark }) => mark !== '[')) this.open.push(link.open)
    if (link?.open?.mark === '](') return { end: this.#line.length }
    return { end: link?.end ?? at + 1, isSpan: link?.end !== undefined }
  }

  #takeMarks(at: number): Taken {
    const run = runAt(this.#line, at)
    const end = at + run.length
    const unused = takeRun(this.#line, at, run, this.open)
    if (end === this.#line.length) this.trailingFrom -= unused
    return { end }
  }
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

/** Opens and closes marks with a run of one character. Returns how many characters did neither. */
function takeRun(line: string, at: number, run: string, open: OpenMark[]): number {
  const character = run.charAt(0)
  const { before, after, canOpen, canClose } = flanksOf(line, at, run)
  if (character === '_') dropNameMark(line, at, after, open)
  let left = run.length
  while (left > 0) {
    const closed = canClose ? closeInnermost(character, left, open) : 0
    if (closed > 0) {
      left -= closed
      continue
    }
    const mark = left >= 2 ? character + character : character
    if (mark === '~' || mark === '|' || !canOpen) break
    // `2*3` is a product: a single star opens before a word, not inside one.
    if (mark === '*' && /[A-Za-z0-9]/.test(before)) break
    openMark(mark, at + run.length - left, open)
    left -= mark.length
  }
  return left
}

/** The characters on both sides of a run, and what they let it do. */
function flanksOf(line: string, at: number, run: string) {
  const before = line.charAt(at - 1)
  const after = line.charAt(at + run.length)
  const isUnderscore = run.startsWith('_')
  return {
    before,
    after,
    canClose: /\S/.test(before) && !(isUnderscore && word.test(after)),
    canOpen: /\S/.test(after) && !(isUnderscore && word.test(before)),
  }
}

/** Drops an open `_` that turns out to belong to a name, as in `_snake_case`. */
function dropNameMark(line: string, at: number, after: string, open: OpenMark[]): void {
  const last = open.at(-1)
  if (last?.mark !== '_' || !word.test(line.charAt(at - 1)) || !word.test(after)) return
  if (!/\s/.test(line.slice(last.to, at))) open.pop()
}

/** Closes the innermost mark where the run does. Returns how many characters that took. */
function closeInnermost(character: string, left: number, open: OpenMark[]): number {
  const innermost = open.at(-1)?.mark
  const closing = [character + character, character].find(
    (mark) => mark === innermost && mark.length <= left,
  )
  if (closing === undefined) return 0
  open.pop()
  return closing.length
}

/** Opens a mark, or closes an outer one, and with it the marks inside that were never closed. */
function openMark(mark: string, from: number, open: OpenMark[]): void {
  const outer = open.findIndex((each) => each.mark === mark)
  if (outer === -1) open.push({ mark, from, to: from + mark.length })
  else open.length = outer
}

function runAt(line: string, at: number): string {
  const character = line.charAt(at)
  let end = at
  while (line[end] === character) end += 1
  return line.slice(at, end)
}

/** The end of the inline code that begins here; `undefined` when it is not closed. */
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
  if (word.test(line.charAt(at - 1))) return 'h'
  const pattern = /https?:\/\/[^\s<>()[\]]*/y
  pattern.lastIndex = at
  return pattern.exec(line)?.[0] ?? 'h'
}
