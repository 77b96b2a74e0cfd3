import { failedPut, hasCode } from '../api/errors.ts'

const alreadyAcknowledged = 40_060

/** Discord waits 3 s; an attempt that fails at once may be repeated this often. */
const attempts = 3

/**
 * Tells Discord by `tell` that an interaction was heard, for which it waits: people see "is thinking…",
 * or that a button was pressed. Rejects when Discord no longer knows the interaction.
 */
export async function acknowledge(
  interaction: { deferred: boolean },
  tell: () => Promise<unknown>,
): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await tell()
      return
    } catch (error) {
      // An earlier attempt had taken effect, though its answer never came.
      if (hasCode(error, alreadyAcknowledged)) {
        // discord.js has not heard of it, and would not let the interaction be used.
        interaction.deferred = true
        return
      }
      if (failedPut(error).kind === 'gone' || attempt === attempts) throw error
    }
  }
}
