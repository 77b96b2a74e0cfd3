import type { Clock } from '../clock.ts'
import type { Flow } from '../conflate.ts'
import { modelTextOf } from '../conversation/exchange.ts'
import { escapeName, statusLine, withoutStatusLines } from '../conversation/status-lines.ts'
import { appendLine } from '../layout/append-line.ts'
import { Layout } from '../layout/layout.ts'
import type { GoneReason, Page, Reply } from '../reply.ts'
import { buttonsAtEnd, finalPages, growingPages } from './answer-pages.ts'
import type { AnswerServices } from './answer-services.ts'
import { Continuation } from './continuation.ts'
import type { AnswerOutcome, Ending } from './ending.ts'
import type { FinalFrame } from './frames.ts'
import type { Question } from './question.ts'
import { ThinkingNotice } from './thinking-notice.ts'
import { type MorePages, type ShowResult, Typewriter } from './typewriter.ts'

/** Shows the frames of one answer on its pages, from the first text to the ending. */
export class AnswerDisplay {
  readonly #question: Question
  readonly #clock: Clock
  readonly #showsFooter: boolean
  readonly #typewriter: Typewriter
  readonly #layout: Layout
  readonly #continuation: Continuation
  readonly #thinking: ThinkingNotice
  readonly #startMs: number
  #firstTextMs: number | undefined
  #pages: readonly Page[] = []

  constructor(
    question: Question,
    reply: Reply,
    { pacer, clock, showsFooter }: Pick<AnswerServices, 'pacer' | 'clock' | 'showsFooter'>,
  ) {
    const { header, textSoFar, texts } = question
    this.#question = question
    this.#clock = clock
    this.#showsFooter = showsFooter
    this.#startMs = clock.now()
    this.#typewriter = new Typewriter(reply, pacer, clock)
    this.#layout = new Layout(header)
    this.#continuation = new Continuation(textSoFar)
    this.#thinking = new ThinkingNotice(this.#typewriter, { header, texts, clock })
  }

  /** Resolves when the next frame may be shown: see `Typewriter.nextSlot`. */
  async nextSlot(flow: Flow): Promise<void> {
    await this.#typewriter.nextSlot(this.#pages, flow)
  }

  /** Shows a frame of the growing answer, as far as the rate limits allow now. */
  async show(text: string): Promise<ShowResult | MorePages> {
    const laidOut = this.#layout.grow(this.#continuation.join(text, false))
    this.#pages = growingPages(laidOut)
    if (this.#pages.length > 0) await this.#thinking.end()
    const shown = await this.#typewriter.show(this.#pages)
    this.#noteFirstText()
    return shown
  }

  /**
   * Shows the final frame and how the answer ended. `hasFallenBack`: the default model answered in
   * place of the chosen one.
   */
  async finish(
    frame: FinalFrame,
    { hasFallenBack }: { readonly hasFallenBack: boolean },
  ): Promise<AnswerOutcome> {
    const { ending, model, usage } = frame
    const text = this.#continuation.join(frame.text, true)
    const end = { ...frame, text, totalMs: this.#elapsedMs, showsFooter: this.#showsFooter }
    const question = hasFallenBack ? withFallbackNote(this.#question) : this.#question
    const pages = finalPages(this.#layout, end, question)
    await this.#thinking.end()
    const shown = await this.#showFinal(pages, ending)
    this.#noteFirstText()
    const isGone = shown.kind === 'gone'
    return {
      ending: isGone ? { kind: 'gone', why: shown.why } : ending,
      unshownReason: shown.kind === 'shown' ? undefined : shown.reason,
      undeliveredNotice: isGone ? await this.#explainGone(shown.why, ending) : undefined,
      characters: frame.text.length,
      text: this.#layout.withoutReasoning(text),
      shown: modelTextOf(
        pages.map((page) => page.text),
        question.header.startsWith('>'),
      ),
      pages: pages.length,
      firstTextMs: this.#firstTextMs,
      totalMs: this.#elapsedMs,
      model,
      usage,
    }
  }

  get #elapsedMs(): number {
    return this.#clock.now() - this.#startMs
  }

  #noteFirstText(): void {
    if (this.#typewriter.hasShownAnswer) this.#firstTextMs ??= this.#elapsedMs
  }

  /** Shows the final frame, unless nobody wants to see it. */
  async #showFinal(pages: readonly Page[], ending: Ending): Promise<ShowResult> {
    if (ending.kind === 'superseded') return { kind: 'shown' }
    if (ending.kind === 'gone' && ending.why === 'deleted') this.#typewriter.stopSending()
    return this.#typewriter.finish(pages)
  }

  /** Tells on the last editable page why the answer ends; returns what could not be told there. */
  async #explainGone(why: GoneReason, ending: Ending): Promise<string | undefined> {
    const { texts } = this.#question
    if (why === 'deleted') {
      // A deleted page ends the answer, but the pages before it still need an ending.
      const deleted = ending.kind === 'gone' ? ending.page : undefined
      const isPart = deleted !== undefined && deleted < this.#typewriter.pageCount - 1
      if (isPart) await this.#endEarly(statusLine(texts.stopped, 'stopped'))
      return undefined
    }
    const notice = texts.gone[why]
    return (await this.#endEarly(statusLine(notice))) ? undefined : notice
  }

  /** Puts `line` below the last page that can still be edited; false where there is none. */
  async #endEarly(line: string): Promise<boolean> {
    return this.#typewriter.editLast(({ text }) => ({
      text: appendLine(withoutStatusLines(text), line),
      buttons: buttonsAtEnd,
      isAnswer: true,
    }))
  }
}

/** The question with a note that the chosen model is gone. */
function withFallbackNote(question: Question): Question {
  const { model = '', notes, texts } = question
  const note = statusLine(texts.unpinned(escapeName(model)), 'unpinned')
  return { ...question, isPinned: false, notes: [...notes, note] }
}
