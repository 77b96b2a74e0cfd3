import type { Table } from '../markdown/table.ts'
import { fence, guardFences } from './page-markers.ts'
import type { Paginator } from './paginator.ts'

/**
 * Puts a growing table onto the sheet: as a code block where its lines are short, and when it is
 * over or fills a page; else as a list, row by row.
 */
export class TableWriter {
  /** The marks of the quote in which the table stands. */
  readonly quote: string
  readonly #table: Table
  readonly #paginator: Paginator
  #isList = false
  #isBegun = false

  constructor(table: Table, quote: string, paginator: Paginator) {
    this.#table = table
    this.#paginator = paginator
    this.quote = quote
    this.#place()
  }

  add(cells: readonly string[]): void {
    this.#table.add(cells)
    this.#place()
  }

  end(): void {
    if (!this.#isList) this.#writeBlock(this.#table)
    else if (!this.#isBegun) this.#writeList()
  }

  /** The pages with what there is of the table and not on the sheet yet. */
  get preview(): readonly string[] {
    if (this.#isList) return this.#paginator.preview(this.#isBegun ? '' : this.#list)
    const lines = this.#table.lines.map((line) => guardFences(line, 0).text)
    const block = [fence, ...lines, fence].map((line) => this.quote + line)
    return this.#paginator.previewBlock(block.join('\n'))
  }

  get #list(): string {
    return this.#table.list
      .split('\n')
      .map((line) => this.quote + line)
      .join('\n')
  }

  #place(): void {
    this.#isList ||= this.#table.isWide
    while (!this.#isList && !this.#fits) {
      // What stands before the table is on its page then; the table goes on the next one.
      if (!this.#paginator.moveOn()) this.#divide()
    }
    if (this.#isList && !this.#table.isEmpty) this.#writeList()
  }

  get #fits(): boolean {
    const { maxUnits, lineCount } = this.#table
    const around = 2 * (fence.length + 1)
    return this.#paginator.fits(maxUnits + around + (lineCount + 2) * this.quote.length)
  }

  /** The rows so far fill the page; the last one begins the next page, below the header again. */
  #divide(): void {
    const above = this.#table.splitOff()
    if (above.isEmpty) {
      this.#isList = true
    } else {
      this.#writeBlock(above)
      this.#paginator.startPage()
    }
  }

  #writeBlock(table: Table): void {
    this.#paginator.openFence({ quote: this.quote, lead: '', language: '' })
    for (const line of table.lines) {
      this.#paginator.startCodeLine()
      this.#paginator.writeCode(line)
    }
    this.#paginator.closeFence()
    this.#paginator.write('\n')
  }

  #writeList(): void {
    if (this.#isBegun) this.#paginator.write(`${this.quote}\n`)
    this.#paginator.write(`${this.#list}\n`)
    this.#isBegun = true
    this.#table.clear()
  }
}
