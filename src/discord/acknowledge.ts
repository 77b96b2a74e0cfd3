import type { ChatInputCommandInteraction } from 'discord.js'
import { failedPut, hasCode } from './outcome.ts'

const alreadyAcknowledged = 40_060

/** Discord waits 3 s; an attempt that fails at once may be repeated this often. */
const attempts = 3

/**
 * Tells Discord that an answer will come: people see "is thinking…". Rejects when Discord no longer
 * knows the interaction.
 */
export async function acknowledge(interaction: ChatInputCommandInteraction): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await interaction.deferReply()
      return
    } catch (error) {
      // An earlier attempt had taken effect, though its answer never came.
      if (hasCode(error, alreadyAcknowledged)) return
      if (failedPut(error).kind === 'gone' || attempt === attempts) throw error
    }
  }
}
