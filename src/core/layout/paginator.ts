import { clip, withoutHalfCharacter } from '../clip.ts'
import { closeMarks } from '../markdown/close-open-marks.ts'
import { type Break, breakBeforeBlock, closingOf, type Fence, findBreak } from './page-breaks.ts'
import { fence, guardFences, hideMarker, pageLimit, wordJoiner } from './page-markers.ts'

/** More white space in one place than this is a mistake of the model. */
const maxSpace = 100

/** The first line of a code block that is about to be written. */
export interface Opening {
  readonly quote: string
  /** The text before the fence: '' or the mark of a list item. */
  readonly lead: string
  readonly language: string
}

/**
 * Takes drawn text and puts it on pages. Full pages are closed and never change again; all that is
 * ever moved is on the open page.
 */
export class Paginator {
  readonly #closed: string[] = []
  #content = ''
  #fences: readonly Fence[] = []
  /** How many backticks the content ends with. */
  #ticks = 0

  /** Adds text outside of code blocks. What fits is kept; the rest opens the next page. */
  write(text: string): void {
    const guarded = this.#guard(this.#content === '' ? text.trimStart() : text)
    const codeEnd = this.#fences.at(-1)?.to ?? 0
    const before = this.#content.slice(0, codeEnd)
    const after = this.#content.slice(codeEnd) + guarded
    this.#content = before + after.replaceAll(longSpace, '$1')
    this.#breakPages()
  }

  /** Begins a code block. It must stand at the beginning of a line. */
  openFence({ quote, lead, language }: Opening): void {
    const from = this.#content.length
    this.#content += quote + lead + fence + language
    const bodyFrom = this.#content.length
    this.#fences = [...this.#fences, { from, bodyFrom, to: undefined, quote, language }]
    this.#ticks = 0
    this.#breakPages()
  }

  /** Adds text to the open code block. */
  writeCode(text: string): void {
    this.#content += this.#guard(text)
    this.#breakPages()
  }

  /** Begins a line in the open code block. */
  startCodeLine(): void {
    this.writeCode(`\n${this.#openFence?.quote ?? ''}`)
  }

  closeFence(): void {
    const open = this.#openFence
    if (open === undefined) return
    this.#content += closingOf(open)
    this.#fences = [...this.#fences.slice(0, -1), { ...open, to: this.#content.length }]
    this.#ticks = 0
  }

  /** Whether so many more units fit on the open page. */
  fits(length: number): boolean {
    return this.#content.length + length <= pageLimit
  }

  /** Closes the page so that the block that comes next stands whole on the next one, if it may. */
  moveOn(): boolean {
    const found = breakBeforeBlock(this.#content, this.#fences)
    if (found) this.#turn(found)
    return found !== undefined
  }

  /** Closes the page where it ends now. */
  startPage(): void {
    this.#closed.push(this.#content.trimEnd())
    this.#content = ''
    this.#fences = []
  }

  /** Turns the page before its last words where so many more units would not fit. */
  makeRoom(length: number): void {
    if (this.#content.trim() === '' || this.fits(length)) return
    this.#turn(findBreak(this.#content, this.#fences))
  }

  /** Notes that the code block at the end was closed although its code may go on, and where. */
  markBrokenCode(where: 'line' | 'line-end' | undefined): void {
    if (where !== undefined) this.#content += wordJoiner
    if (where === 'line-end') this.#content += wordJoiner
  }

  /** Adds lines below everything, and below the white space at its end where that matters. */
  writeBelow(lines: string, { keepsSpace = false } = {}): void {
    if (!keepsSpace) this.#content = this.#content.trimEnd()
    this.write(`\n${lines}`)
  }

  /** The pages as they are. */
  get pages(): readonly string[] {
    return this.#with(this.#content)
  }

  /**
   * The pages as they look for the moment: `tail` is drawn already, but may still change, so it
   * only shows as far as it fits on the open page.
   */
  preview(tail: string): readonly string[] {
    const open = this.#openFence
    if (open) {
      const isBlank = this.#content.slice(open.bodyFrom).replaceAll(/[\s>]/g, '') === ''
      return this.#with(
        isBlank ? this.#content.slice(0, open.from) : this.#content + closingOf(open),
      )
    }
    const wellFormed = withoutHalfCharacter(tail).toWellFormed()
    const whole = this.#content + guardFences(wellFormed, this.#ticks).text
    const codeEnd = this.#fences.at(-1)?.to ?? 0
    for (let most = pageLimit; ; ) {
      const shown = closeLastLine(clip(whole, most), codeEnd)
      if (shown.length <= pageLimit) return this.#with(shown)
      // Words give way to the marks that close them, but code is closed already.
      most = Math.max(codeEnd, most + pageLimit - shown.length)
    }
  }

  /** The pages with a code block at their end that may still change, but fits on the open page. */
  previewBlock(block: string): readonly string[] {
    return this.#with(this.#content + block.toWellFormed())
  }

  get #openFence(): Fence | undefined {
    const last = this.#fences.at(-1)
    return last?.to === undefined ? last : undefined
  }

  #with(content: string): readonly string[] {
    const last = content.trim()
    return last === '' ? this.#closed.slice() : [...this.#closed, last]
  }

  #guard(text: string): string {
    const guarded = guardFences(text.toWellFormed(), this.#ticks)
    this.#ticks = guarded.ticks
    return guarded.text
  }

  #breakPages(): void {
    while (this.#isTooLong) this.#turn(findBreak(this.#content, this.#fences))
  }

  get #isTooLong(): boolean {
    const open = this.#openFence
    const length = open
      ? this.#content.length + closingOf(open).length
      : this.#content.trimEnd().length
    return length > pageLimit
  }

  #turn({ end, closing, start, opening, cut }: Break): void {
    this.#closed.push(hideMarker(this.#content.slice(0, end) + closing))
    this.#content = opening + this.#content.slice(start)
    const moved = opening.length - start
    this.#fences = this.#fences.flatMap((each) => {
      const to = each.to === undefined ? undefined : each.to + moved
      if (each === cut) {
        const bodyFrom = each.quote.length + fence.length + each.language.length
        return [{ ...each, from: 0, bodyFrom, to }]
      }
      if (each.from < start) return []
      return [{ ...each, from: each.from + moved, bodyFrom: each.bodyFrom + moved, to }]
    })
  }
}

const longSpace = new RegExp(`(\\s{${maxSpace}})\\s+`, 'g')

/** The text with the marks in its last line closed, where that is not the end of a code block. */
function closeLastLine(text: string, codeEnd: number): string {
  const from = Math.max(text.lastIndexOf('\n') + 1, codeEnd)
  return text.slice(0, from) + closeMarks(text.slice(from))
}
