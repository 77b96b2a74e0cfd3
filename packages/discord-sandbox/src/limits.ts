/** What a bucket says of one request. Times in milliseconds. */
export interface Verdict {
  readonly allowed: boolean
  readonly limit: number
  readonly remaining: number
  /** Leaky: until the bucket is full again. Fixed: until the window ends. */
  readonly resetAfterMs: number
  /** 0 when allowed; else until the next request would be. */
  readonly retryAfterMs: number
}

/** Counts requests. A refused request costs nothing. `now` is in milliseconds and never goes back. */
export interface Bucket {
  take(now: number): Verdict
}

/** Rounding in the refill must not refuse a request that came exactly in time. */
const epsilon = 1e-6

/**
 * `limit` tokens that come back one by one over `periodMs`: how Discord's message routes behave
 * (its Reset-After is the time to full: after one request of 5 per 5 s it says 1 s).
 */
export class LeakyBucket implements Bucket {
  readonly #limit: number
  readonly #refillMs: number
  #tokens: number
  #at = Number.NEGATIVE_INFINITY

  constructor(limit: number, periodMs: number) {
    this.#limit = limit
    this.#refillMs = periodMs / limit
    this.#tokens = limit
  }

  take(now: number): Verdict {
    this.#tokens = Math.min(this.#limit, this.#tokens + (now - this.#at) / this.#refillMs)
    this.#at = now
    const allowed = this.#tokens >= 1 - epsilon
    if (allowed) this.#tokens = Math.max(0, this.#tokens - 1)
    return {
      allowed,
      limit: this.#limit,
      remaining: allowed ? Math.floor(this.#tokens + epsilon) : 0,
      resetAfterMs: (this.#limit - this.#tokens) * this.#refillMs,
      retryAfterMs: allowed ? 0 : (1 - this.#tokens) * this.#refillMs,
    }
  }
}

/** `limit` requests in a window that the first of them opens: Discord's older kind. */
export class FixedBucket implements Bucket {
  readonly #limit: number
  readonly #periodMs: number
  #used = 0
  #endsAt = Number.NEGATIVE_INFINITY

  constructor(limit: number, periodMs: number) {
    this.#limit = limit
    this.#periodMs = periodMs
  }

  /** Milliseconds until a request would be allowed; asking costs nothing. */
  waitMs(now: number): number {
    return now >= this.#endsAt || this.#used < this.#limit ? 0 : this.#endsAt - now
  }

  take(now: number): Verdict {
    if (now >= this.#endsAt) {
      this.#used = 0
      this.#endsAt = now + this.#periodMs
    }
    const allowed = this.#used < this.#limit
    if (allowed) this.#used += 1
    // A sum of floating-point numbers may be a little larger.
    const leftMs = Math.min(this.#periodMs, this.#endsAt - now)
    return {
      allowed,
      limit: this.#limit,
      remaining: this.#limit - this.#used,
      resetAfterMs: leftMs,
      retryAfterMs: allowed ? 0 : leftMs,
    }
  }
}
