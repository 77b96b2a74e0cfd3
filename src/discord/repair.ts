import { type APIMessage, Routes } from 'discord.js'
import { type Press, say } from '../core/answer.ts'
import { controlsAtEnd } from '../core/pages.ts'
import type { Begun } from '../core/ports.ts'
import { wordsFor } from '../core/words/languages.ts'
import type { Bot } from './bot.ts'
import { buttonsFor } from './buttons.ts'
import { hasCode, unknownMessage } from './outcome.ts'
import { channelPlace, originalPlace } from './place.ts'
import { DiscordReply } from './reply.ts'

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
    bot.journal.end(begun.attempt)
  }
}

async function repair(begun: Begun, bot: Bot, press: Pick<Press, 'pace' | 'clock'>): Promise<void> {
  const { attempt, origin, locale } = begun
  const shown = await lastPage(begun, bot)
  const own = channelPlace(bot.rest, shown?.channel_id ?? origin.channelId)
  const reply = new DiscordReply({
    attempt,
    button: buttonsFor(begun, locale),
    first:
      origin.kind === 'interaction'
        ? originalPlace(bot.interactions, origin)
        : channelPlace(bot.rest, origin.channelId, origin.messageId),
    placeRest: async () => own,
    ...(shown && {
      pages: [{ channelId: shown.channel_id, messageId: shown.id, place: own }],
    }),
    onPage: (page) => bot.journal.addPage(attempt, page),
  })
  const notice = wordsFor(locale).interrupted
  const below = shown?.content ?? ''
  await say({ notice, below, controls: controlsAtEnd }, reply, press)
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
