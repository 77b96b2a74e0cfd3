import {
  type ApplicationState,
  ChannelKind,
  type ChannelState,
  type CommandState,
  type InteractionState,
  type Owners,
} from './entities.ts'
import type { World } from './world.ts'

/** Where an interaction happens, by Discord's numbers. */
const Context = { guild: 0, botDirectMessage: 1, privateChannel: 2 } as const

export function contextOf(channel: ChannelState, applicationId: string): number {
  if (channel.guildId !== undefined) return Context.guild
  const isOwn =
    channel.type === ChannelKind.directMessage && channel.recipientIds.includes(applicationId)
  return isOwn ? Context.botDirectMessage : Context.privateChannel
}

function sharesGuild(world: World, applicationId: string, userId: string): boolean {
  return [...world.guilds.values()].some(
    ({ members }) => members.has(applicationId) && members.has(userId),
  )
}

/** A person and a bot can write to each other if they share a server, or the person installed the bot. */
export function canMeet(world: World, application: ApplicationState, userId: string): boolean {
  return application.installedFor.has(userId) || sharesGuild(world, application.id, userId)
}

/** Through which installations the app is there for the person, in this place. */
function installations(
  world: World,
  application: ApplicationState,
  channel: ChannelState,
  userId: string,
): Owners {
  const context = contextOf(channel, application.id)
  const guild = world.guilds.get(channel.guildId ?? '')
  const isInGuild =
    context === Context.guild
      ? guild?.members.has(application.id) === true
      : context === Context.botDirectMessage && sharesGuild(world, application.id, userId)
  return {
    ...(isInGuild ? { 0: guild?.id ?? '0' } : {}),
    ...(application.installedFor.has(userId) ? { 1: userId } : {}),
  }
}

/** Who makes the command available to the person here; empty where nobody does. */
export function commandOwners(
  world: World,
  { application, command }: { application: ApplicationState; command: CommandState },
  channel: ChannelState,
  userId: string,
): Owners {
  const found = installations(world, application, channel, userId)
  if (command.guildId !== undefined) {
    return command.guildId === channel.guildId && found[0] !== undefined ? { 0: found[0] } : {}
  }
  if (!fitsContext(command, contextOf(channel, application.id))) return {}
  const types = command.definition['integration_types']
  const supports = (type: number) => Array.isArray(types) && types.includes(type)
  return {
    ...(found[0] !== undefined && supports(0) ? { 0: found[0] } : {}),
    ...(found[1] !== undefined && supports(1) ? { 1: found[1] } : {}),
  }
}

/** A command that does not say where is for servers and for the bot's own direct messages. */
function fitsContext({ definition }: CommandState, context: number): boolean {
  const contexts = definition['contexts']
  return Array.isArray(contexts) ? contexts.includes(context) : context !== Context.privateChannel
}

/** Of a component: whoever made its message possible, not whoever presses. */
export function componentOwners(world: World, channel: ChannelState, messageId: string): Owners {
  const message = world.messages.get(messageId)
  const made = world.interactions.get(message?.interactionId ?? '')
  return made?.owners ?? { 0: channel.guildId ?? '0' }
}

/** Is the app there for a user alone? Then it has nothing but the interaction's token. */
export function isExternal(world: World, interaction: InteractionState): boolean {
  const guild = world.guilds.get(interaction.guildId ?? '')
  return interaction.owners[0] === undefined && !guild?.members.has(interaction.applicationId)
}
