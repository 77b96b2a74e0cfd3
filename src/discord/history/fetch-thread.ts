import {
  type APIMessage,
  MessageType,
  type REST,
  type RESTGetAPIChannelMessagesResult,
  Routes,
} from 'discord.js'
import { type Conversation, cutMarkIn } from '../../core/conversation/context-window.ts'
import { headerOf, parseExchanges } from '../../core/conversation/exchange.ts'
import type { ConversationMessage } from '../../core/conversation/message.ts'
import { readQuote } from '../../core/conversation/question-quote.ts'
import { isOlder } from '../../core/snowflake.ts'
import type { ConversationChannel } from '../api/channels.ts'
import { hasErrorCode, unknownMessage } from '../api/errors.ts'
import { type BotIdentity, toConversationMessage, toConversationMessages } from './to-message.ts'

/** Most messages that one request returns. */
const pageSize = 100

/** The oldest messages that hold the first question for certain, Discord's own messages included. */
const openingSize = 20

export interface FetchOptions {
  readonly rest: REST
  readonly identity: BotIdentity
  /** Called once for each page of messages: whether the prompt has no room for older ones. */
  readonly isEnough: (messages: readonly ConversationMessage[]) => Promise<boolean>
}

/**
 * Fetches the conversation of a thread or direct message: from the newest message back until nothing
 * older fits into the prompt, and the messages that it began with.
 */
export async function fetchConversation(
  channel: ConversationChannel,
  options: FetchOptions,
): Promise<Conversation> {
  const { messages, isComplete, starter: noticed } = await fetchNewest(channel.channelId, options)
  const starter = noticed ? [noticed] : await fetchStarter(channel, options)
  if (isComplete) return { messages: [...starter, ...messages], isComplete, opening: [] }
  return { messages, isComplete, opening: await fetchOpening(channel, starter, options) }
}

interface Newest {
  /** Oldest first. */
  readonly messages: readonly ConversationMessage[]
  readonly isComplete: boolean
  /** The message that the thread was opened on, where it came along. */
  readonly starter: ConversationMessage | undefined
}

async function fetchNewest(
  channelId: string,
  { rest, identity, isEnough }: FetchOptions,
): Promise<Newest> {
  const newestFirst: ConversationMessage[] = []
  let starter: ConversationMessage | undefined
  let cut: string | undefined
  let before: string | undefined
  for (;;) {
    const page = await fetchMessages(rest, channelId, { ...(before && { before }) })
    const messages = toConversationMessages(page, identity)
    newestFirst.push(...messages)
    starter ??= starterIn(page, identity)
    before = page.at(-1)?.id
    if (before === undefined || page.length < pageSize) {
      return { messages: newestFirst.reverse(), isComplete: true, starter }
    }
    for (const message of messages) cut ??= cutMarkIn(message)
    const isCutReached = cut !== undefined && !isOlder(cut, before)
    if (isCutReached || (await isEnough(messages))) {
      return { messages: newestFirst.reverse(), isComplete: false, starter }
    }
  }
}

/** Discord's first message in a thread references the message that the thread was opened on. */
function starterIn(
  messages: readonly APIMessage[],
  identity: BotIdentity,
): ConversationMessage | undefined {
  const notice = messages.find(({ type }) => type === MessageType.ThreadStarterMessage)
  if (!notice?.referenced_message) return undefined
  return toConversationMessage(notice.referenced_message, identity)
}

/** The message that a thread was opened on; none where it was deleted or never existed. */
async function fetchStarter(
  { channelId, parentId }: ConversationChannel,
  { rest, identity }: FetchOptions,
): Promise<readonly ConversationMessage[]> {
  if (parentId === undefined) return []
  try {
    // A thread has the id of the message that it was opened on.
    const starter = (await rest.get(Routes.channelMessage(parentId, channelId))) as APIMessage
    return toConversationMessages([starter], identity)
  } catch (error) {
    if (hasErrorCode(error, unknownMessage)) return []
    throw error
  }
}

/** Fetches the oldest messages where the starter does not show the whole first question. */
async function fetchOpening(
  { channelId }: ConversationChannel,
  starter: readonly ConversationMessage[],
  { rest, identity }: FetchOptions,
): Promise<readonly ConversationMessage[]> {
  const [first] = starter
  const isWhole = first?.author === 'person' || (first && !readQuote(headerOf(first).quote).isCut)
  if (isWhole) return starter
  const oldest = await fetchMessages(rest, channelId, { after: '0', limit: openingSize })
  return openingOf([...starter, ...toConversationMessages(oldest.reverse(), identity)])
}

/** Picks the messages that hold the first question from the oldest ones of a conversation. */
export function openingOf(
  messages: readonly ConversationMessage[],
): readonly ConversationMessage[] {
  const first = parseExchanges(messages).find(({ isOrphan }) => !isOrphan)
  if (first === undefined) return []
  const { question, versions, questionPages } = first
  return question === undefined
    ? [...(versions[0] ?? []).slice(0, 1), ...questionPages]
    : [question]
}

/** One page of messages, newest first. */
export async function fetchMessages(
  rest: REST,
  channelId: string,
  query: { before?: string; after?: string; around?: string; limit?: number },
): Promise<RESTGetAPIChannelMessagesResult> {
  const { limit = pageSize, ...where } = query
  const parameters = new URLSearchParams({ limit: String(limit), ...where })
  const route = Routes.channelMessages(channelId)
  return (await rest.get(route, { query: parameters })) as RESTGetAPIChannelMessagesResult
}
