import { type ButtonInteraction, type Message, MessageFlags, MessageType } from 'discord.js'
import type { Conversation } from '../../core/conversation/context-window.ts'
import { type Exchange, messagesIn, parseExchanges } from '../../core/conversation/exchange.ts'
import type { ConversationMessage } from '../../core/conversation/message.ts'
import { failedPut } from '../api/errors.ts'
import { isGuest } from '../api/user-install.ts'
import type { Bot } from '../context.ts'
import { roomOf } from '../history/conversations.ts'
import type { Room } from '../history/fetch-thread.ts'

/** An answer that has ended, as it can be read from Discord. */
export interface EndedAnswer {
  readonly exchange: Exchange
  /** Its messages, in order. */
  readonly pages: readonly ConversationMessage[]
  /** The room in which its conversation goes on; `undefined` where there is none. */
  readonly room: Room | undefined
  /** Whether only the token of an interaction leads to it: nobody else sees it, or the bot is a guest. */
  readonly isDetached: boolean
  /** Gives the conversation in which it stands. */
  readonly read: () => Promise<Conversation>
  /** Whether nothing was said after it. */
  readonly isLast: boolean
}

/**
 * Finds the answer below which a button was pressed, by what stands in Discord alone; `undefined`
 * where it is not to be found, or Discord does not let it be read.
 */
export async function findAnswer(
  interaction: ButtonInteraction,
  trigger: string,
  bot: Bot,
): Promise<EndedAnswer | undefined> {
  const { channel, message } = interaction
  const isDetached = message.flags.has(MessageFlags.Ephemeral) || isGuest(interaction)
  const room = isDetached ? undefined : roomOfAnswer(interaction)
  const post = postPressed(message)
  const exchanges = parseExchanges(await postsOf(post, { room, isDetached }, interaction, bot))
  for (const exchange of exchanges) {
    const pages = exchange.versions.find((version) => version.some(({ id }) => id === message.id))
    if (pages === undefined) continue
    // Whose pages are taken for this answer's shall not be somebody else's.
    if (exchange.trigger !== trigger && !exchange.isOrphan) return undefined
    const isNewest = exchange === exchanges.at(-1) && pages === exchange.versions.at(-1)
    const said = [message, ...exchange.endNotices].map(({ id }) => id)
    const isAlone = room !== undefined || isDetached || said.includes(channel?.lastMessageId ?? '')
    const read = readerOf(exchange, room, bot)
    return { exchange, pages, room, isDetached, read, isLast: isNewest && isAlone }
  }
  return undefined
}

/** The room in which an answer stands, or that was opened on it. */
function roomOfAnswer({ channel, message }: ButtonInteraction): Room | undefined {
  const opened = { channelId: message.id, parentId: message.channelId }
  return roomOf(channel) ?? (message.hasThread ? opened : undefined)
}

function postPressed(message: Message): ConversationMessage {
  const { id, channelId, type, content: text, reference, interactionMetadata: used } = message
  // Further messages of a command go on with its first one.
  const original = used?.originalResponseMessageId ?? undefined
  const isCommand = type === MessageType.ChatInputCommand || type === MessageType.ContextMenuCommand
  return {
    ...{ id, channelId, author: 'platen', text, parts: [], editedAt: '', hasEndButtons: true },
    speaker: used?.user && {
      id: used.user.id,
      name: used.user.displayName,
      username: used.user.username,
    },
    replyToId: original ?? (type === MessageType.Reply ? reference?.messageId : undefined),
    commandId: original === undefined ? (used?.id ?? (isCommand ? id : undefined)) : undefined,
  }
}

async function postsOf(
  post: ConversationMessage,
  { room, isDetached }: { readonly room: Room | undefined; readonly isDetached: boolean },
  { channel }: ButtonInteraction,
  { conversations }: Bot,
): Promise<readonly ConversationMessage[]> {
  if (isDetached) return [post]
  try {
    if (room === undefined) {
      // What came after it may be more of it, or something else.
      const later = channel?.lastMessageId !== post.id
      return (await conversations.inChain(post, { later })).messages
    }
    const { messages } = await conversations.inRoom(room)
    if (messages.some(({ id }) => id === post.id)) return messages
    // An old one, of which nothing is remembered any more.
    return await conversations.around(room.channelId, post.id)
  } catch (error) {
    if (failedPut(error).kind === 'gone') return []
    throw error
  }
}

/** Without a room the conversation is the chain above the question; a command began one. */
function readerOf(
  exchange: Exchange,
  room: Room | undefined,
  { conversations }: Bot,
): EndedAnswer['read'] {
  const { question } = exchange
  if (room) return () => conversations.inRoom(room)
  if (question) return () => conversations.inChain(question)
  return async () => ({ messages: messagesIn(exchange), isComplete: true, opening: [] })
}
