/** Somebody in a queue. */
interface Waiting {
  readonly start: () => void
  readonly onWait: ((ahead: number) => void) | undefined
}

/** Options for the time of waiting. */
interface Waits {
  /** Called at once and at each change with the number of tasks ahead, as long as there are any. */
  readonly onWait?: (ahead: number) => void
  /** Aborting ends the wait: the task runs at once, beside the others. */
  readonly signal?: AbortSignal
}

/** Lets tasks with the same key through one at a time, in order; others pass beside them. */
export class KeyedQueue {
  /** By key: who is inside, and behind it who waits. */
  readonly #queues = new Map<string, Waiting[]>()

  /** Whether a task with this key runs, or waits to. */
  isBusy(key: string): boolean {
    return this.#queues.has(key)
  }

  /** Runs `task` after every earlier task with the same key, even failed ones. */
  async run<T>(key: string, task: () => Promise<T>, { onWait, signal }: Waits = {}): Promise<T> {
    const { promise: turn, resolve: start } = Promise.withResolvers<void>()
    const queue = this.#queues.get(key) ?? []
    this.#queues.set(key, queue)
    const me = { start, onWait }
    queue.push(me)
    const goAway = () => {
      if (queue[0] !== me) this.#remove(key, me)
      start()
    }
    if (queue.length === 1) start()
    else onWait?.(queue.length - 1)
    signal?.addEventListener('abort', goAway)
    await turn
    signal?.removeEventListener('abort', goAway)
    try {
      return await task()
    } finally {
      this.#remove(key, me)
    }
  }

  /** Lets the next one in where the first one leaves, and tells those who wait behind. */
  #remove(key: string, one: Waiting): void {
    const queue = this.#queues.get(key) ?? []
    const at = queue.indexOf(one)
    if (at < 0) return
    queue.splice(at, 1)
    if (queue.length === 0) this.#queues.delete(key)
    // Whoever is first now goes in, or is in already.
    queue[0]?.start()
    for (const [ahead, { onWait }] of queue.entries()) {
      if (ahead > 0 && ahead >= at) onWait?.(ahead)
    }
  }
}
