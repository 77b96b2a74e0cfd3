import type { Clock } from './clock.ts'

/** How the values of a source come in. */
export interface Flow {
  /** Aborts when the source has given its last value. */
  readonly ended: AbortSignal
  /** About so far apart values come, in milliseconds; 0 while nobody knows. */
  readonly everyMs: number
  /** Gives a signal that aborts when the next value comes, or when all have come. */
  next(): AbortSignal
}

/** The newest value of a source, whenever one asks; see `newest`. */
export interface Conflated<T> extends AsyncIterable<T>, Flow {
  /** Resolves when there is a first value, or none will come. */
  readonly firstValue: Promise<void>
  /** Gives the newest value once more, for a reader that could not use it. */
  repeat(): void
}

/** Values that come within so short a time came in one packet. */
const togetherMs = 5

/** How much the newest distance between two values counts. */
const newestWeight = 1 / 8

/**
 * Reads `source` as fast as it gives and keeps only its newest value until somebody asks: a slow
 * reader skips values, never sees an old one after a newer one, and never misses the last. Reading
 * starts at once and is never held up by the reader. What the source throws, the reader gets, after
 * the last value.
 */
export function conflate<T>(source: AsyncIterable<T>, clock: Clock): Conflated<T> {
  let latest: { readonly value: T } | undefined
  let taken: { readonly value: T } | undefined
  let failure: { readonly error: unknown } | undefined
  let news = Promise.withResolvers<void>()
  let coming = new AbortController()
  const end = new AbortController()
  let lastMs: number | undefined
  let everyMs = 0

  function note(): void {
    const nowMs = clock.now()
    const apartMs = nowMs - (lastMs ?? nowMs)
    if (lastMs !== undefined && apartMs < togetherMs) return
    if (lastMs !== undefined) {
      everyMs = everyMs === 0 ? apartMs : everyMs + (apartMs - everyMs) * newestWeight
    }
    lastMs = nowMs
  }

  async function read(): Promise<void> {
    try {
      for await (const value of source) {
        latest = { value }
        note()
        news.resolve()
        coming.abort()
      }
    } catch (error) {
      failure = { error }
    }
    end.abort()
    news.resolve()
    coming.abort()
  }

  async function* values(): AsyncGenerator<T, void> {
    for (;;) {
      await news.promise
      if (latest === undefined) break
      taken = latest
      latest = undefined
      // Once the source is over its resolved promise stays, so that the loop comes round to the end.
      if (!end.signal.aborted) news = Promise.withResolvers<void>()
      yield taken.value
    }
    if (failure) throw failure.error
  }

  function next(): AbortSignal {
    if (!end.signal.aborted && coming.signal.aborted) coming = new AbortController()
    return coming.signal
  }

  function repeat(): void {
    latest ??= taken
    news.resolve()
  }

  const firstValue = news.promise
  void read()
  return {
    firstValue,
    repeat,
    ended: end.signal,
    get everyMs() {
      return everyMs
    },
    next,
    [Symbol.asyncIterator]: values,
  }
}
