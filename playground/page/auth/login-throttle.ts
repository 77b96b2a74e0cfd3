import { isLoopback } from './bind-address.ts'

/** Who tries: an address, or this computer under whichever of its addresses. */
export type Caller = 'here' | { readonly address: string }

/** The two ends of a connection; undefined when it is gone. */
interface Ends {
  readonly remoteAddress?: string | undefined
  readonly localAddress?: string | undefined
}

/** This computer may call itself by an address that others see, too. */
export function callerOf({ remoteAddress, localAddress }: Ends): Caller {
  if (remoteAddress === undefined) return { address: 'gone' }
  const isHere = remoteAddress === localAddress || isLoopback(remoteAddress)
  return isHere ? 'here' : { address: remoteAddress }
}

/**
 * Bounds how fast a pass phrase can be guessed. After some wrong tries an address waits, and so do all
 * of them together where many guess. Who waits is not heard, and it makes the wait no longer: so it
 * always ends in seconds. One address alone cannot use up what all have together, and this computer
 * waits for its own tries only, so its owner gets in whatever others do.
 */
export class LoginThrottle {
  readonly #now: () => number
  readonly #all = new TokenBucket(20, 2_000)
  readonly #each = new Map<string, TokenBucket>()

  /** `now` is in milliseconds and never goes back. */
  constructor(now: () => number) {
    this.#now = now
  }

  /** How long the next try has to wait, in milliseconds. */
  waitMs(caller: Caller): number {
    const now = this.#now()
    const own = this.#each.get(keyOf(caller))?.waitMs(now) ?? 0
    return caller === 'here' ? own : Math.max(own, this.#all.waitMs(now))
  }

  recordFailure(caller: Caller): void {
    const now = this.#now()
    // What all have together bounds how many there can be.
    for (const [key, bucket] of this.#each) if (bucket.isFull(now)) this.#each.delete(key)
    const own = this.#each.get(keyOf(caller)) ?? new TokenBucket(5, 10_000)
    own.spend(now)
    this.#each.set(keyOf(caller), own)
    this.#all.spend(now)
  }
}

function keyOf(caller: Caller): string {
  return caller === 'here' ? caller : caller.address
}

/** So many at once, and then one more each time that `refillMs` has passed. */
class TokenBucket {
  readonly #capacity: number
  readonly #refillMs: number
  #fullAt = Number.NEGATIVE_INFINITY

  constructor(capacity: number, refillMs: number) {
    this.#capacity = capacity
    this.#refillMs = refillMs
  }

  waitMs(now: number): number {
    return Math.max(0, this.#fullAt - (this.#capacity - 1) * this.#refillMs - now)
  }

  spend(now: number): void {
    this.#fullAt = Math.max(this.#fullAt, now) + this.#refillMs
  }

  isFull(now: number): boolean {
    return this.#fullAt <= now
  }
}
