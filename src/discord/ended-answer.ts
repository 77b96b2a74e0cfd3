import { type ButtonInteraction, type Message, MessageType } from 'discord.js'
import { type Exchange, exchangesIn, isOrphan, type Post } from '../core/conversation.ts'
import type { Bot } from './bot.ts'
import { readReplies, type ThreadAddress } from './history.ts'
import { failedPut } from './outcome.ts'

/** An answer that has ended, as it can be read from Discord. */
export interface EndedAnswer {
  readonly exchange: Exchange
  /** Its messages, in order. */
  readonly pages: readonly Post[]
  /** The thread in which its conversation goes on; `undefined` where there is none. */
  readonly thread: ThreadAddress | undefined
  /** Whether nothing was said after it. */
  readonly isLast: boolean
}

/**
 * Finds the answer below which a button was pressed, by what stands in Discord alone; `undefined`
 * where it is not to be found, or Discord does not let it be read.
 */
export async function findAnswer(
  { channel, message }: ButtonInteraction,
  trigger: string,
  bot: Bot,
): Promise<EndedAnswer | undefined> {
  const thread = threadOf(channel, message)
  const exchanges = exchangesIn(await postsOf(message, thread, bot))
  for (const exchange of exchanges) {
    const pages = exchange.versions.find((version) => version.some(({ id }) => id === message.id))
    if (pages === undefined) continue
    // Whose pages are taken for this answer's shall not be somebody else's.
    if (exchange.trigger !== trigger && !isOrphan(exchange)) return undefined
    const isNewest = exchange === exchanges.at(-1) && pages === exchange.versions.at(-1)
    const said = [message, ...exchange.asides].map(({ id }) => id)
    const isAlone = thread !== undefined || said.includes(channel?.lastMessageId ?? '')
    return { exchange, pages, thread, isLast: isNewest && isAlone }
  }
  return undefined
}

function threadOf(
  channel: ButtonInteraction['channel'],
  message: Message,
): ThreadAddress | undefined {
  if (channel?.isThread()) return { threadId: channel.id, parentId: channel.parentId }
  return message.hasThread ? { threadId: message.id, parentId: message.channelId } : undefined
}

async function postsOf(
  message: Message,
  thread: ThreadAddress | undefined,
  bot: Bot,
): Promise<readonly Post[]> {
  try {
    return await (thread ? bot.readPosts(thread) : postsInPlace(message, bot))
  } catch (error) {
    if (failedPut(error).kind === 'gone') return []
    throw error
  }
}

/** The messages of an answer without a thread: the others reply to the first one. */
async function postsInPlace(message: Message, { rest }: Bot): Promise<readonly Post[]> {
  const { id, channelId, author, content, type, reference, interactionMetadata, channel } = message
  const firstId = (type === MessageType.Reply && reference?.messageId) || id
  if (firstId === id && channel.lastMessageId === id) {
    const command = interactionMetadata?.id ?? id
    return [{ id, channelId, author: 'platen', text: content, command }]
  }
  return readReplies(rest, { channelId, firstId, me: author.id })
}
