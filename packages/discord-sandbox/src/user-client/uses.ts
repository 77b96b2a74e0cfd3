import type { Gateway } from '../gateway/gateway.ts'
import type { Json } from '../json.ts'
import { commandsOf } from '../operations/commands.ts'
import {
  acknowledgeMs,
  createInteraction,
  type NewInteraction,
} from '../operations/interactions.ts'
import { holds } from '../permissions.ts'
import { serializeInteraction } from '../serializers/interactions.ts'
import { permissionsIn, sendPermission } from '../state/access.ts'
import {
  type ApplicationState,
  type ChannelState,
  type CommandState,
  type InteractionState,
  isPrivate,
  type Owners,
} from '../state/entities.ts'
import { commandOwners } from '../state/installs.ts'
import type { World } from '../state/world.ts'

export interface FoundCommand {
  readonly application: ApplicationState
  readonly command: CommandState
  readonly owners: Owners
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
  if (channel.thread?.locked && !holds(permissions, 'MANAGE_THREADS')) {
    throw new Error('The thread is locked')
  }
  const found = offered(world, userId, channel).find(
    ({ command }) => command.name === wanted.name && (command.type === 1) === wanted.isSlash,
  )
  if (found === undefined) throw new Error(`No command "${wanted.name}" is registered here`)
  const obstacle = obstacleTo(found, channel, permissions)
  if (obstacle !== undefined) throw new Error(obstacle)
  return found
}

/** All that `findCommand` would find; none where the person sees nothing. */
export function usableCommands(
  world: World,
  userId: string,
  channel: ChannelState,
): FoundCommand[] {
  const permissions = permissionsIn(world, channel, userId)
  if (!holds(permissions, 'VIEW_CHANNEL')) return []
  return offered(world, userId, channel).filter(
    (found) => obstacleTo(found, channel, permissions) === undefined,
  )
}

function obstacleTo(
  { command, owners }: FoundCommand,
  channel: ChannelState,
  permissions: bigint,
): string | undefined {
  // What a person installed is theirs to use; only the answer is hidden where they may not write.
  if (owners[1] !== undefined) return undefined
  if (!holds(permissions, 'USE_APPLICATION_COMMANDS', sendPermission(channel))) {
    return 'This person may not use commands here'
  }
  const needed = command.definition['default_member_permissions']
  if (typeof needed !== 'string' || isPrivate(channel)) return undefined
  const bits = BigInt(needed)
  const isAllowed =
    bits === 0n ? holds(permissions, 'ADMINISTRATOR') : (permissions & bits) === bits
  return isAllowed ? undefined : `This person lacks the permissions that "${command.name}" asks for`
}

/** Those of the place before the global ones, in the order of the apps. */
function offered(world: World, userId: string, channel: ChannelState): FoundCommand[] {
  return [...world.applications.values()].flatMap((application) =>
    [
      ...(channel.guildId === undefined ? [] : commandsOf(application, channel.guildId)),
      ...commandsOf(application, undefined),
    ]
      .map((command) => ({
        application,
        command,
        owners: commandOwners(world, { application, command }, channel, userId),
      }))
      .filter(({ owners }) => Object.keys(owners).length > 0),
  )
}

/** Sends the interaction to its bot; resolves when it is acknowledged or its 3 s are over. */
export async function use(
  world: World,
  gateway: Gateway,
  of: NewInteraction,
  dataOf: (interaction: InteractionState) => Json,
): Promise<InteractionState> {
  if (!gateway.isConnected(of.applicationId)) throw new Error('The bot is not connected.')
  const interaction = createInteraction(world, of)
  const data = serializeInteraction(world, interaction, dataOf(interaction))
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
