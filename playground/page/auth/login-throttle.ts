import { isLoopback } from './bind-address.ts'

/** The client of a sign-in: an address, or this computer under any of its addresses. */
export type Caller = 'here' | { readonly address: string }

/** The two ends of a connection; undefined after it closed. */
interface Ends {
  readonly remoteAddress?: string | undefined
  readonly localAddress?: string | undefined
}

/** A program on this computer can also connect through its public address. */
export function callerOf({ remoteAddress, localAddress }: Ends): Caller {
  if (remoteAddress === undefined) return { address: 'gone' }
  const isHere = remoteAddress === localAddress || isLoopback(remoteAddress)
  return isHere ? 'here' : { address: remoteAddress }
}

/**
 * Limits how fast a pass phrase can be guessed. After some failures an address has to wait; after
 * many, all addresses together. Attempts during the wait are ignored and do not extend it, so it
 * always ends within seconds. One address cannot use up the shared limit, and this computer waits
 * for its own failures only, so its owner can always sign in.
 */
export class LoginThrottle {
  readonly #now: () => number
  readonly #all = new TokenBucket(20, 2_000)
  readonly #each = new Map<string, TokenBucket>()

  /** `now` is in milliseconds and never goes back. */
  constructor(now: () => number) {
    this.#now = now
  }

  /** Milliseconds until the next attempt is allowed. */
  waitMs(caller: Caller): number {
    const now = this.#now()
    const own = this.#each.get(keyOf(caller))?.waitMs(now) ?? 0
    return caller === 'here' ? own : Math.max(own, this.#all.waitMs(now))
  }

  recordFailure(caller: Caller): void {
    const now = this.#now()
    // The shared limit bounds the size of the map.
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

/** Allows `capacity` attempts at once, and one more per `refillMs`. */
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
