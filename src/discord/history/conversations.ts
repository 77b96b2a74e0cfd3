import { type APIMessage, type Client, MessageFlags, Routes } from 'discord.js'
import { LRUCache } from 'lru-cache'
import type { Clock } from '../../core/clock.ts'
import type { Conversation } from '../../core/conversation/context-window.ts'
import { headerOf } from '../../core/conversation/exchange.ts'
import type { ConversationMessage } from '../../core/conversation/message.ts'
import type { MessageAddress } from '../../core/message-address.ts'
import { type ConversationChannel, toConversationChannel } from '../api/channels.ts'
import { putFailure } from '../api/errors.ts'
import { retryRequest } from '../api/retry-request.ts'
import { ConversationCache } from './conversation-cache.ts'
import { fetchReplyChain } from './fetch-reply-chain.ts'
import { fetchConversation, fetchMessages } from './fetch-thread.ts'
import { type BotIdentity, toConversationMessage, toConversationMessages } from './to-message.ts'

export interface ConversationsParts {
  readonly client: Client
  readonly clock: Clock
  /** Makes a counter for one fetch: whether the messages given to it so far fill the prompt. */
  readonly fillsPrompt: () => (messages: readonly ConversationMessage[]) => Promise<boolean>
}

/** The conversations of the bot: cached, or fetched from Discord. */
export class Conversations {
  readonly #parts: ConversationsParts
  readonly #cache = new ConversationCache()
  /** The ids of messages that cannot be read. */
  readonly #unreadable = new LRUCache<string, true>({ max: 1_000 })

  constructor(parts: ConversationsParts) {
    this.#parts = parts
  }

  /** The conversation of a thread or direct message. Rejects when Discord refuses to show it. */
  async inChannel(channel: ConversationChannel): Promise<Conversation> {
    const { channelId } = channel
    const conversation = await this.#cache.conversation(channelId, () => this.#fetch(channel))
    return this.#withSubjects(conversation)
  }

  /** The reply chain that ends with a message, with its later pages where it is one of an answer. */
  async inChain(
    newest: ConversationMessage,
    { withLaterPages = false } = {},
  ): Promise<Conversation> {
    const { client, clock } = this.#parts
    const identity = this.#identityIn(newest.channelId)
    const options = { rest: client.rest, identity, cache: this.#cache, withLaterPages }
    const chain = await retryRequest(clock, () => fetchReplyChain(newest, options))
    return this.#withSubjects(chain)
  }

  /** The messages around a message, oldest first. */
  async around(channelId: string, messageId: string): Promise<readonly ConversationMessage[]> {
    const { client, clock } = this.#parts
    const messages = await retryRequest(clock, () =>
      fetchMessages(client.rest, channelId, { around: messageId }),
    )
    return toConversationMessages(messages.reverse(), this.#identityIn(channelId))
  }

  /** Keeps a message that came with a command: it may never be readable again. */
  addSingle(message: APIMessage): ConversationMessage | undefined {
    const single = this.toMessage(message)
    if (single !== undefined) this.#cache.addSingle(single)
    return single
  }

  /** One message; `null` where it is deleted or unreadable. */
  async message({ channelId, messageId }: MessageAddress): Promise<ConversationMessage | null> {
    const known = this.#cache.find(messageId)
    if (known !== undefined) return known
    if (this.#unreadable.has(messageId)) return null
    const { client, clock } = this.#parts
    const route = Routes.channelMessage(channelId, messageId)
    try {
      const message = await retryRequest(clock, () => client.rest.get(route))
      return this.addSingle(message as APIMessage) ?? null
    } catch (error) {
      if (putFailure(error).kind !== 'gone') throw error
      this.#unreadable.set(messageId, true)
      return null
    }
  }

  /** A message that somebody asks about, with the message that it replies to; `null` if unreadable. */
  async subject(address: MessageAddress): Promise<ConversationMessage | null> {
    const message = await this.message(address)
    if (message?.replyToId === undefined || message.replyTo !== undefined) return message
    const parent = { channelId: address.channelId, messageId: message.replyToId }
    const whole: ConversationMessage = { ...message, replyTo: await this.message(parent) }
    this.#cache.addSingle(whole)
    return whole
  }

  /** Starts the conversation of a thread that opens on an answer of the bot. */
  startThread(messageId: string): void {
    const starter = this.#cache.find(messageId)
    if (starter !== undefined) this.#cache.startThread(messageId, starter)
  }

  /** Forgets a conversation: its thread was not opened, or its state is uncertain. */
  forget(channelId: string): void {
    this.#cache.forget(channelId)
  }

  /** Notes a message as Discord shows it now. */
  update(message: APIMessage): void {
    // An ephemeral message is not part of any conversation.
    if (((message.flags ?? 0) & MessageFlags.Ephemeral) !== 0) return
    const isOwn = message.author.id === this.#parts.client.user?.id
    if (!isOwn && !this.#cache.concerns(message)) return
    const updated = this.toMessage(message)
    if (updated === undefined) return
    this.#cache.update(updated)
    // Outside of threads and direct messages, answers are parts of reply chains.
    const isInChannel = toConversationChannel(this.#channel(updated.channelId)) === undefined
    if (isOwn && isInChannel) this.#cache.addSingle(updated)
  }

  /** A message as a conversation has it; `undefined` for Discord's own messages. */
  toMessage(message: APIMessage): ConversationMessage | undefined {
    return toConversationMessage(message, this.#identityIn(message.channel_id))
  }

  onMessageDeleted(messageId: string, channelId: string): void {
    this.#cache.delete(messageId, channelId)
  }

  /** Forgets everything, because events were missed. */
  clear(): void {
    this.#cache.clear()
  }

  async #fetch(channel: ConversationChannel): Promise<Conversation> {
    const { client, clock, fillsPrompt } = this.#parts
    const identity = this.#identityIn(channel.channelId)
    return retryRequest(clock, () =>
      fetchConversation(channel, { rest: client.rest, identity, isEnough: fillsPrompt() }),
    )
  }

  /** Adds the messages that commands were used on. Most conversations have none. */
  async #withSubjects(conversation: Conversation): Promise<Conversation> {
    const { messages, opening } = conversation
    if (![...messages, ...opening].some(lacksSubject)) return conversation
    const complete = async (message: ConversationMessage): Promise<ConversationMessage> => {
      const { about } = headerOf(message)
      if (!lacksSubject(message) || about === undefined) return message
      return { ...message, about: await this.message(about) }
    }
    return {
      ...conversation,
      messages: await Promise.all(messages.map(complete)),
      opening: await Promise.all(opening.map(complete)),
    }
  }

  #channel(channelId: string) {
    return this.#parts.client.channels.cache.get(channelId)
  }

  #identityIn(channelId: string): BotIdentity {
    const { user } = this.#parts.client
    if (user === null) throw new Error('Not connected to Discord')
    const channel = this.#channel(channelId)
    const guild = channel && 'guild' in channel ? channel.guild : undefined
    return { id: user.id, roleId: guild?.roles.botRoleFor(user)?.id }
  }
}

function lacksSubject(message: ConversationMessage): boolean {
  const { author, about } = message
  return author === 'platen' && about === undefined && headerOf(message).about !== undefined
}
