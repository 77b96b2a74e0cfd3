import {
  ChannelType,
  MessageType,
  type WireChannel,
  type WireMessage,
  wireBulkDeletion,
  wireChannel,
  wireDeletion,
  wireMessage,
  wireTyping,
} from './discord-wire.ts'
import { displayName, viewMessage } from './message-view.ts'
import type { PageChannel, PageMessage, ServerEvent } from './wire.ts'

/**
 * What a person sees of a server, kept up to date by the events that Discord sends. Each event is
 * turned into the events that a browser needs to show the same.
 */
export class GuildView {
  readonly #channels = new Map<string, WireChannel>()
  readonly #messages = new Map<string, WireMessage>()
  readonly #userNames = new Map<string, string>()

  /** People that may be mentioned or type before they have written anything. */
  constructor(users: readonly { readonly id: string; readonly name: string }[]) {
    for (const { id, name } of users) this.#userNames.set(id, name)
  }

  get channels(): readonly PageChannel[] {
    return [...this.#channels.values()].map(viewChannel)
  }

  /** Oldest first. */
  get messages(): readonly PageMessage[] {
    return [...this.#messages.values()].map((message) => this.#view(message))
  }

  /** Takes a gateway event with its data; what the page does not show is ignored. */
  receive(name: string, data: unknown): readonly ServerEvent[] {
    switch (name) {
      case 'CHANNEL_CREATE':
      case 'CHANNEL_UPDATE':
      case 'THREAD_CREATE':
      case 'THREAD_UPDATE':
        return this.#receiveChannel(wireChannel.parse(data))
      case 'CHANNEL_DELETE':
      case 'THREAD_DELETE':
        return this.#dropChannel(wireDeletion.parse(data).id)
      case 'MESSAGE_CREATE':
      case 'MESSAGE_UPDATE':
        return this.#receiveMessage(wireMessage.parse(data))
      case 'MESSAGE_DELETE':
        return this.#dropMessage(wireDeletion.parse(data).id)
      case 'MESSAGE_DELETE_BULK':
        return wireBulkDeletion.parse(data).ids.flatMap((id) => this.#dropMessage(id))
      case 'TYPING_START':
        return this.#receiveTyping(wireTyping.parse(data))
      default:
        return []
    }
  }

  #receiveChannel(channel: WireChannel): readonly ServerEvent[] {
    if (!isShown(channel)) return []
    this.#channels.set(channel.id, channel)
    return [{ type: 'channel', channel: viewChannel(channel) }, ...this.#messageEvent(channel.id)]
  }

  #dropChannel(channelId: string): readonly ServerEvent[] {
    if (!this.#channels.delete(channelId)) return []
    for (const { id, channel_id } of this.#messages.values()) {
      if (channel_id === channelId) this.#messages.delete(id)
    }
    return [{ type: 'channel-gone', channelId }, ...this.#messageEvent(channelId)]
  }

  #receiveMessage(message: WireMessage): readonly ServerEvent[] {
    this.#messages.set(message.id, message)
    this.#userNames.set(message.author.id, displayName(message.author))
    return [...this.#messageEvent(message.id), ...this.#relatedEvents(message)]
  }

  #dropMessage(messageId: string): readonly ServerEvent[] {
    const message = this.#messages.get(messageId)
    if (message === undefined) return []
    this.#messages.delete(messageId)
    const gone = { type: 'message-gone', channelId: message.channel_id, messageId } as const
    return [gone, ...this.#relatedEvents(message)]
  }

  #receiveTyping({ channel_id, user_id }: { channel_id: string; user_id: string }): ServerEvent[] {
    const name = this.#userNames.get(user_id)
    return name === undefined ? [] : [{ type: 'typing', channelId: channel_id, name }]
  }

  #messageEvent(messageId: string): readonly ServerEvent[] {
    const message = this.#messages.get(messageId)
    return message === undefined ? [] : [{ type: 'message', message: this.#view(message) }]
  }

  /** A thread's messages are counted on the message it was made on, and begin with a copy of it. */
  #relatedEvents(message: WireMessage): readonly ServerEvent[] {
    const copies = [...this.#messages.values()].filter(
      ({ type, channel_id }) => type === MessageType.threadStarter && channel_id === message.id,
    )
    return [message.channel_id, ...copies.map(({ id }) => id)].flatMap((id) =>
      this.#messageEvent(id),
    )
  }

  #view(message: WireMessage): PageMessage {
    const thread = this.#channels.get(message.id)
    return viewMessage(message, {
      nameOf: (kind, id) => this.#nameOf(kind, id),
      thread:
        thread === undefined
          ? undefined
          : { id: thread.id, name: thread.name ?? '', messageCount: this.#countIn(thread.id) },
      starter:
        message.type === MessageType.threadStarter
          ? this.#messages.get(message.channel_id)
          : undefined,
    })
  }

  #countIn(threadId: string): number {
    let count = 0
    for (const { channel_id, type } of this.#messages.values()) {
      if (channel_id === threadId && type !== MessageType.threadStarter) count += 1
    }
    return count
  }

  #nameOf(kind: 'user' | 'channel' | 'role', id: string): string {
    const name = kind === 'user' ? this.#userNames.get(id) : this.#channels.get(id)?.name
    return name ?? `unknown-${kind}`
  }
}

function isShown({ type }: WireChannel): boolean {
  const shown: readonly number[] = [
    ChannelType.text,
    ChannelType.announcement,
    ...ChannelType.threads,
  ]
  return shown.includes(type)
}

function viewChannel(channel: WireChannel): PageChannel {
  const isThread = channel.thread_metadata !== undefined
  return {
    id: channel.id,
    name: channel.name ?? '',
    ...(isThread && channel.parent_id ? { parentId: channel.parent_id } : {}),
    isArchived: channel.thread_metadata?.archived ?? false,
    isLocked: channel.thread_metadata?.locked ?? false,
  }
}
