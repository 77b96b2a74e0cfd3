import { DiscordError } from '../errors.ts'
import type { Gateway } from '../gateway/gateway.ts'
import { deleteMessage, editMessage } from '../operations/messages.ts'
import { openPost, openThread, openThreadOn } from '../operations/threads/open-threads.ts'
import { addToThread, refuseArchived } from '../operations/threads/thread-members.ts'
import { changeThread, joinThread, leaveThread } from '../operations/threads/threads.ts'
import { announceTyping } from '../operations/typing.ts'
import type { Permission } from '../permissions.ts'
import { readMessageBody } from '../schemas/message.ts'
import { sendPermission } from '../state/access.ts'
import {
  type ChannelState,
  isForum,
  isThread,
  MessageKind,
  type MessageState,
  type ThreadState,
} from '../state/entities.ts'
import type { World } from '../state/world.ts'
import { type Interaction, type Message, messageView, type Thread, threadView } from '../views.ts'
import type { OptionValue } from './command-data.ts'
import { Interacting, isVisible, visible } from './interacting.ts'
import { OwnClient } from './own-client.ts'
import { demandOfPerson, draftOf, forward, type SayOptions, say } from './say.ts'
import { type Shown, shown } from './shown-commands.ts'
import { usableCommands } from './uses.ts'

/** What one person can do in the official client. Everything it would not allow throws (or rejects) with the reason. */
export class Person {
  readonly id: string
  /** What their own client is told and can look up. */
  readonly client: OwnClient
  readonly #world: World
  readonly #interacting: Interacting

  constructor(world: World, gateway: Gateway, userId: string) {
    this.#world = world
    this.id = world.need('users', userId).id
    this.client = new OwnClient(world, userId)
    this.#interacting = new Interacting(world, gateway, userId)
  }

  /** What the client lists here, in this person's language. */
  commands(channelId: string): readonly Shown[] {
    const channel = this.#world.need('channels', channelId)
    const { locale } = this.#world.need('users', this.id)
    return usableCommands(this.#world, this.id, channel).map(({ command }) =>
      shown(command.definition, locale),
    )
  }

  /** From the registered definition. A sub-command is named with spaces: "settings show". */
  async command(
    channelId: string,
    name: string,
    options: Readonly<Record<string, OptionValue>> = {},
  ): Promise<Interaction> {
    return this.#interacting.slash(channelId, name, { values: options }, 2)
  }

  /** What the bot proposes for the option being typed: in `choices`. */
  async autocomplete(
    channelId: string,
    name: string,
    options: Readonly<Record<string, OptionValue>>,
    focused: string,
  ): Promise<Interaction> {
    return this.#interacting.slash(channelId, name, { values: options, focused }, 4)
  }

  /** A message's or a user's menu: `targetId` is of the one or the other. */
  async contextMenu(channelId: string, name: string, targetId: string): Promise<Interaction> {
    return this.#interacting.contextMenu(channelId, name, targetId)
  }

  /** Presses a button. */
  async press(messageId: string, customId: string): Promise<Interaction> {
    return this.#interacting.component(messageId, customId)
  }

  /** Chooses in a select menu. */
  async select(
    messageId: string,
    customId: string,
    values: readonly string[],
  ): Promise<Interaction> {
    return this.#interacting.component(messageId, customId, values)
  }

  /** Sends off the modal that the interaction was answered with. */
  async submitModal(
    opened: Interaction,
    values: Readonly<Record<string, string>>,
  ): Promise<Interaction> {
    return this.#interacting.submitModal(opened, values)
  }

  /** What the channel shows this person, oldest first: of ephemeral messages their own. */
  read(channelId: string): readonly Message[] {
    this.#demand(channelId, 'READ_MESSAGE_HISTORY')
    return this.#world
      .messagesOf(channelId)
      .filter((message) => isVisible(message, this.id))
      .map(messageView)
  }

