import {
  type APIMessage,
  type Client,
  MessageType,
  type REST,
  type RESTGetAPIChannelMessagesResult,
  Routes,
} from 'discord.js'
import type { Post } from '../core/conversation.ts'
import type { Clock } from '../core/ports.ts'
import { buttonIdsOf, isEndButton } from './buttons.ts'
import { hasCode, unknownMessage } from './outcome.ts'
import { patiently } from './patiently.ts'

/** No tokenizer makes a token of more characters than this, on the average over a conversation. */
const charactersPerToken = 8

/** The most messages that one request gives. */
const pageSize = 100

/** Messages that somebody wrote, as opposed to those that Discord writes about joins and pins. */
const written: readonly MessageType[] = [
  MessageType.Default,
  MessageType.Reply,
  MessageType.ChatInputCommand,
  MessageType.ContextMenuCommand,
]

export interface ThreadAddress {
  readonly threadId: string
  /** The channel that has the thread's first message, where the thread was opened on one. */
  readonly parentId: string | null
}

/**
 * Reads the posts of a thread, oldest first, from the newest back until there is enough for so many
 * tokens; and the message on which the thread was opened, which stands in the parent channel.
 */
export async function readThread(
  client: Client,
  thread: ThreadAddress,
  { tokens, clock }: { readonly tokens: number; readonly clock: Clock },
): Promise<readonly Post[]> {
  const enough = tokens * charactersPerToken
  if (!client.isReady()) throw new Error('Not connected to Discord')
  const { rest, user } = client
  // A connection that breaks is no reason to answer without the conversation.
  return patiently(clock, () => readPosts(rest, thread, { me: user.id, enough }))
}

async function readPosts(
  rest: REST,
  { threadId, parentId }: ThreadAddress,
  { me, enough }: { me: string; enough: number },
): Promise<readonly Post[]> {
  const newestFirst: APIMessage[] = []
  let characters = 0
  for (;;) {
    const before = newestFirst.at(-1)?.id
    const query = new URLSearchParams({ limit: String(pageSize), ...(before && { before }) })
    const page = (await rest.get(Routes.channelMessages(threadId), {
      query,
    })) as RESTGetAPIChannelMessagesResult
    newestFirst.push(...page)
    characters += page.reduce((sum, { content }) => sum + content.length, 0)
    if (page.length < pageSize || characters >= enough) break
  }
  const first = startIn(newestFirst) ?? (await fetchStarter(rest, parentId, threadId))
  const messages = [...(first ? [first] : []), ...newestFirst.reverse()]
  return messages.flatMap((message) => postOf(message, { me, threadId }) ?? [])
}

/** Reads a message of the bot and its own replies to it, oldest first. */
export async function readReplies(
  rest: REST,
  { channelId, firstId, me }: { channelId: string; firstId: string; me: string },
): Promise<readonly Post[]> {
  const query = new URLSearchParams({ limit: String(pageSize), after: firstId })
  const first = (await rest.get(Routes.channelMessage(channelId, firstId))) as APIMessage
  const later = (await rest.get(Routes.channelMessages(channelId), {
    query,
  })) as RESTGetAPIChannelMessagesResult
  const replies = later.filter(
    ({ author, message_reference }) =>
      author.id === me && message_reference?.message_id === firstId,
  )
  return [first, ...replies.reverse()].flatMap((message) => postOf(message, { me }) ?? [])
}

/** A thread begins with a notice that has the message along on which it was opened. */
function startIn(messages: readonly APIMessage[]): APIMessage | undefined {
  const notice = messages.find(({ type }) => type === MessageType.ThreadStarterMessage)
  return notice?.referenced_message ?? undefined
}

/** The message in the parent channel, or `undefined` where it was deleted or there never was one. */
async function fetchStarter(
  rest: REST,
  parentId: string | null,
  threadId: string,
): Promise<APIMessage | undefined> {
  if (parentId === null) return undefined
  try {
    return (await rest.get(Routes.channelMessage(parentId, threadId))) as APIMessage
  } catch (error) {
    if (hasCode(error, unknownMessage)) return undefined
    throw error
  }
}

function postOf(
  message: APIMessage,
  { me, threadId }: { me: string; threadId?: string },
): Post | undefined {
  const { id, channel_id: channelId, author, content, type } = message
  if (!written.includes(type) || content === '') return undefined
  const isAutomatic = author.bot === true || message.webhook_id !== undefined
  if (author.id !== me) {
    return isAutomatic ? undefined : { id, channelId, author: 'person', text: content }
  }
  const answersCommand = type === MessageType.ChatInputCommand || id === threadId
  return {
    id,
    channelId,
    author: 'platen',
    text: content,
    repliesTo: type === MessageType.Reply ? message.message_reference?.message_id : undefined,
    command: message.interaction_metadata?.id ?? (answersCommand ? id : undefined),
    isEnd: buttonIdsOf(message).some(isEndButton),
  }
}
