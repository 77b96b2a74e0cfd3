import { type ButtonInteraction, MessageFlags } from 'discord.js'
import type { Conversation } from '../../core/conversation/context-window.ts'
import { type Exchange, messagesIn, parseExchanges } from '../../core/conversation/exchange.ts'
import type { ConversationMessage } from '../../core/conversation/message.ts'
import { type ConversationChannel, toConversationChannel } from '../api/channels.ts'
import { putFailure } from '../api/errors.ts'
import { isUserInstall } from '../api/user-install.ts'
import type { Conversations } from './conversations.ts'

/** An answer that has ended, as Discord has it. */
export interface EndedAnswer {
  readonly exchange: Exchange
  /** Its messages, in order. */
  readonly pages: readonly ConversationMessage[]
  /** The channel of its conversation; `undefined` for a reply chain or a single answer. */
  readonly conversationChannel: ConversationChannel | undefined
  /** Whether only the interaction token leads to it: it is ephemeral, or from a user install. */
  readonly isDetached: boolean
  /** Fetches the conversation that the answer is part of. */
  readonly loadConversation: () => Promise<Conversation>
  /** Whether nothing was said after it. */
  readonly isLast: boolean
}

/**
 * Finds the answer whose button was pressed, from what Discord has alone. `undefined` where the answer
 * is not to be found, belongs to another question, or cannot be read.
 */
export async function findAnswer(
  interaction: ButtonInteraction,
  trigger: string,
  conversations: Conversations,
): Promise<EndedAnswer | undefined> {
  const { channelId, message, channel } = interaction
  const isDetached = message.flags.has(MessageFlags.Ephemeral) || isUserInstall(interaction)
  const conversationChannel = isDetached ? undefined : conversationChannelOf(interaction)
  const pressed = await conversations.message({ channelId, messageId: message.id })
  if (pressed === null) return undefined
  const exchanges = parseExchanges(
    isDetached
      ? [pressed]
      : await messagesAround(pressed, { conversationChannel, interaction, conversations }),
  )
  const exchange = exchanges.find(({ versions }) => versions.some((pages) => has(pages, pressed)))
  const pages = exchange?.versions.find((version) => has(version, pressed))
  if (exchange === undefined || pages === undefined) return undefined
  // A page can look as if it belonged to another answer whose own first page was deleted.
  if (exchange.trigger !== trigger && !exchange.isOrphan) return undefined
  const isNewest = exchange === exchanges.at(-1) && pages === exchange.versions.at(-1)
  const ofAnswer = [message, ...exchange.endNotices].map(({ id }) => id)
  const isAlone =
    conversationChannel !== undefined ||
    isDetached ||
    ofAnswer.includes(channel?.lastMessageId ?? '')
  const loadConversation = loaderOf(exchange, conversationChannel, conversations)
  const isLast = isNewest && isAlone
  return { exchange, pages, conversationChannel, isDetached, loadConversation, isLast }
}

function has(pages: readonly ConversationMessage[], page: ConversationMessage): boolean {
  return pages.some(({ id }) => id === page.id)
}

/** The thread or direct message that holds an answer, or the thread that was opened on it. */
function conversationChannelOf({
  channel,
  message,
}: ButtonInteraction): ConversationChannel | undefined {
  const opened = { channelId: message.id, parentId: message.channelId }
  return toConversationChannel(channel) ?? (message.hasThread ? opened : undefined)
}

async function messagesAround(
  page: ConversationMessage,
  {
    conversationChannel,
    interaction: { channel },
    conversations,
  }: {
    readonly conversationChannel: ConversationChannel | undefined
    readonly interaction: ButtonInteraction
    readonly conversations: Conversations
  },
): Promise<readonly ConversationMessage[]> {
  try {
    if (conversationChannel === undefined) {
      // Messages behind the page may be further pages of its answer.
      const withLaterPages = channel?.lastMessageId !== page.id
      return (await conversations.inChain(page, { withLaterPages })).messages
    }
    const { messages } = await conversations.inChannel(conversationChannel)
    if (has(messages, page)) return messages
    // The page is older than everything that the conversation still holds.
    return await conversations.around(conversationChannel.channelId, page.id)
  } catch (error) {
    if (putFailure(error).kind === 'gone') return []
    throw error
  }
}

/** A reply chain is the conversation above a message that asked. A command started a conversation. */
function loaderOf(
  exchange: Exchange,
  conversationChannel: ConversationChannel | undefined,
  conversations: Conversations,
): () => Promise<Conversation> {
  const { question } = exchange
  if (conversationChannel) return () => conversations.inChannel(conversationChannel)
  if (question) return () => conversations.inChain(question)
  return async () => ({ messages: messagesIn(exchange), isComplete: true, opening: [] })
}
