import { type APIMessage, Routes } from 'discord.js'
import { type AnswerServices, showNotice } from '../core/answer/answer.ts'
import { buttonsAtEnd } from '../core/answer/answer-pages.ts'
import { withoutStatusLines } from '../core/conversation/status-lines.ts'
import type { UnfinishedAnswer } from '../core/ports.ts'
import { textsFor } from '../locales/index.ts'
import { hasCode, unknownMessage } from './api/errors.ts'
import type { Bot } from './context.ts'
import { buttonIdsOf, buttonsFor, isStopButton } from './messages/components.ts'
import { DiscordReply } from './messages/discord-reply.ts'

/**
 * Ends the answers that an earlier process began and could not end: below what shows of them, or in
 * their place, it says that the bot was stopped. One that cannot be reached any more is left alone.
 */
export async function repairAnswers(
  leftBehind: readonly UnfinishedAnswer[],
  bot: Bot,
  press: Pick<AnswerServices, 'pacer' | 'clock'>,
): Promise<void> {
  for (const begun of leftBehind) {
    try {
      await repair(begun, bot, press)
    } catch (error) {
      bot.log.warn({ error, trigger: begun.trigger }, 'an interrupted answer could not be ended')
    }
    bot.journal.end(begun.attempt)
  }
}

async function repair(
  begun: UnfinishedAnswer,
  bot: Bot,
  press: Pick<AnswerServices, 'pacer' | 'clock'>,
): Promise<void> {
  const { attempt, origin, locale } = begun
  const [shown, ...surplus] = await lastPages(begun, bot)
  // What a button began shows nothing where it has no page: the message of the button is another's.
  if (!shown && attempt !== begun.trigger) return
  const place = bot.places.channel(shown?.channel_id ?? origin.channelId)
  const reply = new DiscordReply({
    attempt,
    button: buttonsFor(begun, locale),
    first:
      origin.kind === 'interaction'
        ? bot.places.original(origin)
        : bot.places.channel(origin.channelId, origin.messageId),
    placeRest: async () => place,
    pages: (shown ? [shown, ...surplus] : []).map(({ channel_id: channelId, id }) => ({
      channelId,
      messageId: id,
      place: bot.places.channel(channelId),
    })),
    onPage: (page) => bot.journal.addPage(attempt, page),
  })
  const notice = textsFor(locale).interrupted
  // The question of a command is told by its answer alone.
  const isKnown = shown !== undefined || origin.kind === 'message'
  const controls = isKnown ? buttonsAtEnd : (['delete'] as const)
  await showNotice(
    { notice, below: withoutStatusLines(shown?.content ?? ''), controls },
    reply,
    press,
  )
}

/**
 * The message in which an answer was being typed, and those behind it that an earlier answer has
 * left; none where nothing shows.
 */
async function lastPages(begun: UnfinishedAnswer, bot: Bot): Promise<readonly APIMessage[]> {
  const { rest } = bot
  const pages: APIMessage[] = []
  for (const { channelId, messageId } of begun.pages) {
    pages.push((await rest.get(Routes.channelMessage(channelId, messageId))) as APIMessage)
  }
  if (pages.length > 0 || begun.attempt !== begun.trigger) {
    const growing = pages.findIndex((page) => buttonIdsOf(page).some(isStopButton))
    return pages.slice(growing)
  }
  const first = await unnotedPage(begun, bot)
  return first ? [first] : []
}

/** The process may have died before it could note even the first message. */
async function unnotedPage(
  { origin }: UnfinishedAnswer,
  { rest, interactions }: Bot,
): Promise<APIMessage | undefined> {
  if (origin.kind === 'message') {
    const query = new URLSearchParams({ after: origin.messageId })
    const later = (await rest.get(Routes.channelMessages(origin.channelId), {
      query,
    })) as readonly APIMessage[]
    return later.find((one) => one.message_reference?.message_id === origin.messageId)
  }
  try {
    const { applicationId, token } = origin
    const route = Routes.webhookMessage(applicationId, token, '@original')
    const original = (await interactions.get(route, { auth: false })) as APIMessage
    return original.content === '' ? undefined : original
  } catch (error) {
    if (hasCode(error, unknownMessage)) return undefined
    throw error
  }
}
