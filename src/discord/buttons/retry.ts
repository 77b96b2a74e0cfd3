import type { ButtonInteraction } from 'discord.js'
import {
  type AnswerHeader,
  emptyHeader,
  formatHeader,
} from '../../core/conversation/answer-header.ts'
import { headerOf, questionIn } from '../../core/conversation/exchange.ts'
import { type ConversationMessage, hasText } from '../../core/conversation/message.ts'
import { shortQuote, wholeQuote } from '../../core/conversation/question-quote.ts'
import { textsFor } from '../../locales/index.ts'
import { supportsThreads } from '../api/channels.ts'
import { canCreateThreads } from '../api/permissions.ts'
import type { DiscordContext } from '../context.ts'
import { type EndedAnswer, findAnswer } from '../history/find-answer.ts'
import type { QuestionReference } from '../messages/components.ts'
import { sendEphemeral } from '../messages/send-once.ts'
import { type ButtonPress, questionMessageId } from '../targets/button-target.ts'
import { NewMessageTarget } from '../targets/new-message-target.ts'
import { OldMessagesTarget } from '../targets/old-messages-target.ts'
import { AnswerThread } from '../threads/answer-thread.ts'
import { answerInOldMessages, isEditable, requestFor } from './answer-again.ts'

/**
 * Asks the same question again. The answer takes the messages of the old one while they are fresh and
 * nothing follows them. Else it is a new one that links to the old one.
 */
export async function retryAnswer(
  interaction: ButtonInteraction,
  question: QuestionReference,
  context: DiscordContext,
): Promise<void> {
  const texts = textsFor(interaction.locale).buttons
  const found = await findAnswer(interaction, question.trigger, context.conversations)
  if (!found) return sendEphemeral(interaction, texts.unreadable, context)
  const asked = questionIn(found.exchange)
  if (!asked || !isQuestion(asked.message)) {
    return sendEphemeral(interaction, texts.unreadable, context)
  }
  if (!asked.isWhole) return sendEphemeral(interaction, texts.onlyBeginning, context)
  const press = { interaction, question, found }
  if (isEditable(found, context)) await retryInOldMessages(press, asked.message.text, context)
  else await retryInNewMessage(press, context)
}

/** A reply that holds nothing but a mention of the bot asks about the message that it replies to. */
function isQuestion(message: ConversationMessage): boolean {
  return hasText(message) || message.replyTo != null
}

async function retryInOldMessages(
  press: ButtonPress,
  text: string,
  context: DiscordContext,
): Promise<void> {
  const { interaction, found } = press
  const thread = missingThread(press, text, context)
  using target = new OldMessagesTarget(press, found.pages, context, thread)
  const header = headerAgain(found, text, interaction.guildId)
  await answerInOldMessages(press, { ...requestFor(press), header, target }, context)
}

/** The thread that opens now, because the old answer has none. */
function missingThread(
  { interaction, question, found }: ButtonPress,
  text: string,
  context: DiscordContext,
): AnswerThread | undefined {
  const { channel } = interaction
  const { conversationChannel, exchange, isDetached } = found
  const hasPlace = !conversationChannel && !isDetached && exchange.question === undefined
  if (!hasPlace || !channel || !supportsThreads(channel)) return undefined
  if (!canCreateThreads(interaction)) return undefined
  const { model } = headerOfAnswer(found)
  return new AnswerThread({ channel, question: text, askerId: question.askerId, model }, context)
}

async function retryInNewMessage(press: ButtonPress, context: DiscordContext): Promise<void> {
  const { interaction, found } = press
  const { guildId, channelId, message } = interaction
  const link = { channelId, messageId: message.id, how: 'again' } as const
  const header = formatHeader({ quote: '', link }, guildId)
  const place = {
    channelId: found.conversationChannel?.channelId ?? channelId,
    replyToId: questionMessageId(found),
    isPart: false,
  }
  const target = new NewMessageTarget(press, place, context)
  await context.answers.answer({ ...requestFor(press), header, target })
}

function headerOfAnswer({ pages: [first] }: EndedAnswer): AnswerHeader {
  return first === undefined ? emptyHeader : headerOf(first)
}

/** The header of the old answer: the link to an even older one, or the question. */
function headerAgain(found: EndedAnswer, question: string, guildId: string | null): string {
  const { exchange, conversationChannel } = found
  const header = headerOfAnswer(found)
  if (header.link || exchange.question !== undefined) return formatHeader(header, guildId)
  const quote = conversationChannel ? shortQuote(question).text : wholeQuote(question)
  return formatHeader({ ...header, quote }, guildId)
}
