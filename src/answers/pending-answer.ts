import { CancellableReply } from '../core/answer/cancellable-reply.ts'
import { EndedAs } from '../core/answer/ending.ts'
import type { Asked } from './answer-request.ts'

/** An answer that is being typed, or waits for its turn, and the questions that it answers. */
export class Underway {
  /** Stops the answer at once, or before it begins. */
  readonly stop = new AbortController()
  /** The ids of the messages in which it stands. */
  readonly pages: string[] = []
  /** Whether the model has not been asked yet. */
  isWaiting = true
  /** Whether nothing can be added any more. */
  isOver = false
  /** Aborts when the question has changed, or there is one more. */
  anew = new AbortController()
  /** In whose name the journal knows it. */
  noted: Asked | undefined
  /** All that were ever asked, also those that were taken back. */
  readonly everAsked: Asked[]
  /** Messages that are answered together, oldest first; one command. */
  readonly #questions: Asked[]
  /** The question whose messages hold the answer, and these. */
  #replying: { readonly asked: Asked; readonly reply: CancellableReply }

  constructor(asked: Asked) {
    this.#questions = [asked]
    this.everAsked = [asked]
    this.#replying = { asked, reply: new CancellableReply(asked.reply) }
  }

  /** The newest question: the answer replies to it. */
  get asked(): Asked {
    return this.#questions.at(-1) ?? this.#replying.asked
  }

  /** The question to which the answer belongs as things stand. */
  get holder(): Asked {
    return this.isWaiting ? this.asked : this.#replying.asked
  }

  get questions(): readonly Asked[] {
    return this.#questions
  }

  /** The question in whose name the answer stands, and its messages. */
  get replying(): { readonly asked: Asked; readonly reply: CancellableReply } {
    return this.#replying
  }

  /**
   * Takes one more message, to be answered together with the others; false where it is too late for
   * that. As long as it waits, anybody's; then only one of the same author, before words show.
   */
  join(asked: Asked, mayAskAnew: boolean): boolean {
    const isOver = this.isOver || this.stop.signal.aborted
    if (!asked.isMessage || !this.asked.isMessage || isOver) return false
    if (!this.isWaiting) {
      const isSame = asked.askerId === this.asked.askerId
      if (!isSame || !mayAskAnew || !this.#replying.reply.tryCancel()) return false
    }
    this.asked.typing?.stop()
    this.#questions.push(asked)
    this.everAsked.push(asked)
    this.#askAnew()
    return true
  }

  /** A message was changed; whether that changes what is asked. */
  change(trigger: string, text: string): void {
    const at = this.#questions.findIndex((one) => one.trigger === trigger)
    const changed = this.#questions[at]
    if (changed === undefined || changed.broken || changed.post.text === text) return
    this.#questions[at] = { ...changed, post: { ...changed.post, text } }
    this.#askAnew()
  }

  /** A message was deleted: the others are answered still; where there are none, nothing is. */
  takeBack(trigger: string): void {
    const at = this.#questions.findIndex((one) => one.trigger === trigger)
    if (at < 0) return
    if (this.#questions.length === 1) {
      this.stop.abort(new EndedAs({ kind: 'stopped' }))
      return
    }
    this.#questions.splice(at, 1)
    // What people read already stays.
    if (this.isWaiting || !this.#replying.reply.showsAnswer) this.#askAnew()
  }

  /** Begins to answer the questions as they are now, in the messages that there are, else the newest's. */
  begin(): void {
    this.isWaiting = false
    this.anew = new AbortController()
    const { asked } = this
    const { reply, asked: before } = this.#replying
    const isKept = reply.hasPages || before.trigger === asked.trigger
    const holder = isKept ? before : asked
    this.#replying = { asked: holder, reply: new CancellableReply(holder.reply, reply.hasPages) }
  }

  #askAnew(): void {
    this.anew.abort(new EndedAs({ kind: 'superseded' }))
  }
}