  say(channelId: string, content: string, options: SayOptions = {}): Message {
    return messageView(say(this.#world, this.id, channelId, content, options))
  }

  /** Into any channel where this person may write. */
  forward(messageId: string, toChannelId: string): Message {
    return messageView(forward(this.#world, this.id, { messageId, toChannelId }))
  }

  edit(messageId: string, content: string): Message {
    const message = this.#ownMessage(messageId)
    const target = this.#world.messages.get(message.reference?.messageId ?? '')
    const pings = target !== undefined && message.mentionIds.includes(target.authorId)
    // As the client does: a reply that pinged nobody does not begin to by being edited.
    const allowed_mentions = { parse: ['users', 'roles', 'everyone'], replied_user: pings }
    editMessage(this.#world, message, readMessageBody({ content, allowed_mentions }), [])
    return messageView(message)
  }

  remove(messageId: string): void {
    const message = visible(this.#world, messageId, this.id)
    if (message.type === MessageKind.threadStarter) throw new DiscordError('systemMessage')
    if (message.authorId !== this.id) this.#demand(message.channelId, 'MANAGE_MESSAGES')
    deleteMessage(this.#world, message)
  }

  openThread(
    channelId: string,
    name: string,
    options: {
      readonly messageId?: string
      readonly private?: boolean
      /** Default: what the channel's settings say, else three days. */
      readonly autoArchiveMinutes?: number
    } = {},
  ): Thread {
    const isPrivate = options.private ?? false
    const parent = this.#demand(
      channelId,
      isPrivate ? 'CREATE_PRIVATE_THREADS' : 'CREATE_PUBLIC_THREADS',
    )
    const autoArchiveMinutes =
      options.autoArchiveMinutes ?? parent.defaultAutoArchiveMinutes ?? 4320
    const form = { name, autoArchiveMinutes, slowmodeSeconds: 0 }
    const thread =
      options.messageId === undefined
        ? openThread(this.#world, parent, this.id, { ...form, isPrivate, invitable: true })
        : openThreadOn(this.#world, this.#world.need('messages', options.messageId), this.id, form)
    return this.#thread(thread)
  }

  /** In a forum or media channel. */
  openPost(forumId: string, name: string, content: string, options: SayOptions = {}): Thread {
    const forum = this.#demand(forumId, 'SEND_MESSAGES')
    if (!isForum(forum)) throw new Error(`${forumId} is no forum`)
    const draft = draftOf(this.#world, this.id, { channelId: forumId, content, options })
    const autoArchiveMinutes = forum.defaultAutoArchiveMinutes ?? 4320
    const form = { name, autoArchiveMinutes, slowmodeSeconds: 0 }
    return this.#thread(openPost(this.#world, forum, form, draft).thread)
  }

  /** Into a private thread people come by being added. */
  joinThread(threadId: string): Thread {
    const thread = this.#demandThread(threadId)
    refuseArchived(thread)
    joinThread(this.#world, thread, [this.id])
    return this.#thread(thread)
  }

  leaveThread(threadId: string): void {
    const thread = this.#demandThread(threadId)
    refuseArchived(thread)
    leaveThread(this.#world, thread, this.id)
  }

  addToThread(threadId: string, userId: string): Thread {
    const thread = this.#demandThread(threadId)
    addToThread(this.#world, thread, this.id, userId)
    return this.#thread(thread)
  }

  archive(threadId: string): Thread {
    const thread = this.#demand(threadId)
    if (thread.thread?.ownerId !== this.id) this.#demand(threadId, 'MANAGE_THREADS')
    changeThread(this.#world, thread, { archived: true })
    return this.#thread(thread)
  }

  lock(threadId: string): Thread {
    const thread = this.#demand(threadId, 'MANAGE_THREADS')
    changeThread(this.#world, thread, { locked: true })
    return this.#thread(thread)
  }

  type(channelId: string): void {
    const channel = this.#demand(channelId)
    announceTyping(this.#world, this.#demand(channelId, sendPermission(channel)), this.id)
  }

  #demand(channelId: string, ...names: readonly Permission[]): ChannelState {
    return demandOfPerson(this.#world, this.id, channelId, ...names)
  }

  #demandThread(threadId: string): ChannelState & { thread: ThreadState } {
    const channel = this.#demand(threadId)
    if (!isThread(channel)) throw new Error(`${threadId} is not a thread`)
    return channel
  }

  #ownMessage(messageId: string): MessageState {
    const message = this.#world.need('messages', messageId)
    if (message.authorId !== this.id) throw new Error('The message is of somebody else')
    return message
  }

  #thread(channel: ChannelState): Thread {
    const thread = threadView(channel)
    if (thread === undefined) throw new Error(`${channel.id} is not a thread`)
    return thread
  }
}
