import type { Clock } from '../../core/ports.ts'
import { failedPut } from './errors.ts'

/** The last one goes a quarter of a minute after the first. */
const attempts = 6
const firstWaitMs = 500

/**
 * Makes a request again that does no harm when it is repeated, as long as it may go better another
 * time. Rejects with what is final, or when it has failed too often.
 */
export async function patiently<T>(clock: Clock, request: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await request()
    } catch (error) {
      const failed = failedPut(error)
      if (failed.kind === 'gone' || attempt === attempts) throw error
      await clock.sleep(failed.afterMs ?? firstWaitMs * 2 ** (attempt - 1))
    }
  }
}
