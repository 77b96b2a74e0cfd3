/** Discord shows a typing indicator for ten seconds, or until the message arrives. */
const typingMs = 10_000

/** Typing indicators by channel. Times are of `Date.now()`. */
export class Typing {
  /** By channel and person: the end time. */
  readonly #until = new Map<string, Map<string, number>>()

  start(channelId: string, userId: string, nowMs: number): void {
    const here = this.#until.get(channelId) ?? new Map<string, number>()
    // Moves the person to the end.
    here.delete(userId)
    here.set(userId, nowMs + typingMs)
    this.#until.set(channelId, here)
  }

  end(channelId: string, userId: string): void {
    this.#until.get(channelId)?.delete(userId)
  }

  /** User ids, in the order in which they started. */
  at(channelId: string, nowMs: number): readonly string[] {
    const here = this.#until.get(channelId) ?? new Map<string, number>()
    return [...here].flatMap(([userId, untilMs]) => (untilMs > nowMs ? [userId] : []))
  }

  isAnywhere(nowMs: number): boolean {
    return [...this.#until.keys()].some((channelId) => this.at(channelId, nowMs).length > 0)
  }

  forget(channelId: string): void {
    this.#until.delete(channelId)
  }

  clear(): void {
    this.#until.clear()
  }
}
