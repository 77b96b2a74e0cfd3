import type { ButtonInteraction } from 'discord.js'
import { buttonsAtEnd } from '../../core/answer/answer-pages.ts'
import { continuationOpening, textToContinue } from '../../core/answer/continuation.ts'
import { formatHeader, parseHeader } from '../../core/conversation/answer-header.ts'
import { withoutStatusLines } from '../../core/conversation/status-lines.ts'
import { textsFor } from '../../locales/index.ts'
import type { Bot } from '../context.ts'
import type { Subject } from '../messages/components.ts'
import { DiscordReply } from '../messages/discord-reply.ts'
import { whisper } from '../messages/send-ephemeral.ts'
import { askedBy, below, inPlace, isOpen, showButtons, typeInPlace } from './button-context.ts'
import { findAnswer } from './find-answer.ts'

/**
 * Lets the model go on where it broke off: on the page with the button, as long as that is fresh and
 * nothing was said after it; else in a reply to it.
 */
export async function goOn(
  interaction: ButtonInteraction,
  subject: Subject,
  bot: Bot,
): Promise<void> {
  const found = await findAnswer(interaction, subject.trigger, bot)
  const [first] = found?.pages ?? []
  const last = found?.pages.at(-1)
  if (!found || !first || last?.id !== interaction.message.id) {
    return whisper(interaction, textsFor(interaction.locale).buttons.unreadable, bot)
  }
  const pressed = { interaction, subject, found }
  const { exchange, room } = found
  const asked = askedBy(pressed, bot)
  const page = withoutStatusLines(last.text)
  if (!isOpen(found, bot)) {
    const { guildId, message } = interaction
    const channelId = room?.channelId ?? last.channelId
    const where = { channelId, replyTo: room ? undefined : first.id, isPart: true }
    const link = { channelId: last.channelId, messageId: message.id, how: 'on' } as const
    const header = formatHeader({ quote: '', link }, guildId)
    const broken = { exchange, text: continuationOpening(page) }
    await bot.answering.answer({ ...asked, header, broken, ...below(pressed, where, bot) })
    await showButtons(pressed, buttonsAtEnd)
    return
  }
  const text = textToContinue(page)
  const { text: header, body } =
    last === first ? parseHeader(text, first.commandId !== undefined) : { text: '', body: text }
  const reply = new DiscordReply(inPlace(pressed, [last], bot))
  const broken = { exchange, text: body }
  await typeInPlace(pressed, { ...asked, header, broken, reply }, bot)
}
