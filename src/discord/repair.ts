import { type APIMessage, Routes } from 'discord.js'
import { type Press, say } from '../core/answer.ts'
import type { Begun } from '../core/ports.ts'
import { wordsFor } from '../core/words/languages.ts'
import type { Bot } from './bot.ts'
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
    bot.journal.end(begun.trigger)
  }
}

async function repair(
  { trigger, origin, locale, pages }: Begun,
  { rest, interactions, journal }: Bot,
  press: Pick<Press, 'pace' | 'clock'>,
): Promise<void> {
  const last = pages.at(-1)
  const own = channelPlace(rest, last?.channelId ?? origin.channelId)
  const first =
    origin.kind === 'interaction'
      ? originalPlace(interactions, origin)
      : channelPlace(rest, origin.channelId, origin.messageId)
  const reply = new DiscordReply({
    trigger,
    first,
    placeRest: async () => own,
    ...(last && { pages: [{ id: last.messageId, place: own }] }),
    onPage: (page) => journal.addPage(trigger, page),
  })
  const shown =
    last && ((await rest.get(Routes.channelMessage(last.channelId, last.messageId))) as APIMessage)
  await say({ notice: wordsFor(locale).interrupted, below: shown?.content ?? '' }, reply, press)
}
