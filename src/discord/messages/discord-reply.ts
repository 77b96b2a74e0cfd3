import type { APIButtonComponent } from 'discord.js'
import type { ButtonKind, Page, Put, RateLimitKey, Reply } from '../../core/ports.ts'
import { archivedThread, failedPut, hasCode, isDeadToken } from '../api/errors.ts'
import type { Content, Place, Sent } from './message-target.ts'

export interface ReplyParts {
  /** The id of the attempt to answer: the nonces of its messages come from it. */
  readonly attempt: string
  /** Where the first page stands. */
  readonly first: Place
  /** Where the first page can still be edited when the token of its interaction is dead. */
  readonly firstAsOwn?: Place | undefined
  /** Says where the second page and all after it go; asked once, when there is a second page. */
  readonly placeRest: (first: PageAddress) => Promise<Place>
  readonly button?: (control: ButtonKind) => APIButtonComponent
  /** The pages that there are already, in order. */
  readonly pages?: readonly PlacedPage[]
  /** Called for each page when it shows for the first time, and when the first words show on it. */
  readonly onPage?: (page: ShownPage) => void
  /** The only person whom the first page may ping. */
  readonly pings?: string
}

/** Where a page's message is. */
export interface PageAddress {
  readonly channelId: string
  readonly messageId: string
}

/** What is told of a page when it shows. */
export interface ShownPage extends PageAddress {
  readonly isAnswer: boolean
}

/** A page that has its message. */
export interface PlacedPage extends PageAddress {
  readonly place: Place
}

const deadToken = 'the token of the interaction is dead'

/** What Discord refused counts in its bucket, too, and nobody heard how much is left there. */
const afterRefusalMs = 1_000

/** The messages of one answer in Discord. */
export class DiscordReply implements Reply {
  readonly #parts: ReplyParts
  readonly #pages: PlacedPage[]
  #first: Place
  #rest: Place | undefined
  /** How many pages have been told of. */
  #told = 0
  /** The numbers of the pages on which words of the answer show. */
  readonly #saying = new Set<number>()
  #isReopened = false
  #takesFiles = true

  constructor(parts: ReplyParts) {
    this.#parts = parts
    this.#first = parts.first
    this.#pages = [...(parts.pages ?? [])]
  }

  rateLimitKey(index: number): RateLimitKey {
    const known = this.#pages[index]
    if (known) return known.place.editBudget
    const { attempt } = this.#parts
    const place = index === 0 ? this.#first : this.#rest
    // Where nobody knows the place yet, a put asks for it and makes no request.
    return place?.createBudget ?? { bucket: `create:${attempt}`, isShared: false }
  }

  async put(index: number, page: Page): Promise<Put> {
    const { text, buttons, wholeText, isAnswer } = page
    const { button, onPage } = this.#parts
    const file = this.#takesFiles ? wholeText : undefined
    const content = { text, buttons: button ? buttons.map(button) : [], file }
    const known = this.#pages[index]
    try {
      const put = known
        ? await this.#edit(index, known, content)
        : await this.#create(index, content)
      const made = this.#pages[index]
      const isNew = index === this.#told
      if (made && (isNew || (isAnswer && !this.#saying.has(index)))) {
        if (isNew) this.#told += 1
        if (isAnswer) this.#saying.add(index)
        onPage?.({ ...addressOf(made), isAnswer })
      }
      return put
    } catch (error) {
      const failed = await this.#failed(error, known?.place ?? this.#rest)
      if (failed.kind !== 'gone' || file === undefined) return failed
      // A file may be forbidden where words are not.
      this.#takesFiles = false
      return { kind: 'later', afterMs: afterRefusalMs, reason: failed.reason }
    }
  }

  async trim(count: number): Promise<Put> {
    for (const page of this.#pages.slice(count).reverse()) {
      try {
        await page.place.delete(page.messageId)
      } catch (error) {
        const failed = await this.#failed(error, page.place)
        // One that somebody else has deleted is what was wanted.
        if (failed.kind === 'later') return failed
      }
      this.#pages.pop()
    }
    return { kind: 'shown', rateLimit: undefined }
  }

  async #create(index: number, content: Content): Promise<Put> {
    const { attempt, firstAsOwn, placeRest, pings } = this.#parts
    const [firstPage] = this.#pages
    if (firstPage && this.#rest === undefined) {
      this.#rest = await placeRest(addressOf(firstPage))
      // Only now the budget is known on which the request draws: its turn may be another.
      return { kind: 'later', afterMs: 0, reason: 'the place was not known' }
    }
    const place = this.#rest ?? this.#first
    let sent: Sent
    try {
      const isSilent = index > 0
      sent = await place.create(content, { nonce: `${attempt}-${index}`, isSilent, pings })
    } catch (error) {
      if (place === this.#first && firstAsOwn && isDeadToken(error)) {
        this.#first = firstAsOwn
        return { kind: 'later', afterMs: 0, reason: deadToken }
      }
      const failed = failedPut(error)
      // It may have taken effect, and nothing tells a second message from the first.
      if (failed.kind === 'later' && failed.afterMs === undefined && !place.deduplicates) {
        return { kind: 'gone', why: 'rejected', reason: failed.reason }
      }
      throw error
    }
    this.#pages[index] = { channelId: sent.channelId, messageId: sent.id, place }
    // A create that had taken effect before gives back the message of then, as it was then.
    const isOlder = sent.text !== content.text || sent.buttons !== content.buttons.length
    if (isOlder) return { kind: 'later', afterMs: 0, reason: 'an earlier state shows' }
    return { kind: 'shown', rateLimit: sent.rateLimit }
  }

  async #edit(index: number, page: PlacedPage, content: Content): Promise<Put> {
    const { firstAsOwn } = this.#parts
    try {
      return {
        kind: 'shown',
        rateLimit: (await page.place.edit(page.messageId, content)).rateLimit,
      }
    } catch (error) {
      const isFirst = page.place === this.#parts.first
      if (!isFirst || firstAsOwn === undefined || !isDeadToken(error)) throw error
      this.#pages[index] = { ...page, place: firstAsOwn }
      return { kind: 'later', afterMs: 0, reason: deadToken }
    }
  }

  /** Who archives a thread does not forbid to write in it; a second time it is meant. */
  async #failed(
    error: unknown,
    place: Place | undefined,
  ): Promise<Exclude<Put, { kind: 'shown' }>> {
    const failed = failedPut(error)
    if (place === undefined || this.#isReopened || !hasCode(error, archivedThread)) return failed
    this.#isReopened = true
    try {
      await place.reopen()
      return { kind: 'later', afterMs: afterRefusalMs, reason: failed.reason }
    } catch {
      return failed
    }
  }
}

function addressOf({ channelId, messageId }: PlacedPage): PageAddress {
  return { channelId, messageId }
}
