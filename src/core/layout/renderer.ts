import { withoutHalfCharacter } from '../clip.ts'
import {
  closesFence,
  deepHeading,
  type FenceLine,
  fenceLine,
  insideQuote,
  isMarksOnly,
  isRule,
  languageOf,
  quoteOf,
} from '../markdown/block-syntax.ts'
import { previewLine, renderLine } from '../markdown/render-inline.ts'
import { parseAlignments, parseCells, Table } from '../markdown/table.ts'
import { latexBlock } from './latex-block.ts'
import type { Paginator } from './paginator.ts'
import { TableWriter } from './table-writer.ts'

/** A line up to this length is drawn when it is whole, and a longer one piece by piece. */
const wholeLine = 200

/** Rows of a table are always drawn whole. */
const wholeRow = 4_000

const rule = '─'.repeat(12)

/** The code block that is being read. */
interface OpenFence {
  readonly first: FenceLine
  /** How deep the quote is in which it stands. */
  readonly levels: number
}

/** The next line of the text. */
interface Line {
  /** Up to where it is written, without its end. */
  readonly text: string
  readonly isEnded: boolean
  /** The position of the line after it. */
  readonly next: number
}

/**
 * Draws a growing text for Discord, line by line: what Discord cannot draw becomes what it can.
 * Everything goes onto the sheet as soon as no further text can change it, so what is on the sheet
 * does not depend on the pieces in which the text came.
 */
export class MarkdownRenderer {
  readonly #paginator: Paginator
  /** Draws nothing but code blocks: what a person wrote stays as it is. */
  readonly #isVerbatim: boolean
  /** Up to here the text is drawn for good. */
  #at: number
  #isInLine = false
  #fence: OpenFence | undefined
  #table: TableWriter | undefined
  #brokenCode: 'line' | 'line-end' | undefined

  constructor(paginator: Paginator, { from = 0, isVerbatim = false } = {}) {
    this.#paginator = paginator
    this.#isVerbatim = isVerbatim
    this.#at = from
  }

