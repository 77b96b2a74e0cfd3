import type { ButtonInteraction } from 'discord.js'
import {
  type AnswerHeader,
  emptyHeader,
  formatHeader,
} from '../../core/conversation/answer-header.ts'
import { headerOf as headOfPage, questionIn } from '../../core/conversation/exchange.ts'
import { type ConversationMessage, hasText } from '../../core/conversation/message.ts'
import { shortQuote, wholeQuote } from '../../core/conversation/question-quote.ts'
import { textsFor } from '../../locales/index.ts'
import type { Bot } from '../context.ts'
import type { Subject } from '../messages/components.ts'
import { DiscordReply } from '../messages/discord-reply.ts'
import { whisper } from '../messages/send-ephemeral.ts'
import { mayOpenThreads, NewThread } from '../threads/answer-thread.ts'
import { takesThreads } from '../threads/thread-creator.ts'
import {
  askedBy,
  below,
  inPlace,
  isOpen,
  type Pressed,
  questionMessage,
  typeInPlace,
} from './button-context.ts'
import { type EndedAnswer, findAnswer } from './find-answer.ts'

/**
 * Asks the same question anew. The answer takes the messages of the old one as long as they are fresh
 * and nothing was said after them; else it is a new one that links the old.
 */
export async function retry(
  interaction: ButtonInteraction,
  subject: Subject,
  bot: Bot,
): Promise<void> {
  const texts = textsFor(interaction.locale).buttons
  const found = await findAnswer(interaction, subject.trigger, bot)
  if (!found) return whisper(interaction, texts.unreadable, bot)
  const asked = questionIn(found.exchange)
  if (!asked || !isSomething(asked.post)) return whisper(interaction, texts.unreadable, bot)
  if (!asked.isWhole) return whisper(interaction, texts.onlyBeginning, bot)
  const pressed = { interaction, subject, found }
  if (isOpen(found, bot)) await retryInPlace(pressed, asked.post.text, bot)
  else await retryBelow(pressed, bot)
}

/** Who replied to somebody with nothing but a mention of the bot, asked about that message. */
function isSomething(post: ConversationMessage): boolean {
  return hasText(post) || post.replyTo != null
}

async function retryInPlace(pressed: Pressed, text: string, bot: Bot): Promise<void> {
  const { interaction, subject, found } = pressed
  const { channel } = interaction
  const { room, exchange, isDetached } = found
  const parts = inPlace(pressed, found.pages, bot)
  const { promise: ended, resolve: end } = Promise.withResolvers<void>()
  const takesThread = channel && takesThreads(channel) && mayOpenThreads(interaction)
  const isAlone = !room && !isDetached && exchange.question === undefined
  const opening = { question: text, askerId: subject.askerId, model: headOfAnswer(found).model }
  const thread = takesThread && isAlone ? new NewThread({ channel, ...opening }, bot) : undefined
  const reply = new DiscordReply({
    ...parts,
    placeRest: async (first) => (await thread?.place()) ?? parts.placeRest(first),
    onPage(page) {
      parts.onPage?.(page)
      thread?.onPage(page, ended)
    },
  })
  const header = headAgain(found, text, interaction.guildId)
  const asked = { ...askedBy(pressed, bot), header, reply }
  await typeInPlace(
    pressed,
    { ...asked, onAnswered: (answer) => thread?.onAnswered(answer) },
    bot,
  ).finally(end)
}

async function retryBelow(pressed: Pressed, bot: Bot): Promise<void> {
  const { interaction, found } = pressed
  const { guildId, channelId, message } = interaction
  const link = { channelId, messageId: message.id, how: 'again' } as const
  const header = formatHeader({ quote: '', link }, guildId)
  const where = {
    channelId: found.room?.channelId ?? channelId,
    replyTo: questionMessage(found),
    isPart: false,
  }
  await bot.answering.answer({ ...askedBy(pressed, bot), ...below(pressed, where, bot), header })
}

function headOfAnswer({ pages: [first] }: EndedAnswer): AnswerHeader {
  return first === undefined ? emptyHeader : headOfPage(first)
}

/** What stands above the answer again: the link to an older one, or the question. */
function headAgain(found: EndedAnswer, question: string, guildId: string | null): string {
  const { exchange, room } = found
  const header = headOfAnswer(found)
  if (header.link || exchange.question !== undefined) return formatHeader(header, guildId)
  const quote = room ? shortQuote(question).text : wholeQuote(question)
  return formatHeader({ ...header, quote }, guildId)
}
