import type { AnswerServices } from '../core/answer/answer.ts'
import { pagesWithButtons } from '../core/answer/answer-pages.ts'
import { Typewriter } from '../core/answer/typewriter.ts'
import { statusLine } from '../core/conversation/status-lines.ts'
import { Layout } from '../core/layout/layout.ts'
import { textsFor } from '../locales/index.ts'
import type { Asked } from './answer-request.ts'

/** Shows who asked by a command how many answers are typed before theirs. */
export class PlaceInQueue {
  readonly #asked: Asked
  readonly #typewriter: Typewriter
  #ahead = 0
  #shownAhead = 0
  #shown: Promise<void> = Promise.resolve()

  constructor(asked: Asked, { pacer, clock }: Pick<AnswerServices, 'pacer' | 'clock'>) {
    this.#asked = asked
    this.#typewriter = new Typewriter(asked.reply, pacer, clock)
  }

  show(ahead: number): void {
    this.#ahead = ahead
    this.#shown = this.#shown.then(() => this.#showNewest())
  }

  /** Resolves when nothing more is shown. */
  async end(): Promise<void> {
    this.#ahead = 0
    await this.#shown
  }

  async #showNewest(): Promise<void> {
    const { heard, header, locale } = this.#asked
    // Where the command was not heard, its answer finds that out.
    const isHeard = await (heard ?? Promise.resolve()).then(
      () => true,
      () => false,
    )
    // Of several changes meanwhile only the newest is shown.
    if (!isHeard || this.#ahead === 0 || this.#ahead === this.#shownAhead) return
    this.#shownAhead = this.#ahead
    const line = statusLine(textsFor(locale).waiting(this.#ahead), 'waiting')
    await this.#typewriter.show(
      pagesWithButtons(new Layout(header).finish('', line), ['stop'], false),
    )
  }
}
