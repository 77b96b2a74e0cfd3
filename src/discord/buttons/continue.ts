import type { ButtonInteraction } from 'discord.js'
import { controlsAtEnd } from '../../core/answer/answer-pages.ts'
import { brokenOff, reopened } from '../../core/answer/continuation.ts'
import { readHead, showHead } from '../../core/conversation/answer-header.ts'
import { withoutOwnLines } from '../../core/conversation/status-lines.ts'
import { wordsFor } from '../../locales/index.ts'
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
    return whisper(interaction, wordsFor(interaction.locale).buttons.unreadable, bot)
  }
  const pressed = { interaction, subject, found }
  const { exchange, room } = found
  const asked = askedBy(pressed, bot)
  const page = withoutOwnLines(last.text)
  if (!isOpen(found, bot)) {
    const { guildId, message } = interaction
    const channelId = room?.channelId ?? last.channelId
    const where = { channelId, replyTo: room ? undefined : first.id, isPart: true }
    const link = { channelId: last.channelId, messageId: message.id, how: 'on' } as const
    const head = showHead({ quote: '', link }, guildId)
    const broken = { exchange, text: reopened(page) }
    await bot.answering.answer({ ...asked, head, broken, ...below(pressed, where, bot) })
    await showButtons(pressed, controlsAtEnd)
    return
  }
  const text = brokenOff(page)
  const { text: head, body } =
    last === first ? readHead(text, first.command !== undefined) : { text: '', body: text }
  const reply = new DiscordReply(inPlace(pressed, [last], bot))
  const broken = { exchange, text: body }
  await typeInPlace(pressed, { ...asked, head, broken, reply }, bot)
}
