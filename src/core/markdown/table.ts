import { markdownTable } from 'markdown-table'
import stringWidth from 'string-width'
import { codeEndAt } from './inline-spans.ts'
import { renderLine } from './render-inline.ts'

/** A phone shows about so many columns of a code block before it breaks or scrolls the lines. */
const maxColumns = 60

type Align = 'left' | 'center' | 'right' | null

/** The cells of a line of a table. A pipe in inline code, or behind a backslash, divides nothing. */
export function parseCells(line: string): readonly string[] {
  const text = line.trim()
  const cells: string[] = []
  let cell = ''
  for (let at = 0; at < text.length; ) {
    const character = text.charAt(at)
    let end = at + 1
    if (character === '\\') end += 1
    else if (character === '`') end = codeEndAt(text, at) ?? end
    if (character === '|') {
      cells.push(cell.trim())
      cell = ''
    } else {
      cell += text.slice(at, end).replaceAll('\\|', '|')
    }
    at = end
  }
  if (cell.trim() !== '') cells.push(cell.trim())
  return text.startsWith('|') ? cells.slice(1) : cells
}

/** How the columns are aligned, when this line divides a header of so many cells from its rows. */
export function parseAlignments(line: string, columns: number): readonly Align[] | undefined {
  const cells = line.includes('|') ? parseCells(line) : [line.trim()]
  if (cells.length !== columns || !cells.every((cell) => /^:?-+:?$/.test(cell))) return undefined
  return cells.map((cell) => {
    const [left, right] = [cell.startsWith(':'), cell.endsWith(':')]
    if (left && right) return 'center'
    return right ? 'right' : left ? 'left' : null
  })
}

/** A table that Discord cannot draw, and what it is drawn as. */
export class Table {
  readonly #header: readonly string[]
  readonly #align: readonly Align[]
  #rows: (readonly string[])[] = []
  /** How wide each column is. */
  #columns: readonly number[] = []
  /** How many more units all cells have than columns: a CJK character is two columns wide. */
  #extraUnits = 0
  #hasLinks = false
  /** The lines as they were drawn last. */
  #drawn: readonly string[] | undefined

  constructor(header: readonly string[], align: readonly Align[]) {
    this.#header = header
    this.#align = align
    this.#measure([header])
  }

  add(cells: readonly string[]): void {
    // A row with too many cells keeps all its words.
    const last = this.#header.length - 1
    const row = this.#header.map((_, index) => cells[index] ?? '')
    const whole = row.with(last, [row[last], ...cells.slice(last + 1)].join(' ').trim())
    this.#rows.push(whole)
    this.#measure([whole])
  }

  get isEmpty(): boolean {
    return this.#rows.length === 0
  }

  /** Its rows but for the last one, which this table keeps as the first of what follows. */
  splitOff(): Table {
    const above = new Table(this.#header, this.#align)
    for (const row of this.#rows.slice(0, -1)) above.add(row)
    this.clear(this.#rows.slice(-1))
    return above
  }

  /** Takes its rows away, but for those given. */
  clear(rows: readonly (readonly string[])[] = []): void {
    this.#rows = [...rows]
    this.#columns = []
    this.#extraUnits = 0
    this.#measure([this.#header, ...rows])
  }

  /** Whether its lines are too long for a code block, or hold links, which work in no code block. */
  get isWide(): boolean {
    return this.#hasLinks || this.#width > maxColumns
  }

  get lineCount(): number {
    return this.#rows.length + 2
  }

  /** How many units its lines have at most, with their ends. */
  get maxUnits(): number {
    return this.lineCount * (this.#width + 1) + this.#extraUnits
  }

  /** Its lines with aligned columns, for a code block. */
  get lines(): readonly string[] {
    this.#drawn ??= markdownTable(
      [this.#header, ...this.#rows].map((row) => row.map(plain)),
      {
        align: [...this.#align],
        stringLength: stringWidth,
        delimiterStart: false,
        delimiterEnd: false,
      },
    )
      .split('\n')
      .map((line) => line.trimEnd())
    return this.#drawn
  }

  /** Its rows one below the other: a line for each cell, and an empty line between two rows. */
  get list(): string {
    if (this.isEmpty) return this.#header.map((name) => `**${boldless(name)}**`).join(' · ')
    return this.#rows.map((row) => this.#listed(row)).join('\n\n')
  }

  #listed(row: readonly string[]): string {
    const lines = row.map((cell, index) => {
      const name = boldless(this.#header[index] ?? '')
      return `${name === '' ? '' : `**${name}:** `}${drawn(cell)}`.trim()
    })
    return lines.filter((line) => line !== '').join('\n')
  }

  get #width(): number {
    const between = ' | '.length * (this.#columns.length - 1)
    return this.#columns.reduce((sum, width) => sum + width, between)
  }

  #measure(rows: readonly (readonly string[])[]): void {
    for (const cells of rows) {
      const widths = cells.map((cell) => stringWidth(plain(cell)))
      this.#columns = widths.map((width, index) => Math.max(width, this.#columns[index] ?? 3))
      for (const [index, cell] of cells.entries()) {
        this.#extraUnits += Math.max(0, plain(cell).length - (widths[index] ?? 0))
      }
      this.#hasLinks ||= cells.some((cell) => /\]\(|https?:\/\//.test(cell))
    }
    this.#drawn = undefined
  }
}

function drawn(cell: string): string {
  return renderLine(cell.replaceAll(/<br\s*\/?>/gi, ' '), '', true).rendered
}

function boldless(cell: string): string {
  return drawn(cell).replaceAll(/(`+)[^`]*\1|\*\*/g, (part) => (part === '**' ? '' : part))
}

/** A cell as it stands in a code block, where marks would show as they are. */
function plain(cell: string): string {
  const marked = /(`+)([^`]+)\1|(\*\*|__|~~)(?=\S)([^*_~]+)\3/g
  return drawn(cell)
    .replaceAll(marked, (_, _ticks, code, _mark, text) => code?.trim() ?? text)
    .replaceAll('`', '')
}
