/** The newest value of a source, whenever one asks; see `newest`. */
export interface Newest<T> extends AsyncIterable<T> {
  /** Resolves when the source has given its last value. Never rejects. */
  readonly ended: Promise<void>
  /** Gives a value again that the reader could not use, unless there is a newer one. */
  giveBack(value: T): void
}

/**
 * Reads `source` as fast as it gives and keeps only its newest value until somebody asks: a slow
 * reader skips values, never sees an old one after a newer one, and never misses the last. Reading
 * starts at once and is never held up by the reader. What the source throws, the reader gets, after
 * the last value.
 */
export function newest<T>(source: AsyncIterable<T>): Newest<T> {
  let latest: { readonly value: T } | undefined
  let failure: { readonly error: unknown } | undefined
  let over = false
  let news = Promise.withResolvers<void>()

  async function read(): Promise<void> {
    try {
      for await (const value of source) {
        latest = { value }
        news.resolve()
      }
    } catch (error) {
      failure = { error }
    }
    over = true
    news.resolve()
  }

  async function* values(): AsyncGenerator<T, void> {
    for (;;) {
      await news.promise
      if (latest === undefined) break
      const { value } = latest
      latest = undefined
      // Once the source is over its resolved promise stays, so that the loop comes round to the end.
      if (!over) news = Promise.withResolvers<void>()
      yield value
    }
    if (failure) throw failure.error
  }

  function giveBack(value: T): void {
    if (latest !== undefined || over) return
    latest = { value }
    news.resolve()
  }

  return { ended: read(), giveBack, [Symbol.asyncIterator]: values }
}
