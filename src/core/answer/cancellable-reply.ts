import type { Page, Put, RateLimitKey, Reply } from '../reply.ts'

/**
 * The messages of an answer which may still be asked for anew as long as no words of it show: then
 * nobody has seen anything, and what was on its way is not sent any more.
 */
export class CancellableReply implements Reply {
  readonly #reply: Reply
  #isCancelled = false
  #showsAnswer = false
  #hasPages: boolean

  /** `hasPages`: whether an earlier attempt has made messages of it. */
  constructor(reply: Reply, hasPages = false) {
    this.#reply = reply
    this.#hasPages = hasPages
  }

  /** Whether there are messages, of whatever kind. */
  get hasPages(): boolean {
    return this.#hasPages
  }

  /** Whether words of the answer show, or are on their way. */
  get showsAnswer(): boolean {
    return this.#showsAnswer
  }

  /** Lets nothing more be put, unless words are there, or on their way: then it is too late. */
  tryCancel(): boolean {
    if (this.#showsAnswer) return false
    this.#isCancelled = true
    return true
  }

  rateLimitKey(index: number): RateLimitKey {
    return this.#reply.rateLimitKey(index)
  }

  async put(index: number, page: Page): Promise<Put> {
    if (this.#isCancelled) return { kind: 'gone', why: 'deleted', reason: 'asked anew' }
    this.#showsAnswer ||= page.isAnswer
    this.#hasPages = true
    return this.#reply.put(index, page)
  }

  async trim(count: number): Promise<Put> {
    return this.#isCancelled ? { kind: 'shown', rateLimit: undefined } : this.#reply.trim(count)
  }
}
