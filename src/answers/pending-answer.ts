import { CancellableReply } from '../core/answer/cancellable-reply.ts'
import { EndedAs } from '../core/answer/ending.ts'
import type { AnswerRequest } from './answer-request.ts'

/** The request that an answer replies to, and the messages that show the answer. */
interface Holder {
  readonly request: AnswerRequest
  readonly reply: CancellableReply
}

/** An answer that is being typed or waits for its turn, with the requests that it answers. */
export class PendingAnswer {
  /** Stops the answer, also before it starts. */
  readonly stop = new AbortController()
  /** Interrupts the answer, because the process ends. */
  readonly interrupt = new AbortController()
  /** The ids of the messages that show it. */
  readonly pages: string[] = []
  /** True until the model is asked. */
  isWaiting = true
  /** True when it has ended: no request can join it. */
  isOver = false
  /** Aborts when a question was edited, or another one joined. */
  restart = new AbortController()
  /** The request under whose attempt the journal knows it. */
  journalled: AnswerRequest | undefined
  /** Every request that ever joined, also those that were withdrawn. */
  readonly allRequests: AnswerRequest[]
  /** Messages that are answered together, oldest first; or one command. */
  readonly #requests: AnswerRequest[]
  #holder: Holder

  constructor(request: AnswerRequest) {
    this.#requests = [request]
    this.allRequests = [request]
    this.#holder = { request, reply: new CancellableReply(request.target.reply) }
  }

  /** The newest request: the answer replies to it. */
  get request(): AnswerRequest {
    return this.#requests.at(-1) ?? this.#holder.request
  }

  get requests(): readonly AnswerRequest[] {
    return this.#requests
  }

  /** The request whose messages show the answer, with these messages. */
  get holder(): Holder {
    return this.#holder
  }

  /** The request that the answer belongs to in the journal. */
  get owner(): AnswerRequest {
    return this.isWaiting ? this.request : this.#holder.request
  }

  /**
   * Takes one more message, to be answered together with the others; false where it comes too late.
   * While the answer waits, messages of anybody can join. Later, where `canRestart`, only messages of
   * the same author, and only before any text of the answer shows.
   */
  join(request: AnswerRequest, canRestart: boolean): boolean {
    const isOver = this.isOver || this.stop.signal.aborted
    if (!request.target.isBatched || !this.request.target.isBatched || isOver) return false
    if (!this.isWaiting) {
      const isSameAuthor = request.askerId === this.request.askerId
      if (!isSameAuthor || !canRestart || !this.#holder.reply.tryCancel()) return false
    }
    this.request.target.stopTyping?.()
    this.#requests.push(request)
    this.allRequests.push(request)
    this.#restart()
    return true
  }

  /** A question was edited. The answer restarts where that changes what is asked. */
  edit(trigger: string, text: string): void {
    const at = this.#requests.findIndex((one) => one.trigger === trigger)
    const edited = this.#requests[at]
    if (edited === undefined || edited.continues || edited.message.text === text) return
    this.#requests[at] = { ...edited, message: { ...edited.message, text } }
    this.#restart()
  }

  /** A question was deleted. The others are still answered; without any, the answer stops. */
  withdraw(trigger: string): void {
    const at = this.#requests.findIndex((one) => one.trigger === trigger)
    if (at < 0) return
    if (this.#requests.length === 1) {
      this.stop.abort(new EndedAs({ kind: 'stopped' }))
      return
    }
    this.#requests.splice(at, 1)
    // Text that people have read stays.
    if (this.isWaiting || !this.#holder.reply.showsAnswer) this.#restart()
  }

  /** Starts to answer the requests as they are now, in the messages that exist, else in new ones. */
  start(): void {
    this.isWaiting = false
    this.restart = new AbortController()
    const { reply, request: before } = this.#holder
    const isKept = reply.hasPages || before.trigger === this.request.trigger
    const request = isKept ? before : this.request
    this.#holder = { request, reply: new CancellableReply(request.target.reply, reply.hasPages) }
  }

  #restart(): void {
    this.restart.abort(new EndedAs({ kind: 'superseded' }))
  }
}
