import type { Flow } from '../../src/core/conflate.ts'

/** Text that goes on for ever, none of it soon. */
export const endless: Flow = {
  ended: new AbortController().signal,
  everyMs: 0,
  next: () => new AbortController().signal,
}

/** Text that the test lets come and end. */
export class FakeFlow implements Flow {
  readonly #end = new AbortController()
  #coming = new AbortController()
  readonly everyMs: number

  constructor(everyMs = 0) {
    this.everyMs = everyMs
  }

  get ended(): AbortSignal {
    return this.#end.signal
  }

  next(): AbortSignal {
    if (!this.ended.aborted && this.#coming.signal.aborted) this.#coming = new AbortController()
    return this.#coming.signal
  }

  come(): void {
    this.#coming.abort()
  }

  end(): void {
    this.#end.abort()
    this.#coming.abort()
  }
}
