import { withoutStatusLines } from '../conversation/status-lines.ts'
import type { Page, Put, RateLimitKey, Reply } from '../reply.ts'

/**
 * The messages of an old answer, which stays until the first words of the new one: what Platen has to
 * say when there are none does not take its place.
 */
export class ReplacingReply implements Reply {
  readonly #reply: Reply
  #isReplaced = false
  #notice: string | undefined

  constructor(reply: Reply) {
    this.#reply = reply
  }

  /** Whether anything of the old answer was replaced. */
  get isReplaced(): boolean {
    return this.#isReplaced
  }

  /** The text that should replace the old answer. */
  get notice(): string | undefined {
    return this.#notice
  }

  rateLimitKey(index: number): RateLimitKey {
    return this.#reply.rateLimitKey(index)
  }

  async put(index: number, page: Page): Promise<Put> {
    if (!page.isAnswer && !this.#isReplaced) {
      this.#notice = page.text.slice(withoutStatusLines(page.text).length).trim()
      return { kind: 'shown', rateLimit: undefined }
    }
    const put = await this.#reply.put(index, page)
    // Of what is not known to have failed, something may show.
    this.#isReplaced ||= put.kind !== 'gone'
    return put
  }

  async trim(count: number): Promise<Put> {
    return this.#isReplaced ? this.#reply.trim(count) : { kind: 'shown', rateLimit: undefined }
  }
}
