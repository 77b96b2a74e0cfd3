import type { Budget, Page, Put, Reply } from '../ports.ts'

/**
 * The messages of an answer which may still be asked for anew as long as no words of it show: then
 * nobody has seen anything, and what was on its way is not sent any more.
 */
export class OpenReply implements Reply {
  readonly #reply: Reply
  #isClosed = false
  #saysWords = false
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
  get saysWords(): boolean {
    return this.#saysWords
  }

  /** Lets nothing more be put, unless words are there, or on their way: then it is too late. */
  tryClose(): boolean {
    if (this.#saysWords) return false
    this.#isClosed = true
    return true
  }

  budget(index: number): Budget {
    return this.#reply.budget(index)
  }

  async put(index: number, page: Page): Promise<Put> {
    if (this.#isClosed) return { kind: 'gone', why: 'deleted', reason: 'asked anew' }
    this.#saysWords ||= page.isAnswer
    this.#hasPages = true
    return this.#reply.put(index, page)
  }

  async trim(count: number): Promise<Put> {
    return this.#isClosed ? { kind: 'shown', quota: undefined } : this.#reply.trim(count)
  }
}
