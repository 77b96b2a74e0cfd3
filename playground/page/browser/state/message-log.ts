import type { PageMessage } from '../../protocol.ts'
import { compareIds, isUpTo } from './ids.ts'

/** The latest version of each message, by id. */
type News = Map<string, PageMessage | 'gone'>

/** A pending request for history, and the changes since it was sent. */
interface Asked {
  readonly news: News
  readonly lostChannels: Set<string>
}

const historyPage = 50
/** If the reader is at a channel's end, more messages than this are reduced to the newest. */
const maxMessages = 400
const keptMessages = 200

/**
 * The messages of opened channels, and every channel's newest one. Messages are immutable, so a
 * drawn message stays valid as long as the object is the same.
 */
export class MessageLog {
  readonly #known = new Map<string, readonly PageMessage[]>()
  readonly #complete = new Set<string>()
  readonly #newest = new Map<string, PageMessage>()
  readonly #asked = new Map<string, Asked>()
  readonly #onHistory: (message: PageMessage, lostChannels: ReadonlySet<string>) => void

  /** `onHistory` gets each message from history, and the channels that were deleted meanwhile. */
  constructor(onHistory: (message: PageMessage, lostChannels: ReadonlySet<string>) => void) {
    this.#onHistory = onHistory
  }

  /** Oldest first; undefined if the channel was not opened. */
  of(channelId: string): readonly PageMessage[] | undefined {
    return this.#known.get(channelId)
  }

  /** Also known for channels that were not opened. */
  newestOf(channelId: string): PageMessage | undefined {
    return this.#newest.get(channelId)
  }

  /** Whether the channel's first message is loaded. */
  isComplete(channelId: string): boolean {
    return this.#complete.has(channelId)
  }

  find(channelId: string, messageId: string): PageMessage | undefined {
    return this.of(channelId)?.find(({ id }) => id === messageId)
  }

  /**
   * Loads a channel's newest messages, or the ones before the oldest loaded one. `fetch` returns
   * them oldest first. Does nothing while a request is pending, or when the first message is
   * loaded.
   */
  async loadOlder(
    channelId: string,
    fetch: (before: string | undefined) => Promise<readonly PageMessage[]>,
  ): Promise<void> {
    if (this.#complete.has(channelId) || this.#asked.has(channelId)) return
    const known = this.#known.get(channelId)
    const asked: Asked = { news: new Map(), lostChannels: new Set() }
    // Meanwhile the person may have been switched, or the channel deleted.
    const isWanted = () => this.#asked.get(channelId) === asked
    this.#asked.set(channelId, asked)
    // New messages from now on come after the fetched ones.
    this.#known.set(channelId, known ?? [])
    try {
      const older = await fetch(known?.[0]?.id)
      if (isWanted()) this.#addHistory(channelId, older, asked)
    } catch (error) {
      if (isWanted() && known === undefined) this.#known.delete(channelId)
      throw error
    } finally {
      if (isWanted()) this.#asked.delete(channelId)
    }
  }

  /** Adds a new message. */
  add(message: PageMessage): void {
    const { id, channel_id: channelId } = message
    // History may already contain this one and newer ones.
    if (!isUpTo(id, this.#newest.get(channelId)?.id)) this.#newest.set(channelId, message)
    const known = this.#known.get(channelId)
    if (known !== undefined) this.#known.set(channelId, together([message], known))
  }

  change(message: PageMessage): void {
    const { id, channel_id: channelId } = message
    for (const { news } of this.#asked.values()) news.set(id, message)
    if (this.#newest.get(channelId)?.id === id) this.#newest.set(channelId, message)
    // The thread of this message starts with a copy of it.
    this.#revise(id, (each) => answersTo(each, message))
    this.#revise(channelId, (each) =>
      each.id === id ? newer(each, message) : answersTo(each, message),
    )
  }

  drop(channelId: string, ids: readonly string[]): void {
    const gone = new Set(ids)
    for (const id of gone) {
      for (const { news } of this.#asked.values()) news.set(id, 'gone')
      this.#revise(id, (each) => withoutTarget(each, gone))
    }
    const left = this.#known.get(channelId)?.filter(({ id }) => !gone.has(id))
    if (left !== undefined) this.#known.set(channelId, left)
    this.#revise(channelId, (each) => withoutTarget(each, gone))
    if (!gone.has(this.#newest.get(channelId)?.id ?? '')) return
    const before = this.#known.get(channelId)?.at(-1)
    if (before === undefined) this.#newest.delete(channelId)
    else this.#newest.set(channelId, before)
  }

  /** Drops old messages if there are many; they can be loaded again. Returns whether it did. */
  forgetOld(channelId: string): boolean {
    const known = this.#known.get(channelId) ?? []
    // A pending request loads what is before the current oldest message.
    if (known.length <= maxMessages || this.#asked.has(channelId)) return false
    this.#known.set(channelId, known.slice(-keptMessages))
    this.#complete.delete(channelId)
    return true
  }

  /** Removes a deleted channel. */
  forget(channelId: string): void {
    for (const known of [this.#known, this.#newest, this.#asked]) known.delete(channelId)
    this.#complete.delete(channelId)
    for (const { lostChannels } of this.#asked.values()) lostChannels.add(channelId)
  }

  clear(): void {
    for (const known of [this.#known, this.#newest, this.#asked, this.#complete]) known.clear()
  }

  /** `older` is sorted oldest first. Messages that are already loaded are at least as new. */
  #addHistory(
    channelId: string,
    older: readonly PageMessage[],
    { news, lostChannels }: Asked,
  ): void {
    const added = older
      .filter(({ id }) => news.get(id) !== 'gone')
      .map((message) => caughtUp(newer(message, news.get(message.id)), news))
    for (const message of added) this.#onHistory(message, lostChannels)
    const all = together(added, this.#known.get(channelId) ?? [])
    this.#known.set(channelId, all)
    const last = all.at(-1)
    if (last !== undefined && !this.#newest.has(channelId)) this.#newest.set(channelId, last)
    if (older.length < historyPage) this.#complete.add(channelId)
  }

  #revise(channelId: string, revised: (message: PageMessage) => PageMessage): void {
    const known = this.#known.get(channelId)
    if (known !== undefined) this.#known.set(channelId, known.map(revised))
  }
}

/** Merges two lists, oldest first. A message in both is taken from `known`. */
function together(
  added: readonly PageMessage[],
  known: readonly PageMessage[],
): readonly PageMessage[] {
  const all = new Map([...added, ...known].map((message) => [message.id, message]))
  return [...all.values()].sort((one, other) => compareIds(one.id, other.id))
}

/** Equal times count as newer: the first text after "is thinking" has no edit time. */
function newer(before: PageMessage, news: PageMessage | 'gone' | undefined): PageMessage {
  if (news === undefined || news === 'gone') return before
  return (news.edited_timestamp ?? '') >= (before.edited_timestamp ?? '') ? news : before
}

/** Updates the copy of the message that it replies to. */
function caughtUp(message: PageMessage, news: News): PageMessage {
  const target = news.get(message.referenced_message?.id ?? '')
  if (target === undefined) return message
  return { ...message, referenced_message: target === 'gone' ? null : target }
}

/** A reply contains a copy of its target. */
function answersTo(message: PageMessage, changed: PageMessage): PageMessage {
  if (message.referenced_message?.id !== changed.id) return message
  return { ...message, referenced_message: changed }
}

function withoutTarget(message: PageMessage, gone: ReadonlySet<string>): PageMessage {
  const target = message.referenced_message
  return target != null && gone.has(target.id) ? { ...message, referenced_message: null } : message
}
