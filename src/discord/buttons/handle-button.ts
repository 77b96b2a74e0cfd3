import {
  type APIMessage,
  type ButtonInteraction,
  MessageFlags,
  PermissionFlagsBits,
  Routes,
} from 'discord.js'
import { buttonsAtEnd } from '../../core/answer/answer-pages.ts'
import { Typewriter } from '../../core/answer/typewriter.ts'
import { statusLine } from '../../core/conversation/status-lines.ts'
import { appendLine } from '../../core/layout/append-line.ts'
import { textsFor } from '../../locales/index.ts'
import type { Bot } from '../context.ts'
import { acknowledge } from '../interactions/acknowledge.ts'
import {
  buttonIdsOf,
  buttonsFor,
  isStopButton,
  readButton,
  type Subject,
} from '../messages/components.ts'
import { DiscordReply } from '../messages/discord-reply.ts'
import { whisper } from '../messages/send-ephemeral.ts'
import { goOn } from './continue.ts'
import { removeAnswer } from './delete.ts'
import { retry } from './retry.ts'

/** Does what a button says, for who asked and for who may manage messages; others are told so. */
export async function press(interaction: ButtonInteraction, bot: Bot): Promise<void> {
  const button = readButton(interaction.customId)
  if (button === undefined) return
  const { control, trigger, askerId } = button
  const texts = textsFor(interaction.locale).buttons
  const mayManage = interaction.memberPermissions?.has(PermissionFlagsBits.ManageMessages) ?? false
  if (interaction.user.id !== askerId && !mayManage) return refuse(interaction, texts.notYours)
  if (control === 'stop') {
    if (!bot.answering.stop(trigger)) return endLeftOver(interaction, button, bot)
    // The edit that follows is the answer to the press; this only says that it was heard.
    await interaction.deferUpdate()
    return
  }
  const isBusy = bot.pressed.has(trigger) || bot.answering.isUnderWay(trigger)
  if (isBusy) return refuse(interaction, texts.busy)
  bot.pressed.add(trigger)
  try {
    await acknowledge(interaction, () => interaction.deferUpdate())
    if (control === 'retry') await retry(interaction, button, bot)
    else if (control === 'continue') await goOn(interaction, button, bot)
    else await removeAnswer(interaction, button, bot)
  } catch (error) {
    bot.log.warn({ error, trigger, control }, 'a button did nothing')
    await whisper(interaction, texts.unreadable, bot)
  } finally {
    bot.pressed.delete(trigger)
  }
}

/**
 * Stop, where nothing is to be stopped: most often the answer has just ended. What a crash has left
 * behind, and nobody remembers, gets its end now.
 */
async function endLeftOver(
  interaction: ButtonInteraction,
  subject: Subject,
  bot: Bot,
): Promise<void> {
  const { locale } = interaction
  const texts = textsFor(locale)
  await interaction.deferReply({ flags: MessageFlags.Ephemeral })
  const { channelId, id, flags } = interaction.message
  // What only one person sees cannot be read by the bot, and was lost with the process that wrote it.
  if (flags.has(MessageFlags.Ephemeral)) {
    await interaction.editReply(texts.buttons.over)
    return
  }
  const message = (await bot.rest.get(Routes.channelMessage(channelId, id))) as APIMessage
  if (buttonIdsOf(message).some(isStopButton)) {
    const place = bot.places.channel(channelId)
    const reply = new DiscordReply({
      attempt: interaction.id,
      first: place,
      placeRest: async () => place,
      button: buttonsFor(subject, locale),
      pages: [{ channelId, messageId: id, place }],
    })
    const page = appendLine(message.content, statusLine(texts.interrupted))
    const shown = [{ text: page, buttons: buttonsAtEnd, isAnswer: true }]
    await new Typewriter(reply, bot.pacer, bot.clock).finish(shown)
  }
  await interaction.editReply(texts.buttons.over)
}

async function refuse(interaction: ButtonInteraction, content: string): Promise<void> {
  await interaction.reply({ content, flags: MessageFlags.Ephemeral })
}
