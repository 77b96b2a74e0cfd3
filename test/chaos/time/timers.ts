interface Waiting {
  readonly timer: VirtualTimer
  readonly atMs: number
  readonly order: number
}

/** What `setTimeout` and `setInterval` give back. */
export class VirtualTimer {
  readonly #timers: VirtualTimers
  readonly #act: () => void
  readonly #delayMs: number
  readonly #isRepeated: boolean
  #isHeld = true

  constructor(
    timers: VirtualTimers,
    act: () => void,
    { delayMs, isRepeated }: { readonly delayMs: number; readonly isRepeated: boolean },
  ) {
    this.#timers = timers
    this.#act = act
    this.#delayMs = delayMs
    this.#isRepeated = isRepeated
    this.refresh()
  }

  fire(): void {
    if (this.#isRepeated) this.refresh()
    this.#act()
  }

  refresh(): this {
    this.#timers.put(this, this.#delayMs)
    return this
  }

  close(): this {
    this.#timers.remove(this)
    return this
  }

  /** Nothing to do: a process under virtual time ends when it is told to. */
  ref(): this {
    this.#isHeld = true
    return this
  }

  unref(): this {
    this.#isHeld = false
    return this
  }

  hasRef(): boolean {
    return this.#isHeld
  }

  [Symbol.dispose](): void {
    this.close()
  }
}

/** Timers whose time goes on only when somebody says so. */
export class VirtualTimers {
  #nowMs = 0
  #count = 0
  /** The next one stands last. */
  readonly #waiting: Waiting[] = []

  get nowMs(): number {
    return this.#nowMs
  }

  /** Waits anew when it waits already. */
  put(timer: VirtualTimer, delayMs: number): void {
    this.remove(timer)
    this.#count += 1
    const waiting = { timer, atMs: this.#nowMs + delayMs, order: this.#count }
    let low = 0
    let high = this.#waiting.length
    while (low < high) {
      const middle = (low + high) >> 1
      const other = this.#waiting[middle]
      if (other !== undefined && other.atMs > waiting.atMs) low = middle + 1
      else high = middle
    }
    this.#waiting.splice(low, 0, waiting)
  }

  remove(timer: VirtualTimer): void {
    const index = this.#waiting.findLastIndex((waiting) => waiting.timer === timer)
    if (index !== -1) this.#waiting.splice(index, 1)
  }

  /** Lets time go on to the next timer and fires it. */
  fireNext(): void {
    const next = this.#waiting.pop()
    if (next === undefined) return
    this.#nowMs = next.atMs
    next.timer.fire()
  }
}
