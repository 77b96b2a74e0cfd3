import type { Clock } from './clock.ts'

/** The result of one attempt. `again` asks for another attempt, after `afterMs` where that is known. */
export interface Attempt<T> {
  readonly result: T
  readonly again?: { readonly afterMs: number | undefined } | undefined
}

/** The attempts so far: how many failed, and the time since the first one began. */
export interface Tries {
  readonly attempts: number
  readonly spentMs: number
}

/** The wait before the next attempt in milliseconds; `undefined` gives up. */
export type RetryPolicy = (tries: Tries) => number | undefined

/** Waits that double from `firstMs` up to `maxMs`. */
export function backoffMs(attempts: number, firstMs: number, maxMs: number): number {
  return Math.min(maxMs, firstMs * 2 ** (attempts - 1))
}

/**
 * Runs `attempt` until it asks for no other attempt or `policy` gives up. Resolves with the last
 * result. A known wait of the attempt counts before the policy's own.
 */
export async function retry<T>(
  clock: Clock,
  policy: RetryPolicy,
  attempt: () => Promise<Attempt<T>>,
): Promise<T> {
  const startMs = clock.now()
  for (let attempts = 1; ; attempts += 1) {
    const { result, again } = await attempt()
    if (again === undefined) return result
    const waitMs = policy({ attempts, spentMs: clock.now() - startMs })
    if (waitMs === undefined) return result
    await clock.sleep(again.afterMs ?? waitMs)
  }
}
