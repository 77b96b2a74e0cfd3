import { type ButtonInteraction, type REST, Routes } from 'discord.js'
import { textsFor } from '../../locales/index.ts'
import { hasErrorCode, unknownMessage } from '../api/errors.ts'
import { retryRequest } from '../api/retry-request.ts'
import type { DiscordContext } from '../context.ts'
import { findAnswer } from '../history/find-answer.ts'
import type { QuestionReference } from '../messages/components.ts'
import { sendEphemeral } from '../messages/send-once.ts'

/** Deletes all messages of an answer, and those that told of its end. Never deletes the thread. */
export async function deleteAnswer(
  interaction: ButtonInteraction,
  { trigger }: QuestionReference,
  context: DiscordContext,
): Promise<void> {
  const { message, applicationId, token } = interaction
  const { api, conversations, clock, log } = context
  try {
    const found = await findAnswer(interaction, trigger, conversations)
    const { exchange, pages } = found ?? { pages: [] }
    const endNotices = exchange?.versions.at(-1) === pages ? exchange.endNotices : []
    // Where a deletion fails, the button has to work again. So its own message goes last, and the
    // first page, which leads to all others, goes right before it.
    for (const { channelId, id } of [...endNotices, ...pages].reverse()) {
      if (id === message.id) continue
      await retryRequest(clock, () => remove(api.rest, Routes.channelMessage(channelId, id)))
      conversations.onMessageDeleted(id, channelId)
    }
    const route = Routes.webhookMessage(applicationId, token, '@original')
    await retryRequest(clock, () => remove(api.interactions, route))
  } catch (error) {
    log.warn({ error, messageId: message.id }, 'an answer could not be deleted')
    await sendEphemeral(interaction, textsFor(interaction.locale).buttons.notDeleted, context)
  }
}

async function remove(rest: REST, route: `/${string}`): Promise<void> {
  try {
    await rest.delete(route, { auth: !route.startsWith('/webhooks/') })
  } catch (error) {
    if (!hasErrorCode(error, unknownMessage)) throw error
  }
}
