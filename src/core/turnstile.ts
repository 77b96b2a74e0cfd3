/** Somebody in a queue. */
interface Waiting {
  readonly start: () => void
  readonly onWait: ((ahead: number) => void) | undefined
}

/** Lets tasks with the same key through one at a time, in order; others pass beside them. */
export class Turnstile {
  /** By key: who is inside, and behind it who waits. */
  readonly #queues = new Map<string, Waiting[]>()

  /** Whether a task with this key runs, or waits to. */
  isOccupied(key: string): boolean {
    return this.#queues.has(key)
  }

  /**
   * Runs `task` after every earlier task with the same key, even failed ones. `onWait` is told at once,
   * and again whenever it changes, how many are before it, as long as these are any.
   */
  async enter<T>(
    key: string,
    task: () => Promise<T>,
    onWait?: (ahead: number) => void,
  ): Promise<T> {
    const { promise: turn, resolve: start } = Promise.withResolvers<void>()
    const queue = this.#queues.get(key) ?? []
    this.#queues.set(key, queue)
    queue.push({ start, onWait })
    if (queue.length === 1) start()
    else onWait?.(queue.length - 1)
    await turn
    try {
      return await task()
    } finally {
      queue.shift()
      if (queue.length === 0) this.#queues.delete(key)
      queue[0]?.start()
      for (const [ahead, { onWait: tell }] of queue.entries()) if (ahead > 0) tell?.(ahead)
    }
  }
}
