import type { Clock } from '../../core/clock.ts'
import { backoffMs, type RetryPolicy, retry } from '../../core/retry.ts'
import { putFailure } from './errors.ts'

/** Six attempts, the last one about 15 s after the first. */
const usualPolicy: RetryPolicy = ({ attempts }) =>
  attempts < 6 ? backoffMs(attempts, 500, 8_000) : undefined

type Settled<T> = { readonly value: T } | { readonly error: unknown }

/**
 * Repeats a request that does no harm when it takes effect twice, while Discord or the network may
 * still let it succeed. Rejects with the last error.
 */
export async function retryRequest<T>(
  clock: Clock,
  request: () => Promise<T>,
  policy: RetryPolicy = usualPolicy,
): Promise<T> {
  const settled = await retry<Settled<T>>(clock, policy, async () => {
    try {
      return { result: { value: await request() } }
    } catch (error) {
      const failure = putFailure(error)
      return {
        result: { error },
        again: failure.kind === 'later' ? { afterMs: failure.afterMs } : undefined,
      }
    }
  })
  if ('error' in settled) throw settled.error
  return settled.value
}
