import { commandsOf } from '../actions/commands.ts'
import { acknowledgeMs, createInteraction, type NewInteraction } from '../actions/interactions.ts'
import type { Gateway } from '../gateway/gateway.ts'
import type { Json } from '../json.ts'
import { holds } from '../permissions.ts'
import { permissionsIn, sendPermission } from '../state/access.ts'
import {
  type ApplicationState,
  ChannelKind,
  type ChannelState,
  type CommandState,
  type InteractionState,
} from '../state/entities.ts'
import type { World } from '../state/world.ts'
import { interactionWire } from '../wire/interactions.ts'

export interface FoundCommand {
  readonly application: ApplicationState
  readonly command: CommandState
}

/** The command that the official client would offer this person here; throws where it offers none. */
export function findCommand(
  world: World,
  userId: string,
  channel: ChannelState,
  wanted: { readonly name: string; readonly isSlash: boolean },
): FoundCommand {
  const permissions = permissionsIn(world, channel, userId)
  if (!holds(permissions, 'VIEW_CHANNEL')) throw new Error('This person cannot see the channel')
  if (!holds(permissions, 'USE_APPLICATION_COMMANDS', sendPermission(channel))) {
    throw new Error('This person may not use commands here')
  }
  if (channel.thread?.locked && !holds(permissions, 'MANAGE_THREADS')) {
    throw new Error('The thread is locked')
  }
  const isDirect = channel.type === ChannelKind.directMessage
  const members = isDirect
    ? channel.recipientIds
    : [...(world.guilds.get(channel.guildId ?? '')?.members.keys() ?? [])]
  const found = members
    .flatMap((id) => world.applications.get(id) ?? [])
    .flatMap((application) =>
      [
        ...(isDirect ? [] : commandsOf(application, channel.guildId)),
        ...commandsOf(application, undefined),
      ].map((command) => ({ application, command })),
    )
    .find(
      ({ command }) =>
        command.name === wanted.name &&
        (command.type === 1) === wanted.isSlash &&
        fitsContext(command, isDirect ? 1 : 0),
    )
  if (found === undefined) throw new Error(`No command "${wanted.name}" is registered here`)
  const needed = found.command.definition['default_member_permissions']
  if (typeof needed === 'string' && !isDirect) {
    const bits = BigInt(needed)
    const isAllowed =
      bits === 0n ? holds(permissions, 'ADMINISTRATOR') : (permissions & bits) === bits
    if (!isAllowed)
      throw new Error(`This person lacks the permissions that "${wanted.name}" asks for`)
  }
  return found
}

function fitsContext({ definition }: CommandState, context: number): boolean {
  const contexts = definition['contexts']
  return !Array.isArray(contexts) || contexts.includes(context)
}

/** Sends the interaction to its bot; resolves when it is acknowledged or its 3 s are over. */
export async function use(
  world: World,
  gateway: Gateway,
  of: NewInteraction,
  dataOf: (interaction: InteractionState) => Json,
): Promise<InteractionState> {
  if (!gateway.isConnected(of.applicationId)) throw new Error('The bot is not connected')
  const interaction = createInteraction(world, of)
  const data = interactionWire(world, interaction, dataOf(interaction))
  const { promise, resolve } = Promise.withResolvers<void>()
  const stop = world.onAnswer((answered) => {
    if (answered === interaction) resolve()
  })
  const timer = setTimeout(resolve, world.timing.scale(acknowledgeMs))
  world.dispatch({
    type: 'INTERACTION_CREATE',
    guildId: of.guildId,
    channelId: of.channelId,
    botIds: [of.applicationId],
    data,
  })
  await promise
  clearTimeout(timer)
  stop()
  return interaction
}
