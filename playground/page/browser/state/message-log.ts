import type { PageMessage } from '../../protocol.ts'
import { compareIds, isUpTo } from './ids.ts'

/** By message: as it is by now. */
type News = Map<string, PageMessage | 'gone'>

/** A page of history on its way, and what it may not know yet. */
interface Asked {
  readonly news: News
  readonly lostChannels: Set<string>
}

const historyPage = 50
/** Of a channel whose reader is at the end: beyond so many the older ones are forgotten. */
const maxMessages = 400
const keptMessages = 200

/**
 * The messages of the channels that were opened, and the newest of every channel. They are replaced,
 * never changed, so that what is drawn can be kept as long as the message is the same.
 */
export class MessageLog {
  readonly #known = new Map<string, readonly PageMessage[]>()
  readonly #complete = new Set<string>()
  readonly #newest = new Map<string, PageMessage>()
  readonly #asked = new Map<string, Asked>()
  readonly #onHistory: (message: PageMessage, lostChannels: ReadonlySet<string>) => void

  /** `onHistory` is told of each message that history brings, and of channels that were lost meanwhile. */
  constructor(onHistory: (message: PageMessage, lostChannels: ReadonlySet<string>) => void) {
    this.#onHistory = onHistory
  }

  /** Oldest first; undefined: the channel was not opened. */
  of(channelId: string): readonly PageMessage[] | undefined {
    return this.#known.get(channelId)
  }

  /** Known also where the others are not. */
  newestOf(channelId: string): PageMessage | undefined {
    return this.#newest.get(channelId)
  }

  /** Whether the channel's first message is among those known. */
  isComplete(channelId: string): boolean {
    return this.#complete.has(channelId)
  }

  find(channelId: string, messageId: string): PageMessage | undefined {
    return this.of(channelId)?.find(({ id }) => id === messageId)
  }

  /**
   * Opens a channel, or goes back in it: `fetch` gives what was said there before a message, oldest
   * first, or the newest. Does nothing where that is on its way, or nothing older is left.
   */
  async loadOlder(
    channelId: string,
    fetch: (before: string | undefined) => Promise<readonly PageMessage[]>,
  ): Promise<void> {
    if (this.#complete.has(channelId) || this.#asked.has(channelId)) return
    const known = this.#known.get(channelId)
    const asked: Asked = { news: new Map(), lostChannels: new Set() }
    // Somebody else may look on when the answer comes, or the channel be lost.
    const isWanted = () => this.#asked.get(channelId) === asked
    this.#asked.set(channelId, asked)
    // What is said from now on stands behind what is fetched.
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

  /** A message that was not told of before. */
  add(message: PageMessage): void {
    const { id, channel_id: channelId } = message
    // History may have brought this one already, and newer ones.
    if (!isUpTo(id, this.#newest.get(channelId)?.id)) this.#newest.set(channelId, message)
    const known = this.#known.get(channelId)
    if (known !== undefined) this.#known.set(channelId, together([message], known))
  }

  change(message: PageMessage): void {
    const { id, channel_id: channelId } = message
    for (const { news } of this.#asked.values()) news.set(id, message)
    if (this.#newest.get(channelId)?.id === id) this.#newest.set(channelId, message)
    // A thread that was made on this message begins with what it says now.
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

  /** Of many messages keeps the newest; the others can be fetched again. Returns whether it did. */
  forgetOld(channelId: string): boolean {
    const known = this.#known.get(channelId) ?? []
    // A page on its way goes before the oldest that was known when it was asked for.
    if (known.length <= maxMessages || this.#asked.has(channelId)) return false
    this.#known.set(channelId, known.slice(-keptMessages))
    this.#complete.delete(channelId)
    return true
  }

  /** The channel is gone. */
  forget(channelId: string): void {
    for (const known of [this.#known, this.#newest, this.#asked]) known.delete(channelId)
    this.#complete.delete(channelId)
    for (const { lostChannels } of this.#asked.values()) lostChannels.add(channelId)
  }

  clear(): void {
    for (const known of [this.#known, this.#newest, this.#asked, this.#complete]) known.clear()
  }

  /** Oldest first; what is known by now is as new as what was fetched, or newer. */
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

/** Oldest first; of a message that is in both, as `known` has it. */
function together(
  added: readonly PageMessage[],
  known: readonly PageMessage[],
): readonly PageMessage[] {
  const all = new Map([...added, ...known].map((message) => [message.id, message]))
  return [...all.values()].sort((one, other) => compareIds(one.id, other.id))
}

/** The first text in place of "is thinking" has no time of its own. */
function newer(before: PageMessage, news: PageMessage | 'gone' | undefined): PageMessage {
  if (news === undefined || news === 'gone') return before
  return (news.edited_timestamp ?? '') >= (before.edited_timestamp ?? '') ? news : before
}

/** With what it replies to as it is by now. */
function caughtUp(message: PageMessage, news: News): PageMessage {
  const target = news.get(message.referenced_message?.id ?? '')
  if (target === undefined) return message
  return { ...message, referenced_message: target === 'gone' ? null : target }
}

/** A reply shows what it replies to as it is now. */
function answersTo(message: PageMessage, changed: PageMessage): PageMessage {
  if (message.referenced_message?.id !== changed.id) return message
  return { ...message, referenced_message: changed }
}

function withoutTarget(message: PageMessage, gone: ReadonlySet<string>): PageMessage {
  const target = message.referenced_message
  return target != null && gone.has(target.id) ? { ...message, referenced_message: null } : message
}
