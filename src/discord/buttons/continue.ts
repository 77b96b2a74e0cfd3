import type { ButtonInteraction } from 'discord.js'
import { buttonsAtEnd } from '../../core/answer/answer-pages.ts'
import { continuationOpening, textToContinue } from '../../core/answer/continuation.ts'
import { formatHeader, parseHeader } from '../../core/conversation/answer-header.ts'
import type { ConversationMessage } from '../../core/conversation/message.ts'
import { withoutStatusLines } from '../../core/conversation/status-lines.ts'
import { textsFor } from '../../locales/index.ts'
import type { DiscordContext } from '../context.ts'
import { findAnswer } from '../history/find-answer.ts'
import type { QuestionReference } from '../messages/components.ts'
import { sendEphemeral } from '../messages/send-once.ts'
import type { ButtonPress } from '../targets/button-target.ts'
import { NewMessageTarget } from '../targets/new-message-target.ts'
import { OldMessagesTarget } from '../targets/old-messages-target.ts'
import { answerInOldMessages, isEditable, requestFor, showButtons } from './answer-again.ts'

/**
 * Lets the model continue where it broke off: on the page with the button while that is fresh and
 * nothing follows it, else in a new message.
 */
export async function continueAnswer(
  interaction: ButtonInteraction,
  question: QuestionReference,
  context: DiscordContext,
): Promise<void> {
  const found = await findAnswer(interaction, question.trigger, context.conversations)
  const [first] = found?.pages ?? []
  const last = found?.pages.at(-1)
  if (!found || !first || last?.id !== interaction.message.id) {
    return sendEphemeral(interaction, textsFor(interaction.locale).buttons.unreadable, context)
  }
  const press = { interaction, question, found }
  if (isEditable(found, context)) await continueOnPage(press, first, last, context)
  else await continueInNewMessage(press, first, last, context)
}

async function continueOnPage(
  press: ButtonPress,
  first: ConversationMessage,
  last: ConversationMessage,
  context: DiscordContext,
): Promise<void> {
  const text = textToContinue(withoutStatusLines(last.text))
  const { text: header, body } =
    last === first ? parseHeader(text, first.commandId !== undefined) : { text: '', body: text }
  using target = new OldMessagesTarget(press, [last], context)
  const continues = { exchange: press.found.exchange, text: body }
  await answerInOldMessages(press, { ...requestFor(press), header, continues, target }, context)
}

async function continueInNewMessage(
  press: ButtonPress,
  first: ConversationMessage,
  last: ConversationMessage,
  context: DiscordContext,
): Promise<void> {
  const { interaction, found } = press
  const { guildId, message } = interaction
  const { conversationChannel, exchange } = found
  const channelId = conversationChannel?.channelId ?? last.channelId
  const replyToId = conversationChannel ? undefined : first.id
  const link = { channelId: last.channelId, messageId: message.id, how: 'on' } as const
  const header = formatHeader({ quote: '', link }, guildId)
  const continues = { exchange, text: continuationOpening(withoutStatusLines(last.text)) }
  const target = new NewMessageTarget(press, { channelId, replyToId, isPart: true }, context)
  await context.answers.answer({ ...requestFor(press), header, continues, target })
  await showButtons(press, buttonsAtEnd)
}
