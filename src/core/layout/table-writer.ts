import type { Table } from '../markdown/table.ts'
import { fence, guardFences } from './page-markers.ts'
import type { Sheet } from './paginator.ts'

/**
 * Puts a growing table onto the sheet: as a code block where its lines are short, and when it is
 * over or fills a page; else as a list, row by row.
 */
export class TablePress {
  /** The marks of the quote in which the table stands. */
  readonly quote: string
  readonly #table: Table
  readonly #sheet: Sheet
  #isList = false
  #isBegun = false

  constructor(table: Table, quote: string, sheet: Sheet) {
    this.#table = table
    this.#sheet = sheet
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
    if (this.#isList) return this.#sheet.preview(this.#isBegun ? '' : this.#list)
    const lines = this.#table.lines.map((line) => guardFences(line, 0).text)
    const block = [fence, ...lines, fence].map((line) => this.quote + line)
    return this.#sheet.previewBlock(block.join('\n'))
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
      if (!this.#sheet.moveOn()) this.#divide()
    }
    if (this.#isList && !this.#table.isEmpty) this.#writeList()
  }

  get #fits(): boolean {
    const { mostUnits, lineCount } = this.#table
    const around = 2 * (fence.length + 1)
    return this.#sheet.fits(mostUnits + around + (lineCount + 2) * this.quote.length)
  }

  /** The rows so far fill the page; the last one begins the next page, below the header again. */
  #divide(): void {
    const above = this.#table.splitOff()
    if (above.isEmpty) {
      this.#isList = true
    } else {
      this.#writeBlock(above)
      this.#sheet.startPage()
    }
  }

  #writeBlock(table: Table): void {
    this.#sheet.openFence({ quote: this.quote, lead: '', language: '' })
    for (const line of table.lines) {
      this.#sheet.startCodeLine()
      this.#sheet.writeCode(line)
    }
    this.#sheet.closeFence()
    this.#sheet.write('\n')
  }

  #writeList(): void {
    if (this.#isBegun) this.#sheet.write(`${this.quote}\n`)
    this.#sheet.write(`${this.#list}\n`)
    this.#isBegun = true
    this.#table.clear()
  }
}
