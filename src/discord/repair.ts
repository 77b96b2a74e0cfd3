import { type APIMessage, Routes } from 'discord.js'
import { type Press, say } from '../core/answer.ts'
import type { Begun } from '../core/ports.ts'
import { wordsFor } from '../core/words/languages.ts'
import type { Bot } from './bot.ts'
import { hasCode } from './outcome.ts'
import { channelPlace, originalPlace } from './place.ts'
import { DiscordReply } from './reply.ts'

const unknownMessage = 10_008

/**
 * Ends the answers that an earlier process began and could not end: below what shows of them, or in
 * their place, it says that the bot was stopped. One that cannot be reached any more is left alone.
 */
export async function repairAnswers(
  leftBehind: readonly Begun[],
  bot: Bot,
  press: Pick<Press, 'pace' | 'clock'>,
): Promise<void> {
  for (const begun of leftBehind) {
    try {
      await repair(begun, bot, press)
    } catch (error) {
      bot.log.warn({ error, trigger: begun.trigger }, 'an interrupted answer could not be ended')
    }
    bot.journal.end(begun.trigger)
  }
}

async function repair(begun: Begun, bot: Bot, press: Pick<Press, 'pace' | 'clock'>): Promise<void> {
  const { trigger, origin, locale } = begun
  const shown = await lastPage(begun, bot)
  const own = channelPlace(bot.rest, shown?.channel_id ?? origin.channelId)
  const reply = new DiscordReply({
    trigger,
    first:
      origin.kind === 'interaction'
        ? originalPlace(bot.interactions, origin)
        : channelPlace(bot.rest, origin.channelId, origin.messageId),
    placeRest: async () => own,
    ...(shown && { pages: [{ id: shown.id, place: own }] }),
    onPage: (page) => bot.journal.addPage(trigger, page),
  })
  const notice = wordsFor(locale).interrupted
  await say({ notice, below: shown?.content ?? '' }, reply, press)
}

/**
 * The message at the end of what shows of an answer, or `undefined` where nothing does. The process
 * may have died before it could note even the first one.
 */
async function lastPage(
  { pages, origin }: Begun,
  { rest, interactions }: Bot,
): Promise<APIMessage | undefined> {
  const last = pages.at(-1)
  if (last) {
    return (await rest.get(Routes.channelMessage(last.channelId, last.messageId))) as APIMessage
  }
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
