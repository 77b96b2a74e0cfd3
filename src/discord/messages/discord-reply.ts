import type { APIButtonComponent } from 'discord.js'
import type { MessageAddress } from '../../core/message-address.ts'
import type { ButtonKind, Page, Put, RateLimitKey, Reply } from '../../core/reply.ts'
import { archivedThread, hasErrorCode, isTokenExpired, putFailure } from '../api/errors.ts'
import type { MessageBody, MessageTarget, SentMessage } from './message-target.ts'

export interface DiscordReplyParts {
  /** The attempt to answer. The nonces of its messages start with it. */
  readonly attempt: string
  /** The target of the first page. */
  readonly first: MessageTarget
  /** Edits the first page as the bot when the interaction token has expired. */
  readonly firstAsBot?: MessageTarget | undefined
  /** Gives the target of the second page and all later ones. Called once, when there is a second page. */
  readonly targetForRest: (first: MessageAddress) => Promise<MessageTarget>
  readonly button?: (kind: ButtonKind) => APIButtonComponent
  /** Messages that exist already, in order. */
  readonly pages?: readonly PageMessage[]
  /** Called when a page first shows, and when the model's text first shows on it. */
  readonly onPage?: (page: ShownPage) => void
  /** The id of the only person whom the first page pings. */
  readonly pings?: string
}

export interface ShownPage extends MessageAddress {
  /** Whether the model's text shows on it. */
  readonly isAnswer: boolean
}

/** The message of a page. */
export interface PageMessage extends MessageAddress {
  readonly target: MessageTarget
}

const tokenExpired = 'the interaction token has expired'

/** Wait after a refused request, in milliseconds: it counts in its bucket, whose state nobody told. */
const afterRefusalMs = 1_000

/** The messages of one answer in Discord. */
export class DiscordReply implements Reply {
  readonly #parts: DiscordReplyParts
  readonly #pages: PageMessage[]
  #first: MessageTarget
  #rest: MessageTarget | undefined
  /** The number of pages that `onPage` knows. */
  #reported = 0
  /** The pages on which `onPage` knows the model's text. */
  readonly #withText = new Set<number>()
  #isReopened = false
  #canAttachFiles = true

  constructor(parts: DiscordReplyParts) {
    this.#parts = parts
    this.#first = parts.first
    this.#pages = [...(parts.pages ?? [])]
  }

  rateLimitKey(index: number): RateLimitKey {
    const known = this.#pages[index]
    if (known) return known.target.editLimit
    const { attempt } = this.#parts
    const target = index === 0 ? this.#first : this.#rest
    // While the target is unknown, a put asks for it and makes no request.
    return target?.createLimit ?? { bucket: `create:${attempt}`, isGlobal: false }
  }

  async put(index: number, page: Page): Promise<Put> {
    const body = this.#bodyOf(page)
    const known = this.#pages[index]
    try {
      const put = known ? await this.#edit(index, known, body) : await this.#create(index, body)
      this.#report(index, page)
      return put
    } catch (error) {
      const failed = await this.#failed(error, known?.target ?? this.#rest)
      if (failed.kind !== 'gone' || body.file === undefined) return failed
      // A missing permission may forbid the file alone.
      this.#canAttachFiles = false
      return { kind: 'later', afterMs: afterRefusalMs, reason: failed.reason }
    }
  }

  async trim(count: number): Promise<Put> {
    for (const page of this.#pages.slice(count).reverse()) {
      try {
        await page.target.delete(page.messageId)
      } catch (error) {
        const failed = await this.#failed(error, page.target)
        // Any final refusal is fine, most often the message is deleted already.
        if (failed.kind === 'later') return failed
      }
      this.#pages.pop()
    }
    return { kind: 'shown', rateLimit: undefined }
  }

  #bodyOf({ text, buttons, wholeText }: Page): MessageBody {
    const { button } = this.#parts
    return {
      text,
      buttons: button ? buttons.map(button) : [],
      file: this.#canAttachFiles ? wholeText : undefined,
    }
  }

  #report(index: number, { isAnswer }: Page): void {
    const message = this.#pages[index]
    if (message === undefined) return
    const isNew = index === this.#reported
    if (!isNew && (!isAnswer || this.#withText.has(index))) return
    if (isNew) this.#reported += 1
    if (isAnswer) this.#withText.add(index)
    this.#parts.onPage?.({ ...addressOf(message), isAnswer })
  }

  async #create(index: number, body: MessageBody): Promise<Put> {
    const { attempt, targetForRest, pings } = this.#parts
    const [firstPage] = this.#pages
    if (firstPage && this.#rest === undefined) {
      this.#rest = await targetForRest(addressOf(firstPage))
      // Only now the request's bucket is known, so it may have to wait for another slot.
      return { kind: 'later', afterMs: 0, reason: 'the target was not known' }
    }
    const target = this.#rest ?? this.#first
    let sent: SentMessage
    try {
      const isSilent = index > 0
      sent = await target.create(body, { nonce: `${attempt}-${index}`, isSilent, pings })
    } catch (error) {
      return this.#createFailed(error, target)
    }
    this.#pages[index] = { channelId: sent.channelId, messageId: sent.id, target }
    // Discord answers a repeated nonce with the message of the first create, as it was then.
    const isOlder = sent.text !== body.text || sent.buttons !== body.buttons.length
    if (isOlder) return { kind: 'later', afterMs: 0, reason: 'an earlier state shows' }
    return { kind: 'shown', rateLimit: sent.rateLimit }
  }

  /** Rethrows what `put` handles for creates and edits alike. */
  #createFailed(error: unknown, target: MessageTarget): Put {
    const { firstAsBot } = this.#parts
    if (target === this.#first && firstAsBot && isTokenExpired(error)) {
      this.#first = firstAsBot
      return { kind: 'later', afterMs: 0, reason: tokenExpired }
    }
    const failed = putFailure(error)
    // The create may have taken effect, and a repetition could be a second message.
    if (failed.kind === 'later' && failed.afterMs === undefined && !target.deduplicates) {
      return { kind: 'gone', why: 'rejected', reason: failed.reason }
    }
    throw error
  }

  async #edit(index: number, page: PageMessage, body: MessageBody): Promise<Put> {
    const { firstAsBot } = this.#parts
    try {
      return { kind: 'shown', rateLimit: (await page.target.edit(page.messageId, body)).rateLimit }
    } catch (error) {
      const isFirst = page.target === this.#parts.first
      if (!isFirst || firstAsBot === undefined || !isTokenExpired(error)) throw error
      this.#pages[index] = { ...page, target: firstAsBot }
      return { kind: 'later', afterMs: 0, reason: tokenExpired }
    }
  }

  /** Unarchives a thread once. A thread that is archived again was archived on purpose. */
  async #failed(
    error: unknown,
    target: MessageTarget | undefined,
  ): Promise<Exclude<Put, { kind: 'shown' }>> {
    const failed = putFailure(error)
    const isArchived = hasErrorCode(error, archivedThread)
    if (target === undefined || this.#isReopened || !isArchived) return failed
    this.#isReopened = true
    try {
      await target.reopen()
      return { kind: 'later', afterMs: afterRefusalMs, reason: failed.reason }
    } catch {
      // The bot may not unarchive it, so the first refusal stands.
      return failed
    }
  }
}

function addressOf({ channelId, messageId }: PageMessage): MessageAddress {
  return { channelId, messageId }
}
