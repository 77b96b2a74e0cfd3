import { pagesWithButtons } from '../core/answer/answer-pages.ts'
import type { AnswerServices } from '../core/answer/answer-services.ts'
import { Typewriter } from '../core/answer/typewriter.ts'
import { statusLine } from '../core/conversation/status-lines.ts'
import { Layout } from '../core/layout/layout.ts'
import { textsFor } from '../locales/index.ts'
import type { AnswerRequest } from './answer-request.ts'

/** Shows the asker of a waiting command how many answers come before theirs. */
export class QueuePosition {
  readonly #request: AnswerRequest
  readonly #typewriter: Typewriter
  #ahead = 0
  #shownAhead = 0
  #shown: Promise<void> = Promise.resolve()

  constructor(request: AnswerRequest, { pacer, clock }: Pick<AnswerServices, 'pacer' | 'clock'>) {
    this.#request = request
    this.#typewriter = new Typewriter(request.target.reply, pacer, clock)
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
    const { target, header, locale } = this.#request
    // A failed acknowledgement is reported when the answer's turn comes.
    const isAcknowledged = await (target.acknowledged ?? Promise.resolve()).then(
      () => true,
      () => false,
    )
    // Of several changes only the newest is shown.
    if (!isAcknowledged || this.#ahead === 0 || this.#ahead === this.#shownAhead) return
    this.#shownAhead = this.#ahead
    const line = statusLine(textsFor(locale).waiting(this.#ahead), 'waiting')
    await this.#typewriter.show(
      pagesWithButtons(new Layout(header).finish('', line), ['stop'], false),
    )
  }
}
