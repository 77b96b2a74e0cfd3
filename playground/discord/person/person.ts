import { deleteMessage, editMessage } from '../actions/messages.ts'
import { openPost, openThread, openThreadOn } from '../actions/open-threads.ts'
import { addToThread, refuseArchived } from '../actions/thread-members.ts'
import { changeThread, joinThread, leaveThread } from '../actions/threads.ts'
import { announceTyping } from '../actions/typing.ts'
import { flatten } from '../forms/components.ts'
import { readMessageForm } from '../forms/message-form.ts'
import type { Gateway } from '../gateway/gateway.ts'
import type { Json } from '../json.ts'
import type { Permission } from '../permissions.ts'
import { sendPermission } from '../state/access.ts'
import {
  type ChannelState,
  isForum,
  isThread,
  type MessageState,
  type ThreadState,
} from '../state/entities.ts'
import { componentOwners } from '../state/installs.ts'
import type { World } from '../state/world.ts'
import {
  type Interaction,
  interactionView,
  type Message,
  messageView,
  type Thread,
  threadView,
} from '../views.ts'
import { messageWire, omniscient } from '../wire/messages.ts'
import { memberWire, userWire } from '../wire/users.ts'
import { commandData, modalData, type OptionValue } from './command-data.ts'
import { demandOfPerson, draftOf, forward, type SayOptions, say } from './say.ts'
import { type Shown, shown } from './shown-commands.ts'
import { findCommand, usableCommands, use } from './uses.ts'

/** What one person can do in the official client. Everything it would not allow throws (or rejects) with the reason. */
export class Person {
  readonly id: string
  readonly #world: World
  readonly #gateway: Gateway

  constructor(world: World, gateway: Gateway, userId: string) {
    this.#world = world
    this.#gateway = gateway
    this.id = world.need('users', userId).id
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
    return this.#slash(channelId, name, { values: options }, 2)
  }

  /** What the bot proposes for the option being typed: in `choices`. */
  async autocomplete(
    channelId: string,
    name: string,
    options: Readonly<Record<string, OptionValue>>,
    focused: string,
  ): Promise<Interaction> {
    return this.#slash(channelId, name, { values: options, focused }, 4)
  }

