import {
  type AnyThreadChannel,
  type ChatInputCommandInteraction,
  PermissionFlagsBits,
} from 'discord.js'
import { questionPages, shortQuote, wholeQuote } from '../core/quote.ts'
import { titleOf } from '../core/title.ts'
import { Typewriter } from '../core/typewriter.ts'
import type { Bot } from './bot.ts'
import { stopButton } from './buttons.ts'
import { channelPlace, followUpPlace, originalPlace, type Place } from './place.ts'
import { DiscordReply } from './reply.ts'
import { type ThreadParent, takesThreads } from './threads.ts'

/** For so long the second page waits for a thread that is being opened; then it goes in place. */
const threadPatienceMs = 2_000

/**
 * Answers the question of a slash command that has been acknowledged with a deferred reply: in a
 * thread that opens on the answer, or where the command was used, when that is a thread already or
 * takes none.
 */
export async function answerCommand(
  interaction: ChatInputCommandInteraction,
  text: string,
  bot: Bot,
): Promise<void> {
  const { channel } = interaction
  if (channel?.isThread()) return answerInThread(interaction, { channel, text }, bot)
  const opensThread = channel !== null && takesThreads(channel) && mayOpenThreads(interaction)
  if (opensThread) return answerInNewThread(interaction, { channel, text }, bot)
  await bot.answering.answer({
    ...asker(interaction),
    text,
    quote: wholeQuote(text),
    thread: undefined,
    reply: new DiscordReply({
      ...firstPage(interaction, bot),
      onPage: (page) => bot.journal.addPage(interaction.id, page),
      placeRest: async () => inPlace(interaction, bot),
    }),
  })
}

async function answerInThread(
  interaction: ChatInputCommandInteraction,
  { channel, text }: { channel: AnyThreadChannel; text: string },
  bot: Bot,
): Promise<void> {
  const quote = shortQuote(text)
  let asked: Promise<void> | undefined
  await bot.answering.answer({
    ...asker(interaction),
    text,
    quote: quote.text,
    thread: { threadId: channel.id, parentId: channel.parentId },
    reply: new DiscordReply({
      ...firstPage(interaction, bot),
      onPage(page) {
        bot.journal.addPage(interaction.id, page)
        asked ??= quote.whole ? Promise.resolve() : showQuestion(text, page, bot)
      },
      async placeRest() {
        await asked
        return channelPlace(bot.rest, channel.id)
      },
    }),
  })
}

async function answerInNewThread(
  interaction: ChatInputCommandInteraction,
  { channel, text }: { channel: ThreadParent; text: string },
  bot: Bot,
): Promise<void> {
  const { clock, answering, journal } = bot
  const quote = shortQuote(text)
  let opened: Promise<Place | undefined> | undefined
  const reply = new DiscordReply({
    ...firstPage(interaction, bot),
    onPage(page) {
      journal.addPage(interaction.id, page)
      const { messageId, isAnswer } = page
      // Only the first page takes a thread, and only where there is something to go on from.
      if (opened !== undefined || !isAnswer) return
      answering.hold(messageId, answered)
      const question = quote.whole ? undefined : text
      opened = openThread({ channel, messageId, name: titleOf(text), question }, bot)
    },
    async placeRest() {
      const thread = await Promise.race([opened, clock.sleep(threadPatienceMs)])
      return thread ?? inPlace(interaction, bot)
    },
  })
  const answered = answering.answer({
    ...asker(interaction),
    text,
    quote: quote.text,
    thread: undefined,
    reply,
  })
  await answered
}

/**
 * Opens the thread on an answer, and puts the question there where its quote shows only the
 * beginning. Gives `undefined` when Discord allows no thread: the answer needs none.
 */
async function openThread(
  thread: {
    readonly channel: ThreadParent
    readonly messageId: string
    readonly name: string
    readonly question: string | undefined
  },
  bot: Bot,
): Promise<Place | undefined> {
  const { channel, messageId, name, question } = thread
  try {
    const channelId = await bot.threads.open(channel, messageId, name)
    if (question !== undefined) await showQuestion(question, { channelId, messageId }, bot)
    return channelPlace(bot.rest, channelId)
  } catch (error) {
    bot.log.warn({ error, channelId: channel.id, messageId }, 'the thread of an answer is missing')
    return undefined
  }
}

/** Puts a question that is too long to quote into the thread, right behind the answer's first page. */
async function showQuestion(
  question: string,
  { channelId, messageId }: { readonly channelId: string; readonly messageId: string },
  { rest, pace, clock }: Bot,
): Promise<void> {
  const place = channelPlace(rest, channelId)
  const reply = new DiscordReply({
    trigger: `${messageId}q`,
    first: place,
    placeRest: async () => place,
  })
  const pages = questionPages(question)
  const shown = pages.map((text) => ({ text, canStop: false, isAnswer: false }))
  await new Typewriter(reply, pace, clock).finish(shown)
}

function asker({ id, locale, channelId, applicationId, token }: ChatInputCommandInteraction) {
  const origin = { kind: 'interaction', channelId, applicationId, token } as const
  return { trigger: id, locale, origin }
}

function firstPage(interaction: ChatInputCommandInteraction, { rest, interactions }: Bot) {
  return {
    trigger: interaction.id,
    first: originalPlace(interactions, interaction),
    firstAsOwn: channelPlace(rest, interaction.channelId),
    stopButton: stopButton(interaction.id, interaction.user.id, interaction.locale),
  }
}

/** The channel itself as the bot's own, where it may write there, else by the interaction's token. */
function inPlace(interaction: ChatInputCommandInteraction, { rest, interactions }: Bot): Place {
  const { appPermissions, channel, channelId } = interaction
  const { ViewChannel, SendMessages, SendMessagesInThreads } = PermissionFlagsBits
  const send = channel?.isThread() ? SendMessagesInThreads : SendMessages
  const mayWrite = channel !== null && appPermissions.has([ViewChannel, send])
  return mayWrite ? channelPlace(rest, channelId) : followUpPlace(interactions, interaction)
}

function mayOpenThreads({ appPermissions }: ChatInputCommandInteraction): boolean {
  const { CreatePublicThreads, SendMessagesInThreads } = PermissionFlagsBits
  return appPermissions.has([CreatePublicThreads, SendMessagesInThreads])
}