  /** Draws what is certain of a text; `isWhole`: the text does not go on. */
  read(text: string, isWhole: boolean): void {
    while (this.#at < text.length && this.#step(text, isWhole)) {
      // Each step draws one line, or a part of one.
    }
    if (!isWhole) return
    this.#table?.end()
    this.#table = undefined
    if (this.#fence) this.#brokenCode = text.endsWith('\n') ? 'line-end' : 'line'
    this.#paginator.closeFence()
    this.#fence = undefined
  }

  /** How the text ended inside a code block, which was closed for it; `undefined`: it did not. */
  get brokenCode(): 'line' | 'line-end' | undefined {
    return this.#brokenCode
  }

  /** The pages as they look for the moment, with the part of the text that may still change. */
  preview(text: string): readonly string[] {
    const rest = text.slice(this.#at)
    if (this.#table) return this.#table.preview
    if (this.#fence) return this.#paginator.preview('')
    if (this.#isInLine) return this.#paginator.preview(previewLine(rest, text.charAt(this.#at - 1)))
    return this.#paginator.preview(previewOf(rest))
  }

  /** Draws the next line or part of it; `false` when it waits for more text. */
  #step(text: string, isWhole: boolean): boolean {
    const line = lineAt(text, this.#at, isWhole)
    if (this.#isInLine) return this.#goOn(line, text.charAt(this.#at - 1))
    if (this.#fence) return this.#codeLine(line, this.#fence)
    if (this.#table) return this.#row(line, this.#table)
    const math = this.#isVerbatim ? undefined : latexBlock(text, this.#at, isWhole)
    if (math === 'unknown') return false
    if (math !== undefined) {
      math.write(this.#paginator)
      this.#at = math.end
      this.#isInLine = true
      return true
    }
    return this.#newLine(line, text, isWhole)
  }

  #goOn(line: Line, before: string): boolean {
    const { rendered, taken } = this.#fence
      ? codeOf(line)
      : this.#isVerbatim
        ? { rendered: line.text, taken: line.text.length }
        : renderLine(line.text, before, line.isEnded)
    if (this.#fence) this.#paginator.writeCode(rendered)
    else this.#paginator.write(rendered)
    this.#at += taken
    if (line.isEnded) this.#endLine(line)
    return line.isEnded || taken > 0
  }

  /** The end of a line of code is drawn with the next line: the last one has none. */
  #endLine(line: Line): void {
    if (!this.#fence && line.next > this.#at) this.#paginator.write('\n')
    this.#at = line.next
    this.#isInLine = false
  }

  #newLine(line: Line, text: string, isWhole: boolean): boolean {
    const quote = quoteOf(line.text)
    const inside = line.text.slice(quote.length)
    const most = /^\s*\|/.test(inside.slice(0, wholeLine - quote.length)) ? wholeRow : wholeLine
    const isLong = line.text.length > most
    if (!line.isEnded && !isLong) return false
    const first = fenceLine(inside.slice(0, wholeLine))
    if (first && !(this.#isVerbatim && first.fence.startsWith('~'))) {
      return this.#openFence(first, quote, line)
    }
    if (!isLong && !this.#isVerbatim) {
      const below = lineAt(text, line.next, isWhole)
      const table = inside.includes('|') ? this.#startTable(inside, quote, below) : 'none'
      if (table !== 'none') return table === 'begun'
      if (this.#headingOrRule(line, quote, inside)) return true
    }
    this.#isInLine = true
    return this.#goOn(line, '\n')
  }

  /** Writes a line as a deep heading or a rule, if it is one. */
  #headingOrRule(line: Line, quote: string, inside: string): boolean {
    const title = deepHeading(inside)
    if (title === undefined && !isRule(inside)) return false
    this.#paginator.write(quote + (title === undefined ? rule : boldLine(title)))
    this.#at += line.text.length
    this.#endLine(line)
    return true
  }

  /** Begins a table, if the line below its header says that it is one. */
  #startTable(line: string, quote: string, below: Line): 'begun' | 'unknown' | 'none' {
    const mayDivide = /^[\s>|:-]*$/.test(below.text) && below.text.length <= wholeRow
    if (!mayDivide) return 'none'
    if (!below.isEnded) return 'unknown'
    const levels = levelsOf(quote)
    const header = parseCells(line)
    const align = parseAlignments(insideQuote(below.text, levels) ?? '', header.length)
    if (align === undefined || header.length === 0) return 'none'
    this.#table = new TableWriter(new Table(header, align), '> '.repeat(levels), this.#paginator)
    this.#at = below.next
    return 'begun'
  }

  #openFence(first: FenceLine, quote: string, line: Line): true {
    const levels = levelsOf(quote)
    this.#fence = { first, levels }
    const isLong = line.text.length > wholeLine
    const language = isLong ? '' : languageOf(first.info)
    const lead = first.lead.trim() === '' ? '' : first.lead
    this.#paginator.openFence({ quote: '> '.repeat(levels), lead, language })
    if (!isLong && first.info === language) {
      this.#at += line.text.length
      this.#endLine(line)
      return true
    }
    // Discord takes one word for a language, and more for code: so it stands there.
    this.#paginator.startCodeLine()
    if (isLong) {
      this.#at += quote.length + first.lead.length + first.fence.length
      this.#isInLine = true
      return true
    }
    this.#paginator.writeCode(first.info.slice(language.length).trim())
    this.#at += line.text.length
    this.#endLine(line)
    return true
  }

  #codeLine(line: Line, { first, levels }: OpenFence): boolean {
    const isLong = line.text.length > wholeLine
    if (!line.isEnded && !isLong && /^[\s>`~]*$/.test(line.text)) return false
    const inside = insideQuote(line.text, levels)
    if (inside === undefined || (!isLong && closesFence(inside, first))) {
      this.#paginator.closeFence()
      this.#fence = undefined
      if (inside === undefined) {
        // The quote has ended, and the code block with it.
        this.#paginator.write('\n')
        return true
      }
      this.#paginator.write(/\s*$/.exec(inside)?.[0] ?? '')
      this.#at += line.text.length
      this.#endLine(line)
      return true
    }
    const [indent = ''] = /^ */.exec(inside.slice(0, first.lead.length)) ?? []
    this.#paginator.startCodeLine()
    this.#at += line.text.length - inside.length + indent.length
    this.#isInLine = true
    return true
  }

  #row(line: Line, table: TableWriter): boolean {
    const inside = insideQuote(line.text, levelsOf(table.quote))
    // A growing line is waited for no longer.
    const hasPipe = line.text.slice(0, wholeLine).includes('|')
    const isRow = inside !== undefined && hasPipe && line.text.length <= wholeRow
    const mayBeRow = line.text.length <= (isRow ? wholeRow : wholeLine)
    if (!line.isEnded && mayBeRow) return false
    if (isRow) {
      table.add(parseCells(inside))
      this.#at = line.next
    } else {
      table.end()
      this.#table = undefined
    }
    return true
  }
}

function lineAt(text: string, at: number, isWhole: boolean): Line {
  const end = text.indexOf('\n', at)
  if (end === -1) return { text: text.slice(at), isEnded: isWhole, next: text.length }
  return { text: text.slice(at, end), isEnded: true, next: end + 1 }
}

function codeOf({ text, isEnded }: Line): { readonly rendered: string; readonly taken: number } {
  const rendered = isEnded ? text : withoutHalfCharacter(text)
  return { rendered, taken: rendered.length }
}

function levelsOf(quote: string): number {
  return quote.split('>').length - 1
}

function boldLine(title: string): string {
  const { rendered } = renderLine(title, '', true)
  const plain = rendered.replaceAll(/(`+)[^`]*\1|\*\*/g, (part) => (part === '**' ? '' : part))
  return `**${plain.trim()}**`
}

/** A line whose end is not written yet, for the moment. */
function previewOf(rest: string): string {
  const [line = ''] = rest.split('\n', 1)
  const quote = quoteOf(line)
  const inside = line.slice(quote.length)
  if (isMarksOnly(inside) || /^\s*(?:\||\$\$|\\\[)/.test(inside) || fenceLine(inside)) return ''
  const title = deepHeading(inside)
  if (title !== undefined) return quote + boldLine(title)
  return quote + previewLine(beforePipe(inside), '\n')
}

/** A line up to its first pipe: it may become the header of a table. Two pipes hide a spoiler. */
function beforePipe(line: string): string {
  for (const { index, 0: part } of line.matchAll(/`+[^`]*`*|\\.|\|+/g)) {
    if (part === '|') return line.slice(0, index)
  }
  return line
}
