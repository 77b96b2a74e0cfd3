import type { REST } from 'discord.js'
import type { Conversation } from '../../core/conversation/context-window.ts'
import type { ConversationMessage } from '../../core/conversation/message.ts'
import { isOlder } from '../../core/snowflake.ts'
import { hasErrorCode, missingAccess } from '../api/errors.ts'
import type { ConversationCache } from './conversation-cache.ts'
import { fetchMessages } from './fetch-thread.ts'
import { type BotIdentity, toConversationMessages } from './to-message.ts'

/** Most messages of a chain. A conversation that is longer has a thread. */
const maxMessages = 200

interface ChainOptions {
  readonly rest: REST
  readonly identity: BotIdentity
  readonly cache: ConversationCache
  /** Includes the pages that follow the newest message. */
  readonly withLaterPages: boolean
}

interface Fetch extends ChainOptions {
  /** The messages that were fetched so far, by id. */
  readonly fetched: Map<string, ConversationMessage>
}

/**
 * The reply chain that ends with a message, oldest first: each message that it replies to, and all
 * pages of the answers among them. Messages that are not cached are fetched from Discord, a hundred
 * around a missing one at a time.
 */
export async function fetchReplyChain(
  newest: ConversationMessage,
  options: ChainOptions,
): Promise<Conversation> {
  const fetch: Fetch = { ...options, fetched: new Map() }
  const messages: ConversationMessage[] = []
  options.cache.addSingle(newest)
  if (options.withLaterPages) {
    await fetchAround(newest, fetch)
    messages.push(...pagesOf(newest, newest, fetch))
  }
  let message: ConversationMessage | undefined = newest
  while (message !== undefined && messages.length < maxMessages) {
    messages.push(message)
    const parent: ConversationMessage | undefined = await parentOf(message, fetch)
    if (parent?.author === 'platen') messages.push(...pagesOf(parent, message, fetch))
    message = parent
  }
  messages.sort((one, other) => (isOlder(one.id, other.id) ? -1 : 1))
  return { messages, isComplete: messages.length < maxMessages, opening: [] }
}

/** The message that a message replies to. */
async function parentOf(
  { channelId, replyToId, replyTo }: ConversationMessage,
  fetch: Fetch,
): Promise<ConversationMessage | undefined> {
  if (replyToId === undefined) return undefined
  const { cache, fetched } = fetch
  const known = cache.find(replyToId) ?? fetched.get(replyToId)
  if (known !== undefined || replyTo === null) return known
  await fetchAround({ channelId, id: replyToId }, fetch)
  const found = fetched.get(replyToId)
  if (found !== undefined) cache.addSingle(found)
  // Without permission to read the history, only the reply itself carries the message.
  return found ?? replyTo
}

async function fetchAround(
  { channelId, id }: Pick<ConversationMessage, 'channelId' | 'id'>,
  { rest, identity, fetched }: Fetch,
): Promise<void> {
  try {
    const messages = await fetchMessages(rest, channelId, { around: id })
    for (const one of toConversationMessages(messages, identity)) fetched.set(one.id, one)
  } catch (error) {
    if (!hasErrorCode(error, missingAccess)) throw error
  }
}

/** The further pages of an answer: they reply to its first page. `except` is no page of it. */
function pagesOf(
  first: ConversationMessage,
  except: ConversationMessage,
  { cache, fetched }: Fetch,
): readonly ConversationMessage[] {
  const pages = new Map(
    [...fetched.values(), ...cache.repliesTo(first.id)]
      .filter(({ author, replyToId }) => author === 'platen' && replyToId === first.id)
      .map((page) => [page.id, page]),
  )
  pages.delete(except.id)
  for (const page of pages.values()) cache.addSingle(page)
  return [...pages.values()]
}
