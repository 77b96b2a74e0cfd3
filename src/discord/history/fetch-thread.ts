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
import { hasCode, unknownMessage } from '../api/errors.ts'
import { type Me, postOf } from './to-message.ts'

/** The most messages that one request gives. */
const pageSize = 100

/** So many hold the first question for certain, with what Discord itself writes before it. */
const beginningSize = 20

/** A channel that is one conversation as a whole: a thread, or a direct message. */
export interface Room {
  readonly channelId: string
  /** Where the message stands on which it was opened; `undefined` where that is in the room itself. */
  readonly parentId: string | undefined
}

export interface Reading {
  readonly rest: REST
  readonly me: Me
  /** Whether posts are more than the model can be told; asked once for each page, of its posts. */
  readonly isEnough: (messages: readonly ConversationMessage[]) => Promise<boolean>
}

/**
 * Reads the conversation in a room from Discord, from the newest message back until nothing older can
 * be told to the model; and the messages with which it began.
 */
export async function readRoom(room: Room, reading: Reading): Promise<Conversation> {
  const { messages, isComplete, notice } = await readBack(room.channelId, reading)
  const starter = notice ? [notice] : await readStarter(room, reading)
  if (isComplete) return { messages: [...starter, ...messages], isComplete, opening: [] }
  return { messages, isComplete, opening: await readBeginning(room, starter, reading) }
}

async function readBack(
  channelId: string,
  { rest, me, isEnough }: Reading,
): Promise<{
  messages: readonly ConversationMessage[]
  isComplete: boolean
  notice: ConversationMessage | undefined
}> {
  const newestFirst: ConversationMessage[] = []
  let notice: ConversationMessage | undefined
  let cut: string | undefined
  let before: string | undefined
  for (;;) {
    const page = await readMessages(rest, channelId, { ...(before && { before }) })
    const messages = page.flatMap((message) => postOf(message, me) ?? [])
    newestFirst.push(...messages)
    notice ??= starterIn(page, me)
    before = page.at(-1)?.id
    if (before === undefined || page.length < pageSize) {
      return { messages: newestFirst.reverse(), isComplete: true, notice }
    }
    for (const post of messages) cut ??= cutMarkIn(post)
    const isReached = cut !== undefined && !isOlder(cut, before)
    if (isReached || (await isEnough(messages))) {
      return { messages: newestFirst.reverse(), isComplete: false, notice }
    }
  }
}

/** A thread begins with a notice that has the message along on which it was opened. */
function starterIn(messages: readonly APIMessage[], me: Me): ConversationMessage | undefined {
  const notice = messages.find(({ type }) => type === MessageType.ThreadStarterMessage)
  return notice?.referenced_message ? postOf(notice.referenced_message, me) : undefined
}

/** The message on which a thread was opened; none where it was deleted or there never was one. */
async function readStarter(
  { channelId, parentId }: Room,
  { rest, me }: Reading,
): Promise<readonly ConversationMessage[]> {
  if (parentId === undefined) return []
  try {
    // A thread has the id of the message on which it was opened.
    const starter = (await rest.get(Routes.channelMessage(parentId, channelId))) as APIMessage
    return [postOf(starter, me)].filter((post) => post !== undefined)
  } catch (error) {
    if (hasCode(error, unknownMessage)) return []
    throw error
  }
}

/** The starter may show only the beginning of the first question, or none at all. */
async function readBeginning(
  { channelId }: Room,
  starter: readonly ConversationMessage[],
  { rest, me }: Reading,
): Promise<readonly ConversationMessage[]> {
  const [first] = starter
  const isAll = first?.author === 'person' || (first && !readQuote(headerOf(first).quote).isCut)
  if (isAll) return starter
  const query = { after: '0', limit: beginningSize }
  const oldest = await readMessages(rest, channelId, query)
  return beginningOf([...starter, ...oldest.reverse().flatMap((one) => postOf(one, me) ?? [])])
}

/** Of the oldest posts of a conversation, those that hold its first question. */
export function beginningOf(
  messages: readonly ConversationMessage[],
): readonly ConversationMessage[] {
  const exchanges = parseExchanges(messages)
  const first = exchanges.find(({ isOrphan }) => !isOrphan)
  if (first === undefined) return []
  const { question, versions, questionPages } = first
  return question === undefined
    ? [...(versions[0] ?? []).slice(0, 1), ...questionPages]
    : [question]
}

/** Newest first. */
export async function readMessages(
  rest: REST,
  channelId: string,
  query: { before?: string; after?: string; around?: string; limit?: number },
): Promise<RESTGetAPIChannelMessagesResult> {
  const { limit = pageSize, ...where } = query
  const parameters = new URLSearchParams({ limit: String(limit), ...where })
  const route = Routes.channelMessages(channelId)
  return (await rest.get(route, { query: parameters })) as RESTGetAPIChannelMessagesResult
}