  /** A message's or a user's menu: `targetId` is of the one or the other. */
  async contextMenu(channelId: string, name: string, targetId: string): Promise<Interaction> {
    const channel = this.#world.need('channels', channelId)
    const { application, command, owners } = findCommand(this.#world, this.id, channel, {
      name,
      isSlash: false,
    })
    const isMessage = command.type === 3
    const base = { id: command.id, name, type: command.type, target_id: targetId }
    const resolved = isMessage
      ? this.#resolvedMessage(targetId)
      : this.#resolvedUser(channel, targetId)
    const interaction = await use(
      this.#world,
      this.#gateway,
      {
        type: 2,
        applicationId: application.id,
        userId: this.id,
        guildId: channel.guildId,
        channelId,
        commandName: name,
        commandType: command.type,
        owners,
        ...(isMessage ? { targetMessageId: targetId } : {}),
      },
      () => ({ ...base, resolved }),
    )
    return interactionView(interaction)
  }

  /** Presses a button. */
  async press(messageId: string, customId: string): Promise<Interaction> {
    return this.#component(messageId, customId)
  }

  /** Chooses in a select menu. */
  async select(
    messageId: string,
    customId: string,
    values: readonly string[],
  ): Promise<Interaction> {
    return this.#component(messageId, customId, values)
  }

  /** Sends off the modal that the interaction was answered with. */
  async submitModal(
    opened: Interaction,
    values: Readonly<Record<string, string>>,
  ): Promise<Interaction> {
    const parent = this.#world.interactions.get(opened.id)
    if (parent?.modal === undefined) throw new Error('No modal was opened')
    const data = modalData(parent.modal, values)
    const { applicationId, guildId, channelId, commandName, commandType, owners } = parent
    const interaction = await use(
      this.#world,
      this.#gateway,
      {
        type: 5,
        applicationId,
        userId: this.id,
        guildId,
        channelId,
        commandName,
        commandType,
        owners,
        sourceMessageId: parent.sourceMessageId,
        parentId: parent.id,
      },
      () => data,
    )
    return interactionView(interaction)
  }

  /** What the channel shows this person, oldest first: of ephemeral messages their own. */
  read(channelId: string): readonly Message[] {
    this.#demand(channelId, 'READ_MESSAGE_HISTORY')
    return this.#world
      .messagesOf(channelId)
      .filter((message) => this.#sees(message))
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
    editMessage(this.#world, message, readMessageForm({ content, allowed_mentions }), [])
    return messageView(message)
  }

  remove(messageId: string): void {
    const message = this.#visible(messageId)
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

  async #slash(
    channelId: string,
    name: string,
    filledIn: { readonly values: Readonly<Record<string, OptionValue>>; readonly focused?: string },
    type: number,
  ): Promise<Interaction> {
    const channel = this.#world.need('channels', channelId)
    const [root = '', ...path] = name.split(' ')
    const found = findCommand(this.#world, this.id, channel, { name: root, isSlash: true })
    const guild = this.#world.guilds.get(channel.guildId ?? '')
    const data = commandData(this.#world, guild, found.command, path, filledIn)
    const interaction = await use(
      this.#world,
      this.#gateway,
      {
        type,
        applicationId: found.application.id,
        userId: this.id,
        guildId: channel.guildId,
        channelId,
        commandName: root,
        commandType: 1,
        owners: found.owners,
      },
      () => data,
    )
    return interactionView(interaction)
  }

  async #component(
    messageId: string,
    customId: string,
    values?: readonly string[],
  ): Promise<Interaction> {
    const message = this.#world.need('messages', messageId)
    const channel = this.#demand(message.channelId)
    const component = flatten(message.components).find((one) => one['custom_id'] === customId)
    if (component === undefined || !this.#sees(message)) {
      throw new Error(`The message shows no component "${customId}"`)
    }
    if (component['disabled'] === true) throw new Error(`"${customId}" is disabled`)
    const interaction = await use(
      this.#world,
      this.#gateway,
      {
        type: 3,
        applicationId: message.authorId,
        userId: this.id,
        guildId: channel.guildId,
        channelId: channel.id,
        commandName: '',
        commandType: 0,
        owners: componentOwners(this.#world, channel, messageId),
        sourceMessageId: messageId,
      },
      () => ({
        id: component['id'],
        component_type: component['type'],
        custom_id: customId,
        ...(values === undefined ? {} : { values }),
      }),
    )
    return interactionView(interaction)
  }

  /** The target's content is given even to bots without MESSAGE_CONTENT. */
  #resolvedMessage(messageId: string): Json {
    const message = this.#visible(messageId)
    this.#demand(message.channelId)
    return { messages: { [messageId]: messageWire(this.#world, message, omniscient) } }
  }

  #resolvedUser(channel: ChannelState, userId: string): Json {
    const member = this.#world.guilds.get(channel.guildId ?? '')?.members.get(userId)
    return {
      users: { [userId]: userWire(this.#world.need('users', userId)) },
      ...(member === undefined ? {} : { members: { [userId]: memberWire(member) } }),
    }
  }

  #demand(channelId: string, ...names: readonly Permission[]): ChannelState {
    return demandOfPerson(this.#world, this.id, channelId, ...names)
  }

  #demandThread(threadId: string): ChannelState & { thread: ThreadState } {
    const channel = this.#demand(threadId)
    if (!isThread(channel)) throw new Error(`${threadId} is not a thread`)
    return channel
  }

  #sees({ ephemeralFor }: MessageState): boolean {
    return ephemeralFor === undefined || ephemeralFor === this.id
  }

  #visible(messageId: string): MessageState {
    const message = this.#world.need('messages', messageId)
    if (!this.#sees(message)) throw new Error('This person does not see the message')
    return message
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
