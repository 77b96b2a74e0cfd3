import { type ButtonInteraction, MessageFlags, Routes } from 'discord.js'
import { wordsFor } from '../core/words/languages.ts'
import type { Bot } from './bot.ts'
import { findAnswer } from './ended-answer.ts'
import { hasCode, unknownMessage } from './outcome.ts'

/** Deletes all messages of an answer, and those that only told of its end; never the thread. */
export async function removeAnswer(interaction: ButtonInteraction, bot: Bot): Promise<void> {
  const { message } = interaction
  try {
    const found = await findAnswer(interaction, bot)
    const { exchange, pages } = found ?? { pages: [] }
    const asides = exchange?.versions.at(-1) === pages ? exchange.asides : []
    // Something may fail on the way, and is tried again by the button, then: so that goes last, and
    // before it the first page, by which the others are found.
    for (const { channelId, id } of [...asides, ...pages].reverse()) {
      if (id !== message.id) await remove(channelId, id, bot)
    }
    await interaction.deleteReply()
  } catch (error) {
    bot.log.warn({ error, messageId: message.id }, 'an answer could not be deleted')
    const content = wordsFor(interaction.locale).buttons.notRemoved
    await interaction.followUp({ content, flags: MessageFlags.Ephemeral })
  }
}

async function remove(channelId: string, id: string, { rest }: Bot): Promise<void> {
  try {
    await rest.delete(Routes.channelMessage(channelId, id))
  } catch (error) {
    if (!hasCode(error, unknownMessage)) throw error
  }
}
