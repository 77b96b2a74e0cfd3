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
import type { DiscordContext } from '../context.ts'
import { acknowledge } from '../interactions/acknowledge.ts'
import {
  buttonFactory,
  customIdsIn,
  isStopButton,
  parseCustomId,
  type QuestionReference,
} from '../messages/components.ts'
import { DiscordReply } from '../messages/discord-reply.ts'
import { sendEphemeral } from '../messages/send-once.ts'
import { ButtonPresses } from './button-presses.ts'
import { continueAnswer } from './continue.ts'
import { deleteAnswer } from './delete.ts'
import { retryAnswer } from './retry.ts'

/** Handles presses of the buttons below answers. */
export function buttonHandler(
  context: DiscordContext,
): (interaction: ButtonInteraction) => Promise<void> {
  const presses = new ButtonPresses()

  return async (interaction) => {
    const button = parseCustomId(interaction.customId)
    if (button === undefined) return
    const { kind, trigger } = button
    const texts = textsFor(interaction.locale).buttons
    if (!isAllowed(interaction, button)) return refuse(interaction, texts.notYours)
    if (kind === 'stop') return stopAnswer(interaction, button, context)
    if (presses.isRunning(trigger) || context.answers.isPending(trigger)) {
      return refuse(interaction, texts.busy)
    }
    await presses.run(trigger, async () => {
      try {
        await acknowledge(interaction, () => interaction.deferUpdate(), context.clock)
        if (kind === 'retry') await retryAnswer(interaction, button, context)
        else if (kind === 'continue') await continueAnswer(interaction, button, context)
        else await deleteAnswer(interaction, button, context)
      } catch (error) {
        context.log.warn({ error, trigger, kind }, 'a button did nothing')
        await sendEphemeral(interaction, texts.unreadable, context)
      }
    })
  }
}

/** The asker, and everybody who can manage messages. */
function isAllowed(
  { user, memberPermissions }: ButtonInteraction,
  { askerId }: QuestionReference,
): boolean {
  return user.id === askerId || memberPermissions?.has(PermissionFlagsBits.ManageMessages) === true
}

async function stopAnswer(
  interaction: ButtonInteraction,
  question: QuestionReference,
  context: DiscordContext,
): Promise<void> {
  if (!context.answers.stop(question.trigger)) {
    return endAbandoned(interaction, question, context)
  }
  // The edit that follows is the visible response. This only acknowledges the press.
  await interaction.deferUpdate()
}

/**
 * Stop, where nothing runs: most often the answer has just ended. An answer that a crash left behind
 * gets its ending now.
 */
async function endAbandoned(
  interaction: ButtonInteraction,
  question: QuestionReference,
  { api, targets, pacer, clock }: DiscordContext,
): Promise<void> {
  const { locale } = interaction
  const texts = textsFor(locale)
  await interaction.deferReply({ flags: MessageFlags.Ephemeral })
  const { channelId, id, flags } = interaction.message
  // The bot cannot read an ephemeral message, and its token was lost with the process that wrote it.
  if (flags.has(MessageFlags.Ephemeral)) {
    await interaction.editReply(texts.buttons.over)
    return
  }
  const message = (await api.rest.get(Routes.channelMessage(channelId, id))) as APIMessage
  if (customIdsIn(message).some(isStopButton)) {
    const target = targets.channel(channelId)
    const reply = new DiscordReply({
      attempt: interaction.id,
      first: target,
      targetForRest: async () => target,
      button: buttonFactory(question, locale),
      pages: [{ channelId, messageId: id, target }],
    })
    const text = appendLine(message.content, statusLine(texts.interrupted))
    const page = { text, buttons: buttonsAtEnd, isAnswer: true }
    await new Typewriter(reply, pacer, clock).finish([page])
  }
  await interaction.editReply(texts.buttons.over)
}

async function refuse(interaction: ButtonInteraction, content: string): Promise<void> {
  await interaction.reply({ content, flags: MessageFlags.Ephemeral })
}
