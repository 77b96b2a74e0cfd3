import { type ButtonInteraction, MessageFlags, PermissionFlagsBits } from 'discord.js'
import { wordsFor } from '../core/words/languages.ts'
import { acknowledge } from './acknowledge.ts'
import type { Bot } from './bot.ts'
import { readButton } from './buttons.ts'
import { goOn } from './go-on.ts'
import { removeAnswer } from './remove.ts'
import { retry } from './retry.ts'
import { whisper } from './whisper.ts'

/** Does what a button says, for who asked and for who may manage messages; others are told so. */
export async function press(interaction: ButtonInteraction, bot: Bot): Promise<void> {
  const button = readButton(interaction.customId)
  if (button === undefined) return
  const { control, trigger, askerId } = button
  const words = wordsFor(interaction.locale).buttons
  const mayManage = interaction.memberPermissions?.has(PermissionFlagsBits.ManageMessages) ?? false
  if (interaction.user.id !== askerId && !mayManage) return refuse(interaction, words.notYours)
  if (control === 'stop') {
    if (!bot.answering.stop(trigger)) return refuse(interaction, words.over)
    // The edit that follows is the answer to the press; this only says that it was heard.
    await interaction.deferUpdate()
    return
  }
  const isBusy = bot.pressed.has(trigger) || bot.answering.isUnderWay(trigger)
  if (isBusy) return refuse(interaction, words.busy)
  bot.pressed.add(trigger)
  try {
    await acknowledge(interaction, () => interaction.deferUpdate())
    if (control === 'retry') await retry(interaction, button, bot)
    else if (control === 'continue') await goOn(interaction, button, bot)
    else await removeAnswer(interaction, button, bot)
  } catch (error) {
    bot.log.warn({ error, trigger, control }, 'a button did nothing')
    await whisper(interaction, words.unreadable, bot)
  } finally {
    bot.pressed.delete(trigger)
  }
}

async function refuse(interaction: ButtonInteraction, content: string): Promise<void> {
  await interaction.reply({ content, flags: MessageFlags.Ephemeral })
}
