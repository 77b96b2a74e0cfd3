import { type ButtonInteraction, messageLink } from 'discord.js'
import { questionIn } from '../core/conversation.ts'
import { linkLine, readLink, shortQuote, wholeQuote } from '../core/quote.ts'
import { wordsFor } from '../words/languages.ts'
import type { Bot } from './bot.ts'
import type { Subject } from './buttons.ts'
import { type EndedAnswer, findAnswer } from './ended-answer.ts'
import { mayOpenThreads, NewThread } from './new-thread.ts'
import {
  askedBy,
  below,
  inPlace,
  isOpen,
  type Pressed,
  questionMessage,
  typeInPlace,
} from './pressed.ts'
import { DiscordReply } from './reply.ts'
import { takesThreads } from './threads.ts'
import { whisper } from './whisper.ts'

/**
 * Asks the same question anew. The answer takes the messages of the old one as long as they are fresh
 * and nothing was said after them; else it is a new one that links the old.
 */
export async function retry(
  interaction: ButtonInteraction,
  subject: Subject,
  bot: Bot,
): Promise<void> {
  const words = wordsFor(interaction.locale).buttons
  const found = await findAnswer(interaction, subject.trigger, bot)
  if (!found) return whisper(interaction, words.unreadable, bot)
  const { text, isWhole } = questionIn(found.exchange)
  if (!isWhole) return whisper(interaction, words.onlyBeginning, bot)
  if (text.trim() === '') return whisper(interaction, words.unreadable, bot)
  const pressed = { interaction, subject, found }
  if (isOpen(found, bot)) await retryInPlace(pressed, text, bot)
  else await retryBelow(pressed, text, bot)
}

async function retryInPlace(pressed: Pressed, text: string, bot: Bot): Promise<void> {
  const { interaction, found } = pressed
  const { channel } = interaction
  const parts = inPlace(pressed, found.pages, bot)
  const { promise: ended, resolve: end } = Promise.withResolvers<void>()
  const takesThread = channel && takesThreads(channel) && mayOpenThreads(interaction)
  const thread =
    takesThread && !found.thread && found.exchange.question === undefined
      ? new NewThread(channel, text, bot)
      : undefined
  const reply = new DiscordReply({
    ...parts,
    placeRest: async (first) => (await thread?.place()) ?? parts.placeRest(first),
    onPage(page) {
      parts.onPage?.(page)
      thread?.onPage(page, ended)
    },
  })
  const quote = headOf(found, text)
  await typeInPlace(pressed, { ...askedBy(pressed, bot), text, quote, reply }, bot).finally(end)
}

async function retryBelow(pressed: Pressed, text: string, bot: Bot): Promise<void> {
  const { interaction, found } = pressed
  const { guildId, channelId, message } = interaction
  const quote = linkLine(messageLink(channelId, message.id, guildId ?? '@me'), 'again')
  const where = {
    channelId: found.thread?.threadId ?? channelId,
    replyTo: questionMessage(found),
    isPart: false,
  }
  const asked = { ...askedBy(pressed, bot), ...below(pressed, where, bot), text, quote }
  await bot.answering.answer(asked)
}

/** What stands above the answer again: the link to an older one, or the question. */
function headOf({ exchange, pages: [first], thread }: EndedAnswer, question: string): string {
  const text = first?.text ?? ''
  if (readLink(text)) return text.split('\n\n', 1)[0] ?? ''
  if (exchange.question !== undefined) return ''
  return thread ? shortQuote(question).text : wholeQuote(question)
}
