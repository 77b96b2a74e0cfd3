import { type ChatInputCommandInteraction, PermissionFlagsBits } from 'discord.js'
import { questionPages, shortQuote, wholeQuote } from '../core/quote.ts'
import { titleOf } from '../core/title.ts'
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
  const opensThread = channel !== null && takesThreads(channel) && mayOpenThreads(interaction)
  if (opensThread) return answerInNewThread(interaction, { channel, text }, bot)
  await bot.answering.answer({
    ...asker(interaction),
    text,
    quote: wholeQuote(text),
    thread: channel?.isThread() ? { threadId: channel.id, parentId: channel.parentId } : undefined,
    reply: new DiscordReply({
      ...firstPage(interaction, bot),
      onPage: (page) => bot.journal.addPage(interaction.id, page),
      placeRest: async () => inPlace(interaction, bot),
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
      const { messageId } = page
      // Only the first page takes a thread, and it is there before the second.
      if (opened !== undefined) return
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
  { threads, rest, log }: Bot,
): Promise<Place | undefined> {
  const { channel, messageId, name, question } = thread
  try {
    const place = channelPlace(rest, await threads.open(channel, messageId, name))
    for (const [index, page] of questionPages(question ?? '').entries()) {
      await place.create({ text: page, buttons: [] }, `${messageId}-q${index}`)
    }
    return place
  } catch (error) {
    log.warn({ error, channelId: channel.id, messageId }, 'the thread of an answer is missing')
    return undefined
  }
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
