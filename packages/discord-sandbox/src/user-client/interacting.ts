import type { Gateway } from '../gateway/gateway.ts'
import type { Json } from '../json.ts'
import { flatten } from '../schemas/components.ts'
import { omniscient, serializeMessage } from '../serializers/messages.ts'
import { serializeMember, serializeUser } from '../serializers/users.ts'
import type { ChannelState, MessageState } from '../state/entities.ts'
import { componentOwners } from '../state/installs.ts'
import type { World } from '../state/world.ts'
import { type Interaction, interactionView } from '../views.ts'
import { commandData, modalData, type OptionValue } from './command-data.ts'
import { demandOfPerson } from './say.ts'
import { findCommand, use } from './uses.ts'

/** How one person uses what bots offer: commands, menus, buttons and forms. */
export class Interacting {
  readonly #world: World
  readonly #gateway: Gateway
  readonly #userId: string

  constructor(world: World, gateway: Gateway, userId: string) {
    this.#world = world
    this.#gateway = gateway
    this.#userId = userId
  }

  /** `type` 2 uses the command, 4 asks for what can be filled in. */
  async slash(
    channelId: string,
    name: string,
    filledIn: { readonly values: Readonly<Record<string, OptionValue>>; readonly focused?: string },
    type: number,
  ): Promise<Interaction> {
    const channel = this.#world.need('channels', channelId)
    const [root = '', ...path] = name.split(' ')
    const found = findCommand(this.#world, this.#userId, channel, { name: root, isSlash: true })
    const guild = this.#world.guilds.get(channel.guildId ?? '')
    const data = commandData(this.#world, guild, found.command, path, filledIn)
    const interaction = await use(
      this.#world,
      this.#gateway,
      {
        type,
        applicationId: found.application.id,
        userId: this.#userId,
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

  /** A message's or a user's menu: `targetId` is of the one or the other. */
  async contextMenu(channelId: string, name: string, targetId: string): Promise<Interaction> {
    const channel = this.#world.need('channels', channelId)
    const { application, command, owners } = findCommand(this.#world, this.#userId, channel, {
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
        userId: this.#userId,
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

  async component(
    messageId: string,
    customId: string,
    values?: readonly string[],
  ): Promise<Interaction> {
    const message = this.#world.need('messages', messageId)
    const channel = demandOfPerson(this.#world, this.#userId, message.channelId)
    const component = flatten(message.components).find((one) => one['custom_id'] === customId)
    if (component === undefined || !isVisible(message, this.#userId)) {
      throw new Error(`The message shows no component "${customId}"`)
    }
    if (component['disabled'] === true) throw new Error(`"${customId}" is disabled`)
    const interaction = await use(
      this.#world,
      this.#gateway,
      {
        type: 3,
        applicationId: message.authorId,
        userId: this.#userId,
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
        userId: this.#userId,
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

  /** The target's content is given even to bots without MESSAGE_CONTENT. */
  #resolvedMessage(messageId: string): Json {
    const message = visible(this.#world, messageId, this.#userId)
    demandOfPerson(this.#world, this.#userId, message.channelId)
    return { messages: { [messageId]: serializeMessage(this.#world, message, omniscient) } }
  }

  #resolvedUser(channel: ChannelState, userId: string): Json {
    const member = this.#world.guilds.get(channel.guildId ?? '')?.members.get(userId)
    return {
      users: { [userId]: serializeUser(this.#world.need('users', userId)) },
      ...(member === undefined ? {} : { members: { [userId]: serializeMember(member) } }),
    }
  }
}

/** Ephemeral messages are seen by one person alone. */
export function isVisible({ ephemeralFor }: MessageState, userId: string): boolean {
  return ephemeralFor === undefined || ephemeralFor === userId
}

export function visible(world: World, messageId: string, userId: string): MessageState {
  const message = world.need('messages', messageId)
  if (!isVisible(message, userId)) throw new Error('This person does not see the message')
  return message
}
