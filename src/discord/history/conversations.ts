import {
  type APIMessage,
  type Channel,
  ChannelType,
  type Client,
  MessageFlags,
  Routes,
} from 'discord.js'
import { LRUCache } from 'lru-cache'
import type { MessageAddress } from '../../core/conversation/answer-header.ts'
import type { Conversation } from '../../core/conversation/context-window.ts'
import { headerOf } from '../../core/conversation/exchange.ts'
import type { ConversationMessage } from '../../core/conversation/message.ts'
import type { Clock } from '../../core/ports.ts'
import { failedPut } from '../api/errors.ts'
import { patiently } from '../api/retry-request.ts'
import { Memory } from './conversation-cache.ts'
import { readChain } from './fetch-reply-chain.ts'
import { type Room, readMessages, readRoom } from './fetch-thread.ts'
import { type Me, postOf } from './to-message.ts'

export interface ConversationsParts {
  readonly client: Client
  readonly clock: Clock
  /** A new counter for each reading: whether the posts given to it so far fill the model's budget. */
  readonly fillsBudget: () => (messages: readonly ConversationMessage[]) => Promise<boolean>
}

/** What was said where the bot talks: remembered, or read from Discord. */
export class Conversations {
  readonly #parts: ConversationsParts
  readonly #memory = new Memory()
  /** Messages that were asked about and cannot be read. */
  readonly #gone = new LRUCache<string, true>({ max: 1_000 })

  constructor(parts: ConversationsParts) {
    this.#parts = parts
  }

  /** The conversation in a room. Rejects when Discord does not let it be read. */
  async inRoom(room: Room): Promise<Conversation> {
    const conversation = await this.#memory.conversation(room.channelId, () => this.#read(room))
    return this.#withSubjects(conversation)
  }

  /** The reply chain that ends with a message; `later`: with what the bot wrote in reply to it. */
  async inChain(newest: ConversationMessage, { later = false } = {}): Promise<Conversation> {
    const { rest } = this.#parts.client
    const reading = { rest, me: this.#me(newest.channelId), memory: this.#memory }
    const chain = await patiently(this.#parts.clock, () => readChain(newest, { ...reading, later }))
    return this.#withSubjects(chain)
  }

  /** The posts around a message, oldest first. */
  async around(channelId: string, messageId: string): Promise<readonly ConversationMessage[]> {
    const { client, clock } = this.#parts
    const messages = await patiently(clock, () =>
      readMessages(client.rest, channelId, { around: messageId }),
    )
    const me = this.#me(channelId)
    return messages.reverse().flatMap((message) => postOf(message, me) ?? [])
  }

  /** A message that is asked about, as it came with a command. */
  keep(message: APIMessage): ConversationMessage | undefined {
    const post = this.post(message)
    if (post !== undefined) this.#memory.keep(post)
    return post
  }

  /** One message; `null` where it is gone, or nobody lets the bot read it. */
  async message({ channelId, messageId }: MessageAddress): Promise<ConversationMessage | null> {
    const known = this.#memory.find(messageId)
    if (known !== undefined) return known
    if (this.#gone.has(messageId)) return null
    const { client, clock } = this.#parts
    const route = Routes.channelMessage(channelId, messageId)
    try {
      const message = await patiently(clock, () => client.rest.get(route))
      return this.keep(message as APIMessage) ?? null
    } catch (error) {
      if (failedPut(error).kind !== 'gone') throw error
      this.#gone.set(messageId, true)
      return null
    }
  }

  /** A message that is asked about, with what it replies to; `null` where it cannot be read. */
  async subject(address: MessageAddress): Promise<ConversationMessage | null> {
    const post = await this.message(address)
    if (post?.replyToId === undefined || post.replyTo !== undefined) return post
    const { channelId } = address
    const whole = {
      ...post,
      replyTo: await this.message({ channelId, messageId: post.replyToId }),
    }
    this.#memory.keep(whole)
    return whole
  }

  /** Begins the conversation in a thread that is being opened on an answer of the bot. */
  begin(messageId: string): void {
    const starter = this.#memory.find(messageId)
    if (starter !== undefined) this.#memory.begin(messageId, starter)
  }

  /** The thread was not opened, or how it began is not known for certain. */
  forget(channelId: string): void {
    this.#memory.forget(channelId)
  }

  /** Takes note of a message as Discord tells it. */
  see(message: APIMessage): void {
    // What only one person sees is no part of any conversation.
    if (((message.flags ?? 0) & MessageFlags.Ephemeral) !== 0) return
    const isOwn = message.author.id === this.#parts.client.user?.id
    if (!isOwn && !this.#memory.concerns(message)) return
    const post = this.post(message)
    if (post === undefined) return
    this.#memory.see(post)
    // Answers in a channel are parts of reply chains; in a room they are in its conversation.
    if (isOwn && roomOf(this.#channel(post.channelId)) === undefined) this.#memory.keep(post)
  }

  /** A message as a conversation needs it; `undefined` for one that nobody wrote. */
  post(message: APIMessage): ConversationMessage | undefined {
    return postOf(message, this.#me(message.channel_id))
  }

  lose(messageId: string, channelId: string): void {
    this.#memory.lose(messageId, channelId)
  }

  /** Forgets everything: events were missed. */
  clear(): void {
    this.#memory.clear()
  }

  async #read(room: Room): Promise<Conversation> {
    const { client, clock, fillsBudget } = this.#parts
    const me = this.#me(room.channelId)
    // A connection that breaks is no reason to answer without the conversation.
    return patiently(clock, () =>
      readRoom(room, { rest: client.rest, me, isEnough: fillsBudget() }),
    )
  }

  /** Looks up what commands were used on; most conversations have none of these. */
  async #withSubjects(conversation: Conversation): Promise<Conversation> {
    const { messages, opening } = conversation
    if (![...messages, ...opening].some(lacksSubject)) return conversation
    const complete = async (post: ConversationMessage): Promise<ConversationMessage> => {
      const { about } = headerOf(post)
      if (!lacksSubject(post) || about === undefined) return post
      return { ...post, about: await this.message(about) }
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

  #me(channelId: string): Me {
    const { user } = this.#parts.client
    if (user === null) throw new Error('Not connected to Discord')
    const channel = this.#channel(channelId)
    const guild = channel && 'guild' in channel ? channel.guild : undefined
    return { id: user.id, roleId: guild?.roles.botRoleFor(user)?.id }
  }
}

function lacksSubject(post: ConversationMessage): boolean {
  return post.author === 'platen' && post.about === undefined && headerOf(post).about !== undefined
}

/** The room that a channel is; `undefined` where many conversations go on beside each other. */
export function roomOf(channel: Channel | null | undefined): Room | undefined {
  if (channel?.isThread()) {
    const { id: channelId, parent, parentId } = channel
    const isPost =
      parent?.type === ChannelType.GuildForum || parent?.type === ChannelType.GuildMedia
    return { channelId, parentId: isPost ? undefined : (parentId ?? undefined) }
  }
  if (channel?.type === ChannelType.DM) return { channelId: channel.id, parentId: undefined }
  return undefined
}
