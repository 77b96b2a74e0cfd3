import {
  type APIButtonComponentWithCustomId,
  type ButtonInteraction,
  ButtonStyle,
  ComponentType,
  MessageFlags,
  PermissionFlagsBits,
} from 'discord.js'
import { wordsFor } from '../core/words/languages.ts'
import type { Bot } from './bot.ts'

/** Says whose answer to what it stops: so it needs nobody to remember it. */
const stopId = /^stop:(?<trigger>\d+):(?<askerId>\d+)$/

/** The button below an answer that is being typed. */
export function stopButton(
  trigger: string,
  askerId: string,
  locale: string,
): APIButtonComponentWithCustomId {
  return {
    type: ComponentType.Button,
    style: ButtonStyle.Secondary,
    label: wordsFor(locale).buttons.stop,
    custom_id: `stop:${trigger}:${askerId}`,
  }
}

/** Stops an answer for who asked, and for who may manage messages; others are told that they may not. */
export async function press(interaction: ButtonInteraction, { answering }: Bot): Promise<void> {
  const { trigger, askerId } = stopId.exec(interaction.customId)?.groups ?? {}
  if (trigger === undefined) return
  const words = wordsFor(interaction.locale).buttons
  const mayManage = interaction.memberPermissions?.has(PermissionFlagsBits.ManageMessages) ?? false
  if (interaction.user.id !== askerId && !mayManage) return whisper(interaction, words.notYours)
  if (!answering.stop(trigger)) return whisper(interaction, words.over)
  // The edit that follows is the answer to the press; this only says that it was heard.
  await interaction.deferUpdate()
}

async function whisper(interaction: ButtonInteraction, content: string): Promise<void> {
  await interaction.reply({ content, flags: MessageFlags.Ephemeral })
}
