import { compareIds, isUpTo } from './ids.ts'

/** What was said in a channel since the person looked at it last. */
export interface Unread {
  /** The last message that they have read; empty: none. */
  readonly readId: string
  /** How often they were mentioned, as far as this page was told of it. */
  readonly mentions: number
}

/** What each of the people that one has been here has read, by channel. */
export class ReadStates {
  /** The newest message of each channel that counts for the person. */
  readonly #newest = new Map<string, string>()
  readonly #byPerson = new Map<string, Map<string, Unread>>()
  #mine = new Map<string, Unread>()
  /** What was said before the page was opened counts as read. */
  #beganAt: string | undefined

  /** Begins anew, as somebody else perhaps, with the newest message of each channel that counts for them. */
  ready(personId: string, newest: ReadonlyMap<string, string>): void {
    this.#mine = this.#byPerson.get(personId) ?? new Map()
    this.#byPerson.set(personId, this.#mine)
    this.#newest.clear()
    for (const [channelId, id] of newest) this.#newest.set(channelId, id)
    this.#beganAt ??= [...newest.values()].toSorted(compareIds).at(-1) ?? ''
  }

  /** Undefined: everything has been read. */
  get(channelId: string): Unread | undefined {
    const state = this.#stateOf(channelId)
    const newest = this.#newest.get(channelId)
    return newest === undefined || isUpTo(newest, state.readId) ? undefined : state
  }

  /** Channels in which something is unread. */
  get channelIds(): readonly string[] {
    return [...this.#newest.keys()].filter((channelId) => this.get(channelId) !== undefined)
  }

  /** Something was said that is to be read. */
  addUnread(channelId: string, messageId: string, isMention: boolean): void {
    const state = this.#stateOf(channelId)
    this.#newest.set(channelId, messageId)
    this.#mine.set(channelId, { ...state, mentions: state.mentions + (isMention ? 1 : 0) })
  }

  /** Something was said that nobody has to read: it does not make a channel unread. */
  addRead(channelId: string, messageId: string): void {
    const isRead = this.get(channelId) === undefined
    this.#newest.set(channelId, messageId)
    if (isRead) this.read(channelId)
  }

  read(channelId: string): void {
    const readId = this.#newest.get(channelId)
    if (readId !== undefined) this.#mine.set(channelId, { readId, mentions: 0 })
  }

  forget(channelId: string): void {
    this.#newest.delete(channelId)
    this.#mine.delete(channelId)
  }

  #stateOf(channelId: string): Unread {
    return this.#mine.get(channelId) ?? { readId: this.#beganAt ?? '', mentions: 0 }
  }
}
