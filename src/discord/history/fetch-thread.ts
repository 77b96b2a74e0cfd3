import {
  type APIMessage,
  MessageType,
  type REST,
  type RESTGetAPIChannelMessagesResult,
  Routes,
} from 'discord.js'
import { type Conversation, cutOf } from '../../core/conversation/context-window.ts'
import { exchangesIn, headOf } from '../../core/conversation/exchange.ts'
import type { Post } from '../../core/conversation/message.ts'
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
  readonly isEnough: (posts: readonly Post[]) => Promise<boolean>
}

/**
 * Reads the conversation in a room from Discord, from the newest message back until nothing older can
 * be told to the model; and the messages with which it began.
 */
export async function readRoom(room: Room, reading: Reading): Promise<Conversation> {
  const { posts, isWhole, notice } = await readBack(room.channelId, reading)
  const starter = notice ? [notice] : await readStarter(room, reading)
  if (isWhole) return { posts: [...starter, ...posts], isWhole, beginning: [] }
  return { posts, isWhole, beginning: await readBeginning(room, starter, reading) }
}

async function readBack(
  channelId: string,
  { rest, me, isEnough }: Reading,
): Promise<{ posts: readonly Post[]; isWhole: boolean; notice: Post | undefined }> {
  const newestFirst: Post[] = []
  let notice: Post | undefined
  let cut: string | undefined
  let before: string | undefined
  for (;;) {
    const page = await readMessages(rest, channelId, { ...(before && { before }) })
    const posts = page.flatMap((message) => postOf(message, me) ?? [])
    newestFirst.push(...posts)
    notice ??= starterIn(page, me)
    before = page.at(-1)?.id
    if (before === undefined || page.length < pageSize) {
      return { posts: newestFirst.reverse(), isWhole: true, notice }
    }
    for (const post of posts) cut ??= cutOf(post)
    const isReached = cut !== undefined && !isOlder(cut, before)
    if (isReached || (await isEnough(posts))) {
      return { posts: newestFirst.reverse(), isWhole: false, notice }
    }
  }
}

/** A thread begins with a notice that has the message along on which it was opened. */
function starterIn(messages: readonly APIMessage[], me: Me): Post | undefined {
  const notice = messages.find(({ type }) => type === MessageType.ThreadStarterMessage)
  return notice?.referenced_message ? postOf(notice.referenced_message, me) : undefined
}

/** The message on which a thread was opened; none where it was deleted or there never was one. */
async function readStarter(
  { channelId, parentId }: Room,
  { rest, me }: Reading,
): Promise<readonly Post[]> {
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
  starter: readonly Post[],
  { rest, me }: Reading,
): Promise<readonly Post[]> {
  const [first] = starter
  const isAll = first?.author === 'person' || (first && !readQuote(headOf(first).quote).isCut)
  if (isAll) return starter
  const query = { after: '0', limit: beginningSize }
  const oldest = await readMessages(rest, channelId, query)
  return beginningOf([...starter, ...oldest.reverse().flatMap((one) => postOf(one, me) ?? [])])
}

/** Of the oldest posts of a conversation, those that hold its first question. */
export function beginningOf(posts: readonly Post[]): readonly Post[] {
  const exchanges = exchangesIn(posts)
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
