import type { APIButtonComponent } from 'discord.js'
import type { Budget, Page, Put, Reply } from '../core/ports.ts'
import { failedPut, isDeadToken } from './outcome.ts'
import type { Content, Place, Sent } from './place.ts'

export interface ReplyParts {
  /** The id of what is answered: the nonces of its messages come from it. */
  readonly trigger: string
  /** Where the first page stands. */
  readonly first: Place
  /** Where the first page can still be edited when the token of its interaction is dead. */
  readonly firstAsOwn?: Place | undefined
  /** Says where the second page and all after it go; asked once, when there is a second page. */
  readonly placeRest: () => Promise<Place>
  /** What a page that can be stopped has below its text. */
  readonly stopButton?: APIButtonComponent
  /** The pages that an earlier process has made, in order. */
  readonly pages?: readonly PlacedPage[]
  /** Called for each page when it is made, the first time when the first words show. */
  readonly onPage?: (page: MadePage) => void
}

/** What is told of a page when its message is made. */
export interface MadePage {
  readonly channelId: string
  readonly messageId: string
  readonly isAnswer: boolean
}

/** A page that has its message. */
export interface PlacedPage {
  readonly id: string
  place: Place
}

/** The messages of one answer in Discord. */
export class DiscordReply implements Reply {
  readonly #parts: ReplyParts
  readonly #pages: PlacedPage[]
  #rest: Place | undefined

  constructor(parts: ReplyParts) {
    this.#parts = parts
    this.#pages = [...(parts.pages ?? [])]
  }

  budget(index: number): Budget {
    const known = this.#pages[index]
    if (known) return known.place.editBudget
    const { first, trigger } = this.#parts
    const place = index === 0 ? first : this.#rest
    return place?.createBudget ?? { bucket: `create:${trigger}`, isShared: true }
  }

  async put(index: number, page: Page): Promise<Put> {
    const { text, canStop, isAnswer } = page
    const { stopButton } = this.#parts
    const content = { text, buttons: canStop && stopButton ? [stopButton] : [] }
    const known = this.#pages[index]
    try {
      if (known) return await this.#edit(known, content)
      return await this.#create(index, content, isAnswer)
    } catch (error) {
      return failedPut(error)
    }
  }

  async #create(index: number, content: Content, isAnswer: boolean): Promise<Put> {
    const { trigger, first, placeRest, onPage } = this.#parts
    if (index > 0 && this.#rest === undefined) {
      this.#rest = await placeRest()
      // Only now the budget is known on which the request draws: its turn may be another.
      return { kind: 'later', afterMs: 0, reason: 'the place was not known' }
    }
    const place = index === 0 ? first : (this.#rest ?? first)
    const nonce = `${trigger}-${index}`
    let sent: Sent
    try {
      sent = await place.create(content, nonce)
    } catch (error) {
      const failed = failedPut(error)
      // It may have taken effect, and nothing tells a second message from the first.
      if (failed.kind === 'later' && failed.afterMs === undefined && !place.deduplicates) {
        return { kind: 'gone', reason: failed.reason }
      }
      throw error
    }
    this.#pages[index] = { id: sent.id, place }
    onPage?.({ channelId: sent.channelId, messageId: sent.id, isAnswer })
    // A create that had taken effect before gives back the message of then, as it was then.
    const isOlder = sent.text !== content.text || (sent.hasButtons && content.buttons.length === 0)
    if (isOlder) return { kind: 'later', afterMs: 0, reason: 'an earlier state shows' }
    return { kind: 'shown', quota: sent.quota }
  }

  async #edit(page: PlacedPage, content: Content): Promise<Put> {
    const { first, firstAsOwn } = this.#parts
    try {
      return { kind: 'shown', quota: (await page.place.edit(page.id, content)).quota }
    } catch (error) {
      if (page.place !== first || firstAsOwn === undefined || !isDeadToken(error)) throw error
      page.place = firstAsOwn
      return { kind: 'later', afterMs: 0, reason: 'the token of the interaction is dead' }
    }
  }
}
