import {
  type AnyThreadChannel,
  type ChatInputCommandInteraction,
  PermissionFlagsBits,
} from 'discord.js'
import { shortQuote, wholeQuote } from '../core/quote.ts'
import { announce } from './announce.ts'
import type { Bot } from './bot.ts'
import { buttonsFor } from './buttons.ts'
import { expiry } from './expiry.ts'
import { mayOpenThreads, NewThread, showQuestion } from './new-thread.ts'
import { channelPlace, followUpPlace, originalPlace, type Place } from './place.ts'
import { DiscordReply, type PageAddress } from './reply.ts'
import { type ThreadParent, takesThreads } from './threads.ts'
import { whisper } from './whisper.ts'

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
  if (channel && takesThreads(channel) && mayOpenThreads(interaction)) {
    return answerInNewThread(interaction, { channel, text }, bot)
  }
  return answerInPlace(interaction, text, bot)
}

async function answerInPlace(
  interaction: ChatInputCommandInteraction,
  text: string,
  bot: Bot,
): Promise<void> {
  const { clock, answering } = bot
  let first: PageAddress | undefined
  const ageMs = Date.now() - interaction.createdTimestamp
  using limit = mayWrite(interaction) ? undefined : expiry(ageMs, clock)
  await answering.answer({
    ...asker(interaction, bot),
    text,
    quote: wholeQuote(text),
    thread: undefined,
    ...(limit && { until: limit.signal }),
    reply: new DiscordReply({
      ...firstPage(interaction, bot),
      onPage(page) {
        first ??= page
        answering.notePage(attemptOf(interaction), page)
      },
      placeRest: async (page) => inPlace(interaction, page, bot),
    }),
    announce: (text) => tell(text, { interaction, place: inPlace(interaction, first, bot) }, bot),
  })
}

async function answerInThread(
  interaction: ChatInputCommandInteraction,
  { channel, text }: { channel: AnyThreadChannel; text: string },
  bot: Bot,
): Promise<void> {
  const place = channelPlace(bot.rest, channel.id)
  let asked: Promise<void> | undefined
  await bot.answering.answer({
    ...asker(interaction, bot),
    text,
    quote: shortQuote(text).text,
    thread: { threadId: channel.id, parentId: channel.parentId },
    reply: new DiscordReply({
      ...firstPage(interaction, bot),
      onPage(page) {
        bot.answering.notePage(attemptOf(interaction), page)
        asked ??= showQuestion(text, page, bot)
      },
      async placeRest() {
        await asked
        return place
      },
    }),
    announce: (text) => tell(text, { interaction, place }, bot),
  })
}

async function answerInNewThread(
  interaction: ChatInputCommandInteraction,
  { channel, text }: { channel: ThreadParent; text: string },
  bot: Bot,
): Promise<void> {
  const { answering } = bot
  const thread = new NewThread(channel, text, bot)
  const placeRest = async (first?: PageAddress) =>
    (await thread.place()) ?? inPlace(interaction, first, bot)
  const reply = new DiscordReply({
    ...firstPage(interaction, bot),
    onPage(page) {
      answering.notePage(attemptOf(interaction), page)
      thread.onPage(page, answered)
    },
    placeRest,
  })
  const answered = answering.answer({
    ...asker(interaction, bot),
    text,
    quote: shortQuote(text).text,
    thread: undefined,
    reply,
    announce: async (text) => tell(text, { interaction, place: await placeRest() }, bot),
  })
  await answered
}

function attemptOf({ id }: ChatInputCommandInteraction) {
  return { attempt: id, trigger: id }
}

function asker(interaction: ChatInputCommandInteraction, bot: Bot) {
  const { user, locale, channelId, applicationId, token } = interaction
  return {
    ...attemptOf(interaction),
    askerId: user.id,
    locale,
    origin: { kind: 'interaction', channelId, applicationId, token },
    whisper: (text: string) => whisper(interaction, text, bot),
  } as const
}

function tell(
  text: string,
  { interaction, place }: { interaction: ChatInputCommandInteraction; place: Place },
  bot: Bot,
): Promise<void> {
  const { id: attempt, user } = interaction
  return announce({ text, attempt, askerId: user.id, place }, bot)
}

function firstPage(interaction: ChatInputCommandInteraction, { rest, interactions }: Bot) {
  const { id, user, locale, channelId } = interaction
  return {
    attempt: id,
    first: originalPlace(interactions, interaction),
    firstAsOwn: channelPlace(rest, channelId),
    button: buttonsFor({ trigger: id, askerId: user.id }, locale),
  }
}

/**
 * The channel itself as the bot's own, where it may write there, in replies to the answer's first
 * page; else by the interaction's token.
 */
function inPlace(
  interaction: ChatInputCommandInteraction,
  first: PageAddress | undefined,
  { rest, interactions }: Bot,
): Place {
  return mayWrite(interaction)
    ? channelPlace(rest, interaction.channelId, first?.messageId)
    : followUpPlace(interactions, interaction)
}

function mayWrite({ appPermissions, channel }: ChatInputCommandInteraction): boolean {
  const { ViewChannel, SendMessages, SendMessagesInThreads } = PermissionFlagsBits
  const send = channel?.isThread() ? SendMessagesInThreads : SendMessages
  return channel !== null && appPermissions.has([ViewChannel, send])
}
