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
export class Tries {
  readonly #now: () => number
  readonly #all = new Allowance(20, 2_000)
  readonly #each = new Map<string, Allowance>()

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

  countWrong(caller: Caller): void {
    const now = this.#now()
    // What all have together bounds how many there can be.
    for (const [key, allowance] of this.#each) if (allowance.isWhole(now)) this.#each.delete(key)
    const own = this.#each.get(keyOf(caller)) ?? new Allowance(5, 10_000)
    own.spend(now)
    this.#each.set(keyOf(caller), own)
    this.#all.spend(now)
  }
}

function keyOf(caller: Caller): string {
  return caller === 'here' ? caller : caller.address
}

/** So many at once, and then one more each time that `everyMs` has passed. */
class Allowance {
  readonly #most: number
  readonly #everyMs: number
  #wholeAt = Number.NEGATIVE_INFINITY

  constructor(most: number, everyMs: number) {
    this.#most = most
    this.#everyMs = everyMs
  }

  waitMs(now: number): number {
    return Math.max(0, this.#wholeAt - (this.#most - 1) * this.#everyMs - now)
  }

  spend(now: number): void {
    this.#wholeAt = Math.max(this.#wholeAt, now) + this.#everyMs
  }

  isWhole(now: number): boolean {
    return this.#wholeAt <= now
  }
}
