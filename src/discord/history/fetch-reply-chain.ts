import type { REST } from 'discord.js'
import type { Conversation } from '../../core/conversation/context-window.ts'
import type { ConversationMessage } from '../../core/conversation/message.ts'
import { isOlder } from '../../core/snowflake.ts'
import { hasCode, missingAccess } from '../api/errors.ts'
import type { Memory } from './conversation-cache.ts'
import { readMessages } from './fetch-thread.ts'
import { type Me, postOf } from './to-message.ts'

/** The most messages of a chain that are followed back; a conversation that long has a thread. */
const longest = 200

interface Reading {
  readonly rest: REST
  readonly me: Me
  readonly memory: Memory
  /** Whether the pages behind the newest message are wanted, too. */
  readonly later: boolean
}

/**
 * The messages that a message replies to, one after the other, with all pages of the answers among
 * them, and the message itself at the end: what one reply chain of a channel has to say. What is not
 * remembered is read from Discord, a hundred messages around a missing one at a time.
 */
export async function readChain(
  newest: ConversationMessage,
  reading: Reading,
): Promise<Conversation> {
  const { memory } = reading
  const read = new Map<string, ConversationMessage>()
  const messages: ConversationMessage[] = []
  memory.keep(newest)
  if (reading.later) {
    for (const post of await around(newest, reading)) read.set(post.id, post)
    messages.push(...pagesOf(newest, newest, memory, read))
  }
  for (
    let post: ConversationMessage | undefined = newest;
    post !== undefined && messages.length < longest;
  ) {
    messages.push(post)
    const { replyToId } = post
    if (replyToId === undefined) break
    const parent: ConversationMessage | undefined = await find(replyToId, post, {
      ...reading,
      read,
    })
    if (parent?.author === 'platen') messages.push(...pagesOf(parent, post, memory, read))
    post = parent
  }
  messages.sort((one, other) => (isOlder(one.id, other.id) ? -1 : 1))
  return { messages, isComplete: messages.length < longest, opening: [] }
}

async function find(
  id: string,
  { channelId, replyTo }: ConversationMessage,
  { read, ...reading }: Reading & { readonly read: Map<string, ConversationMessage> },
): Promise<ConversationMessage | undefined> {
  const { memory } = reading
  const known = memory.find(id) ?? read.get(id)
  if (known !== undefined || replyTo === null) return known
  for (const post of await around({ channelId, id }, reading)) read.set(post.id, post)
  const found = read.get(id)
  if (found !== undefined) memory.keep(found)
  // Where Discord lets nobody read what was written before, the reply alone has it along.
  return found ?? replyTo
}

async function around(
  { channelId, id }: Pick<ConversationMessage, 'channelId' | 'id'>,
  { rest, me }: Reading,
): Promise<readonly ConversationMessage[]> {
  try {
    const messages = await readMessages(rest, channelId, { around: id })
    return messages.flatMap((message) => postOf(message, me) ?? [])
  } catch (error) {
    if (hasCode(error, missingAccess)) return []
    throw error
  }
}

/** The further pages of an answer, which reply to its first one, as far as they stand before a reply. */
function pagesOf(
  first: ConversationMessage,
  reply: ConversationMessage,
  memory: Memory,
  read: ReadonlyMap<string, ConversationMessage>,
): readonly ConversationMessage[] {
  const pages = new Map(
    [...read.values(), ...memory.repliesTo(first.id)]
      .filter(({ author, replyToId }) => author === 'platen' && replyToId === first.id)
      .map((page) => [page.id, page]),
  )
  pages.delete(reply.id)
  for (const page of pages.values()) memory.keep(page)
  return [...pages.values()]
}
