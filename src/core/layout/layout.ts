import { Reasoning } from '../markdown/reasoning.ts'
import { Paginator } from './paginator.ts'
import { MarkdownRenderer } from './renderer.ts'

/**
 * Lays out one answer as it grows: from the model's Markdown to the pages that Discord is shown.
 * Only what is new is drawn, and a page that is full never changes again. The pages tell by
 * themselves how they were broken: `readPages` puts them together.
 */
export class Layout {
  readonly #paginator = new Paginator()
  readonly #reasoning = new Reasoning()
  /** The pages with nothing but the head. */
  readonly #headPages: readonly string[]
  /** The position where the answer begins, behind the model's reasoning. */
  #from: number | undefined
  #renderer: MarkdownRenderer | undefined

  /** `head` stands above the answer and is shown as it is: the quoted question. */
  constructor(head = '') {
    new MarkdownRenderer(this.#paginator, { isVerbatim: true }).read(head, true)
    if (head !== '') this.#paginator.write('\n\n')
    this.#headPages = this.#paginator.pages
  }

  /**
   * The pages of the text so far, which begins with the text of the call before. There are none as
   * long as there are no words: a head alone answers nothing.
   */
  grow(text: string): readonly string[] {
    const renderer = this.#read(text, false)
    return renderer ? this.#answered(renderer.preview(text)) : []
  }

  /**
   * The pages of the whole text, and in lines below it what Platen has to say, if anything.
   * `isCutOff`: the text may be gone on with, so how it breaks off has to be told (see marks.ts).
   */
  finish(text: string, tail = '', { isCutOff = false } = {}): readonly string[] {
    this.#read(text, true)
    // What goes on must not find the tail alone on its page.
    if (isCutOff) this.#paginator.makeRoom(tail.length + 3)
    if (isCutOff) this.#paginator.markBrokenCode(this.#renderer?.brokenCode)
    const isEmpty = this.#answered(this.#paginator.pages).length === 0
    if (tail !== '') {
      if (isEmpty) this.#paginator.write(tail)
      else this.#paginator.writeBelow(tail, { keepsSpace: isCutOff })
    }
    return this.#answered(this.#paginator.pages)
  }

  /** The whole text without the reasoning in front of it. */
  withoutReasoning(text: string): string {
    this.#from ??= this.#reasoning.beginning(text, true)
    return text.slice(this.#from ?? text.length)
  }

  #read(text: string, isWhole: boolean): MarkdownRenderer | undefined {
    this.#from ??= this.#reasoning.beginning(text, isWhole)
    if (this.#from !== undefined)
      this.#renderer ??= new MarkdownRenderer(this.#paginator, { from: this.#from })
    this.#renderer?.read(text, isWhole)
    return this.#renderer
  }

  #answered(pages: readonly string[]): readonly string[] {
    const head = this.#headPages
    const isHead = pages.length === head.length && pages.at(-1) === head.at(-1)
    return isHead ? [] : pages
  }
}
