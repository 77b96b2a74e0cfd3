/** Lets tasks with the same key through one at a time, in order; others pass beside them. */
export class Turnstile {
  readonly #tails = new Map<string, Promise<unknown>>()

  /** Whether a task with this key runs, or waits to. */
  isOccupied(key: string): boolean {
    return this.#tails.has(key)
  }

  /** Runs `task` after every earlier task with the same key, even failed ones. */
  async enter<T>(key: string, task: () => Promise<T>): Promise<T> {
    const before = this.#tails.get(key) ?? Promise.resolve()
    const mine = before.then(task, task)
    this.#tails.set(key, mine)
    try {
      return await mine
    } finally {
      if (this.#tails.get(key) === mine) this.#tails.delete(key)
    }
  }
}
