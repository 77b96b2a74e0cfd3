/** A source that gives what the test pushes, when the test pushes it. */
export class Feed<T> implements AsyncIterable<T> {
  readonly #waiting: T[] = []
  #news = Promise.withResolvers<void>()
  #failure: { readonly error: unknown } | undefined
  #over = false

  push(...values: readonly T[]): void {
    this.#waiting.push(...values)
    this.#news.resolve()
  }

  end(): void {
    this.#over = true
    this.#news.resolve()
  }

  fail(error: unknown): void {
    this.#failure = { error }
    this.end()
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T, void> {
    for (;;) {
      await this.#news.promise
      const value = this.#waiting.shift()
      if (value !== undefined) yield value
      else if (this.#over) break
      else this.#news = Promise.withResolvers<void>()
    }
    if (this.#failure) throw this.#failure.error
  }
}
