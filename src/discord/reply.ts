import type { Budget, Put, Reply } from '../core/ports.ts'
import { failedPut, isDeadToken } from './outcome.ts'
import type { Place, Sent } from './place.ts'

export interface ReplyParts {
  /** The id of what is answered: the nonces of its messages come from it. */
  readonly trigger: string
  /** Where the first page stands. */
  readonly first: Place
  /** Where the first page can still be edited when the token of its interaction is dead. */
  readonly firstAsOwn?: Place | undefined
  /** Says where the second page and all after it go; asked once, when there is a second page. */
  readonly placeRest: () => Promise<Place>
  /** The pages that an earlier process has made, in order. */
  readonly pages?: readonly Page[]
  /** Called for each page when it is made, the first time when the first words show. */
  readonly onPage?: (page: { readonly channelId: string; readonly messageId: string }) => void
}

export interface Page {
  readonly id: string
  place: Place
}

/** The messages of one answer in Discord. */
export class DiscordReply implements Reply {
  readonly #parts: ReplyParts
  readonly #pages: Page[]
  #rest: Place | undefined

  constructor(parts: ReplyParts) {
    this.#parts = parts
    this.#pages = [...(parts.pages ?? [])]
  }

  budget(page: number): Budget {
    const known = this.#pages[page]
    if (known) return known.place.editBudget
    const { first, trigger } = this.#parts
    const place = page === 0 ? first : this.#rest
    return place?.createBudget ?? { bucket: `create:${trigger}`, isShared: true }
  }

  async put(page: number, text: string): Promise<Put> {
    const known = this.#pages[page]
    try {
      return known ? await this.#edit(known, text) : await this.#create(page, text)
    } catch (error) {
      return failedPut(error)
    }
  }

  async #create(page: number, text: string): Promise<Put> {
    const { trigger, onPage } = this.#parts
    const place = await this.#placeOf(page)
    const nonce = `${trigger}-${page}`
    let sent: Sent
    try {
      sent = await place.create(text, nonce)
    } catch (error) {
      const failed = failedPut(error)
      // It may have taken effect, and nothing tells a second message from the first.
      if (failed.kind === 'later' && failed.afterMs === undefined && !place.deduplicates) {
        return { kind: 'gone', reason: failed.reason }
      }
      throw error
    }
    this.#pages[page] = { id: sent.id, place }
    onPage?.({ channelId: sent.channelId, messageId: sent.id })
    // A create that had taken effect before gives back the message of then, with its text of then.
    if (sent.text !== text) return { kind: 'later', afterMs: 0, reason: 'an earlier text shows' }
    return { kind: 'shown', quota: sent.quota }
  }

  async #placeOf(page: number): Promise<Place> {
    if (page === 0) return this.#parts.first
    this.#rest ??= await this.#parts.placeRest()
    return this.#rest
  }

  async #edit(page: Page, text: string): Promise<Put> {
    const { first, firstAsOwn } = this.#parts
    try {
      return { kind: 'shown', quota: (await page.place.edit(page.id, text)).quota }
    } catch (error) {
      if (page.place !== first || firstAsOwn === undefined || !isDeadToken(error)) throw error
      page.place = firstAsOwn
      return { kind: 'later', afterMs: 0, reason: 'the token of the interaction is dead' }
    }
  }
}
