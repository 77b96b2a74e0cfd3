import {
  type APIActionRowComponent,
  type APIButtonComponent,
  type ButtonInteraction,
  ComponentType,
  MessageFlags,
  messageLink,
  type REST,
  SnowflakeUtil,
} from 'discord.js'
import { headOf, type Post, questionIn } from '../core/conversation.ts'
import { withoutOwnLines } from '../core/own-lines.ts'
import { linkLine } from '../core/quote.ts'
import { brokenOff, reopened } from '../core/seam.ts'
import { wordsFor } from '../core/words/languages.ts'
import { announce } from './announce.ts'
import type { Bot } from './bot.ts'
import { buttonsFor, type Subject } from './buttons.ts'
import { type EndedAnswer, findAnswer } from './ended-answer.ts'
import { KeepingReply } from './keeping-reply.ts'
import { mayOpenThreads, NewThread } from './new-thread.ts'
import { channelPlace, originalPlace, type Place } from './place.ts'
import { DiscordReply, type PageAddress, type ReplyParts } from './reply.ts'
import { takesThreads } from './threads.ts'
import { TypingIndicator } from './typing.ts'

/** Discord hardly lets a message be edited that is older than an hour; typing takes its time, too. */
const freshMs = 55 * 60_000

/** A button that was pressed, and the answer above it. */
interface Pressed {
  readonly interaction: ButtonInteraction
  readonly subject: Subject
  readonly found: EndedAnswer
}

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
  const quote = headOf(found.exchange, found.pages)
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
  }
  const asked = { ...askedBy(pressed, bot), ...below(pressed, where, bot), text, quote }
  await bot.answering.answer(asked)
}

/**
 * Lets the model go on where it broke off: on the page with the button, as long as that is fresh and
 * nothing was said after it; else in a reply to it.
 */
export async function goOn(
  interaction: ButtonInteraction,
  subject: Subject,
  bot: Bot,
): Promise<void> {
  const found = await findAnswer(interaction, bot)
  const last = found?.pages.at(-1)
  if (!found || last?.id !== interaction.message.id) {
    return whisper(interaction, wordsFor(interaction.locale).buttons.unreadable)
  }
  const pressed = { interaction, subject, found }
  const { exchange } = found
  const asked = { ...askedBy(pressed, bot), text: '' }
  const page = withoutOwnLines(last.text)
  if (!isOpen(found)) {
    const { channelId, id: replyTo } = last
    const reply = below(pressed, { channelId, replyTo }, bot)
    const broken = { exchange, text: reopened(page) }
    await bot.answering.answer({ ...asked, quote: '', broken, ...reply })
    return
  }
  const quote = found.pages.length === 1 ? headOf(found.exchange, found.pages) : ''
  const body = quote === '' ? page : page.slice(quote.length).replace(/^\n\n/, '')
  const reply = new DiscordReply(inPlace(pressed, [last], bot))
  await showStop(interaction, subject)
  const broken = { exchange, text: brokenOff(body) }
  await bot.answering.answer({ ...asked, quote, broken, reply })
}

/** Whether an answer can still be changed where it stands. */
function isOpen({ pages, isLast }: EndedAnswer): boolean {
  const [first] = pages
  if (first === undefined || !isLast) return false
  return Date.now() - SnowflakeUtil.timestampFrom(first.id) < freshMs
}

function askedBy({ interaction, subject, found }: Pressed, bot: Bot) {
  const { id, applicationId, channelId, token, locale } = interaction
  const { thread } = found
  const origin = { kind: 'interaction', channelId, applicationId, token } as const
  const place = channelPlace(bot.rest, thread?.threadId ?? channelId, questionMessage(found))
  return {
    attempt: id,
    ...subject,
    origin,
    locale,
    thread,
    announce: (text: string) =>
      announce({ text, attempt: id, askerId: subject.askerId, place }, bot),
    whisper: (text: string) => whisper(interaction, text),
  }
}

/** The message that asked; `undefined` where that was a command. */
function questionMessage({ exchange }: EndedAnswer): string | undefined {
  return exchange.question === undefined ? undefined : exchange.trigger
}

/** The messages of the answer itself: a single one is edited by the button's token, which is faster. */
function inPlace(
  { interaction, subject, found }: Pressed,
  pages: readonly Post[],
  { rest, interactions, journal }: Bot,
): ReplyParts {
  const channelId = pages[0]?.channelId ?? interaction.channelId
  const own = channelPlace(rest, channelId)
  const first = pages.length === 1 ? originalPlace(interactions, interaction) : own
  return {
    attempt: interaction.id,
    first,
    firstAsOwn: own,
    button: buttonsFor(subject, interaction.locale),
    pages: pages.map((page, index) => ({
      channelId: page.channelId,
      messageId: page.id,
      place: index === 0 ? first : channelPlace(rest, page.channelId),
    })),
    placeRest: async ({ messageId }) => restOf(found, { channelId, messageId }, rest),
    onPage: (page) => journal.addPage(interaction.id, page),
  }
}

/** A new answer, and the indicator that it is being typed until its first words show. */
function below(
  { interaction, subject, found }: Pressed,
  { channelId, replyTo }: { readonly channelId: string; readonly replyTo: string | undefined },
  { rest, clock, journal }: Bot,
) {
  const typing = new TypingIndicator(rest, channelId, clock)
  const reply = new DiscordReply({
    attempt: interaction.id,
    first: channelPlace(rest, channelId, replyTo),
    button: buttonsFor(subject, interaction.locale),
    placeRest: async (first) => restOf(found, first, rest),
    onPage(page) {
      typing.stop()
      journal.addPage(interaction.id, page)
    },
  })
  return { reply, typing }
}

/** Where there is no thread, all other pages reply to the first one: so they are found again. */
function restOf({ thread }: EndedAnswer, first: PageAddress, rest: REST): Place {
  if (thread) return channelPlace(rest, thread.threadId)
  return channelPlace(rest, first.channelId, first.messageId)
}

/** Until the first words show, only the button says that something happens. */
async function showStop(interaction: ButtonInteraction, subject: Subject): Promise<void> {
  const stop = buttonsFor(subject, interaction.locale)('stop')
  const row: APIActionRowComponent<APIButtonComponent> = {
    type: ComponentType.ActionRow,
    components: [stop],
  }
  // An ornament: an answer does not fail for it.
  await interaction.editReply({ components: [row] }).catch(() => undefined)
}

async function whisper(interaction: ButtonInteraction, content: string): Promise<void> {
  await interaction.followUp({ content, flags: MessageFlags.Ephemeral })
}
