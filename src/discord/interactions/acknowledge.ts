import type { Clock } from '../../core/clock.ts'
import type { RetryPolicy } from '../../core/retry.ts'
import { hasErrorCode } from '../api/errors.ts'
import { retryRequest } from '../api/retry-request.ts'

const alreadyAcknowledged = 40_060

/** Three attempts without a wait: Discord wants the acknowledgement within 3 s. */
const policy: RetryPolicy = ({ attempts }) => (attempts < 3 ? 0 : undefined)

/**
 * Acknowledges an interaction by `defer`: people see "is thinking…", or that a button was pressed.
 * Rejects when Discord no longer knows the interaction.
 */
export async function acknowledge(
  interaction: { deferred: boolean },
  defer: () => Promise<unknown>,
  clock: Clock,
): Promise<void> {
  try {
    await retryRequest(clock, defer, policy)
  } catch (error) {
    if (!hasErrorCode(error, alreadyAcknowledged)) throw error
    // An earlier attempt took effect. discord.js does not know, and would refuse to use the interaction.
    interaction.deferred = true
  }
}
