import { type ButtonInteraction, type REST, Routes } from 'discord.js'
import { textsFor } from '../../locales/index.ts'
import { hasCode, unknownMessage } from '../api/errors.ts'
import { patiently } from '../api/retry-request.ts'
import type { Bot } from '../context.ts'
import type { Subject } from '../messages/components.ts'
import { whisper } from '../messages/send-ephemeral.ts'
import { findAnswer } from './find-answer.ts'

/** Deletes all messages of an answer, and those that only told of its end; never the thread. */
export async function removeAnswer(
  interaction: ButtonInteraction,
  { trigger }: Subject,
  bot: Bot,
): Promise<void> {
  const { message, applicationId, token } = interaction
  const { rest, interactions, conversations, clock } = bot
  try {
    const found = await findAnswer(interaction, trigger, bot)
    const { exchange, pages } = found ?? { pages: [] }
    const asides = exchange?.versions.at(-1) === pages ? exchange.endNotices : []
    // Something may fail on the way, and is tried again by the button, then: so that goes last, and
    // before it the first page, by which the others are found.
    for (const { channelId, id } of [...asides, ...pages].reverse()) {
      const route = Routes.channelMessage(channelId, id)
      if (id === message.id) continue
      await patiently(clock, () => remove(rest, route))
      conversations.lose(id, channelId)
    }
    const route = Routes.webhookMessage(applicationId, token, '@original')
    await patiently(clock, () => remove(interactions, route))
  } catch (error) {
    bot.log.warn({ error, messageId: message.id }, 'an answer could not be deleted')
    await whisper(interaction, textsFor(interaction.locale).buttons.notRemoved, bot)
  }
}

async function remove(rest: REST, route: `/${string}`): Promise<void> {
  try {
    await rest.delete(route, { auth: !route.startsWith('/webhooks/') })
  } catch (error) {
    if (!hasCode(error, unknownMessage)) throw error
  }
}
