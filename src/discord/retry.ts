import { type ButtonInteraction, messageLink } from 'discord.js'
import { questionIn, splitHead, textOf } from '../core/conversation.ts'
import { linkLine } from '../core/quote.ts'
import { wordsFor } from '../core/words/languages.ts'
import type { Bot } from './bot.ts'
import type { Subject } from './buttons.ts'
import { findAnswer } from './ended-answer.ts'
import { KeepingReply } from './keeping-reply.ts'
import { mayOpenThreads, NewThread } from './new-thread.ts'
import {
  askedBy,
  below,
  inPlace,
  isOpen,
  type Pressed,
  questionMessage,
  showStop,
  whisper,
} from './pressed.ts'
import { DiscordReply } from './reply.ts'
import { takesThreads } from './threads.ts'

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
  const found = await findAnswer(interaction, bot)
  if (!found) return whisper(interaction, words.unreadable)
  const { text, isWhole } = questionIn(found.exchange)
  if (!isWhole) return whisper(interaction, words.onlyBeginning)
  if (text.trim() === '') return whisper(interaction, words.unreadable)
  const pressed = { interaction, subject, found }
  if (isOpen(found)) await retryInPlace(pressed, text, bot)
  else await retryBelow(pressed, text, bot)
}

async function retryInPlace(pressed: Pressed, text: string, bot: Bot): Promise<void> {
  const { interaction, subject, found } = pressed
  const { channel } = interaction
  const parts = inPlace(pressed, found.pages, bot)
  const { promise: ended, resolve: end } = Promise.withResolvers<void>()
  const takesThread = channel && takesThreads(channel) && mayOpenThreads(interaction)
  const thread =
    takesThread && !found.thread && found.exchange.question === undefined
      ? new NewThread(channel, text, bot)
      : undefined
  const reply = new KeepingReply(
    new DiscordReply({
      ...parts,
      placeRest: async (first) => (await thread?.place()) ?? parts.placeRest(first),
      onPage(page) {
        parts.onPage?.(page)
        thread?.onPage(page, ended)
      },
    }),
  )
  const { head: quote } = splitHead(found.exchange, textOf(found.pages))
  await showStop(interaction, subject)
  await bot.answering.answer({ ...askedBy(pressed, bot), text, quote, reply }).finally(end)
  if (reply.isReplaced) return
  await interaction.editReply({ components: interaction.message.components })
  if (reply.notice !== undefined) await whisper(interaction, reply.notice)
}

async function retryBelow(pressed: Pressed, text: string, bot: Bot): Promise<void> {
  const { interaction, found } = pressed
  const { guildId, channelId, message } = interaction
  const quote = linkLine(messageLink(channelId, message.id, guildId ?? '@me'))
  const where = {
    channelId: found.thread?.threadId ?? channelId,
    replyTo: questionMessage(found),
    isPart: false,
  }
  const asked = { ...askedBy(pressed, bot), ...below(pressed, where, bot), text, quote }
  await bot.answering.answer(asked)
}
