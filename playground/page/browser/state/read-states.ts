import { compareIds, isUpTo } from './ids.ts'

/** A channel's unread state. */
export interface Unread {
  /** The last message that the person has read; empty for none. */
  readonly readId: string
  /** Mentions since then that this page knows of. */
  readonly mentions: number
}

/** The read states of every person that this page acted as, by channel. */
export class ReadStates {
  /** The newest message of each channel that counts as unread. */
  readonly #newest = new Map<string, string>()
  readonly #byPerson = new Map<string, Map<string, Unread>>()
  #mine = new Map<string, Unread>()
  /** Messages from before the page was opened count as read. */
  #beganAt: string | undefined

  /** Starts again for a person, with the newest message of each channel that counts for them. */
  ready(personId: string, newest: ReadonlyMap<string, string>): void {
    this.#mine = this.#byPerson.get(personId) ?? new Map()
    this.#byPerson.set(personId, this.#mine)
    this.#newest.clear()
    for (const [channelId, id] of newest) this.#newest.set(channelId, id)
    this.#beganAt ??= [...newest.values()].toSorted(compareIds).at(-1) ?? ''
  }

  /** Undefined if everything is read. */
  get(channelId: string): Unread | undefined {
    const state = this.#stateOf(channelId)
    const newest = this.#newest.get(channelId)
    return newest === undefined || isUpTo(newest, state.readId) ? undefined : state
  }

  /** Channels with unread messages. */
  get channelIds(): readonly string[] {
    return [...this.#newest.keys()].filter((channelId) => this.get(channelId) !== undefined)
  }

  /** Adds a message that makes the channel unread. */
  addUnread(channelId: string, messageId: string, isMention: boolean): void {
    const state = this.#stateOf(channelId)
    this.#newest.set(channelId, messageId)
    this.#mine.set(channelId, { ...state, mentions: state.mentions + (isMention ? 1 : 0) })
  }

  /** Adds a message that does not make a read channel unread. */
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
