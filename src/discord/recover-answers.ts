import { type APIMessage, Routes } from 'discord.js'
import { buttonsAtEnd } from '../core/answer/answer-pages.ts'
import { showNotice } from '../core/answer/show-notice.ts'
import { withoutStatusLines } from '../core/conversation/status-lines.ts'
import type { Journal, UnfinishedAnswer } from '../core/journal.ts'
import { textsFor } from '../locales/index.ts'
import type { DiscordApi } from './api/client.ts'
import { hasErrorCode, unknownMessage } from './api/errors.ts'
import { buttonFactory, customIdsIn, isStopButton } from './messages/components.ts'
import { DiscordReply } from './messages/discord-reply.ts'
import type { MessageTargets } from './messages/message-target.ts'
import type { SendServices } from './messages/send-once.ts'

export interface RecoveryServices extends SendServices {
  readonly api: DiscordApi
  readonly targets: MessageTargets
  readonly journal: Journal
  readonly log: { warn(details: object, message: string): void }
}

/**
 * Ends the answers that an earlier process left behind: below their text, or in its place, it says that
 * the bot was stopped. Gives up on an answer that cannot be reached any more.
 */
export async function recoverAnswers(
  leftBehind: readonly UnfinishedAnswer[],
  services: RecoveryServices,
): Promise<void> {
  const { journal, log } = services
  for (const unfinished of leftBehind) {
    try {
      await recover(unfinished, services)
    } catch (error) {
      log.warn({ error, trigger: unfinished.trigger }, 'an interrupted answer could not be ended')
    }
    journal.end(unfinished.attempt)
  }
}

async function recover(unfinished: UnfinishedAnswer, services: RecoveryServices): Promise<void> {
  const { attempt, origin, locale } = unfinished
  const { targets, journal } = services
  const [growing, ...surplus] = await openPages(unfinished, services.api)
  // Without a page, the message of a pressed button shows the old answer only, which has ended.
  if (!growing && attempt !== unfinished.trigger) return
  const target = targets.channel(growing?.channel_id ?? origin.channelId)
  const reply = new DiscordReply({
    attempt,
    button: buttonFactory(unfinished, locale),
    first:
      origin.kind === 'interaction'
        ? targets.originalResponse(origin)
        : targets.channel(origin.channelId, origin.messageId),
    targetForRest: async () => target,
    pages: (growing ? [growing, ...surplus] : []).map(({ channel_id: channelId, id }) => ({
      channelId,
      messageId: id,
      target: targets.channel(channelId),
    })),
    onPage: (page) => journal.addPage(attempt, page),
  })
  const notice = textsFor(locale).interrupted
  // The question of a command stands in its answer alone: without that, there is nothing to retry.
  const isQuestionKnown = growing !== undefined || origin.kind === 'message'
  const buttons = isQuestionKnown ? buttonsAtEnd : (['delete'] as const)
  const below = withoutStatusLines(growing?.content ?? '')
  await showNotice({ notice, below, buttons }, reply, services)
}

/**
 * The page on which an answer was being typed, and the pages behind it that an earlier answer left
 * there. Empty where nothing shows.
 */
async function openPages(
  unfinished: UnfinishedAnswer,
  api: DiscordApi,
): Promise<readonly APIMessage[]> {
  const pages: APIMessage[] = []
  for (const { channelId, messageId } of unfinished.pages) {
    pages.push((await api.rest.get(Routes.channelMessage(channelId, messageId))) as APIMessage)
  }
  if (pages.length > 0 || unfinished.attempt !== unfinished.trigger) {
    const growing = pages.findIndex((page) => customIdsIn(page).some(isStopButton))
    return pages.slice(growing)
  }
  const first = await unrecordedPage(unfinished, api)
  return first ? [first] : []
}

/** Finds a first page that the process created, but could not record before it died. */
async function unrecordedPage(
  { origin }: UnfinishedAnswer,
  { rest, interactions }: DiscordApi,
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
    if (hasErrorCode(error, unknownMessage)) return undefined
    throw error
  }
}
