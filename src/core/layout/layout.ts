import { Reasoning } from '../markdown/reasoning.ts'
import { Sheet } from './paginator.ts'
import { Drawing } from './renderer.ts'

/**
 * Lays out one answer as it grows: from the model's Markdown to the pages that Discord is shown.
 * Only what is new is drawn, and a page that is full never changes again. The pages tell by
 * themselves how they were broken: `readPages` puts them together.
 */
export class Layout {
  readonly #sheet = new Sheet()
  readonly #reasoning = new Reasoning()
  /** The pages with nothing but the head. */
  readonly #headPages: readonly string[]
  /** Where the answer begins, behind what the model only thought. */
  #from: number | undefined
  #drawing: Drawing | undefined

  /** `head` stands above the answer and is shown as it is: the quoted question. */
  constructor(head = '') {
    new Drawing(this.#sheet, { isVerbatim: true }).read(head, true)
    if (head !== '') this.#sheet.write('\n\n')
    this.#headPages = this.#sheet.pages
  }

  /**
   * The pages of the text so far, which begins with the text of the call before. There are none as
   * long as there are no words: a head alone answers nothing.
   */
  grow(text: string): readonly string[] {
    const drawing = this.#read(text, false)
    return drawing ? this.#answered(drawing.preview(text)) : []
  }

  /**
   * The pages of the whole text, and in lines below it what Platen has to say, if anything.
   * `isCutOff`: the text may be gone on with, so how it breaks off has to be told (see marks.ts).
   */
  finish(text: string, tail = '', { isCutOff = false } = {}): readonly string[] {
    this.#read(text, true)
    // What goes on must not find the tail alone on its page.
    if (isCutOff) this.#sheet.makeRoom(tail.length + 3)
    if (isCutOff) this.#sheet.markBrokenCode(this.#drawing?.brokenCode)
    const isEmpty = this.#answered(this.#sheet.pages).length === 0
    if (tail !== '') {
      if (isEmpty) this.#sheet.write(tail)
      else this.#sheet.writeBelow(tail, { keepsSpace: isCutOff })
    }
    return this.#answered(this.#sheet.pages)
  }

  /** The whole text without the reasoning in front of it. */
  withoutReasoning(text: string): string {
    this.#from ??= this.#reasoning.beginning(text, true)
    return text.slice(this.#from ?? text.length)
  }

  #read(text: string, isWhole: boolean): Drawing | undefined {
    this.#from ??= this.#reasoning.beginning(text, isWhole)
    if (this.#from !== undefined) this.#drawing ??= new Drawing(this.#sheet, { from: this.#from })
    this.#drawing?.read(text, isWhole)
    return this.#drawing
  }

  #answered(pages: readonly string[]): readonly string[] {
    const head = this.#headPages
    const isHead = pages.length === head.length && pages.at(-1) === head.at(-1)
    return isHead ? [] : pages
  }
}
