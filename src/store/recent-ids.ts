/**
 * Remembers the triggers (ids of interactions and messages) that have been taken, so that an event
 * which the gateway repeats after a resume is answered once. Discord replays minutes at most: the
 * newest ten thousand are plenty.
 */
export class Claims {
  readonly #taken = new Set<string>()
  readonly #capacity: number

  constructor(capacity = 10_000) {
    this.#capacity = capacity
  }

  /** True for the first who asks for this trigger, false for everyone after. */
  claim(trigger: string): boolean {
    if (this.#taken.has(trigger)) return false
    this.#taken.add(trigger)
    if (this.#taken.size > this.#capacity) {
      for (const oldest of this.#taken) {
        this.#taken.delete(oldest)
        break
      }
    }
    return true
  }
}
