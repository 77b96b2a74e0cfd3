import { DiscordError } from '../errors.ts'
import type { Json } from '../json.ts'
import type { CommandDefinition } from '../schemas/command.ts'
import type { ApplicationState, CommandState } from '../state/entities.ts'
import type { World } from '../state/world.ts'

/** Global ones, or those of one guild. */
export function commandsOf(
  application: ApplicationState,
  guildId: string | undefined,
): CommandState[] {
  return [...application.commands.values()].filter((command) => command.guildId === guildId)
}

export function serializeCommand(
  application: ApplicationState,
  command: CommandState,
  withLocalizations = true,
): Json {
  return {
    id: command.id,
    application_id: application.id,
    version: command.version,
    ...(command.guildId === undefined ? {} : { guild_id: command.guildId }),
    ...(withLocalizations ? command.definition : withoutLocalizations(command.definition)),
  }
}

/** Discord lists translations only when asked. */
function withoutLocalizations(value: Json): Json {
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) => {
      if (key.endsWith('_localizations')) return []
      return [[key, Array.isArray(inner) ? inner.map(plainOrStripped) : inner]]
    }),
  )
}

function plainOrStripped(value: unknown): unknown {
  return typeof value === 'object' && value !== null ? withoutLocalizations(value as Json) : value
}

/** Keeps the id where a command of that type and name is there already; a new version only where it changed. */
export function saveCommand(
  world: World,
  application: ApplicationState,
  scope: { readonly guildId: string | undefined; readonly replaces?: string },
  command: CommandDefinition,
): CommandState {
  const before =
    application.commands.get(scope.replaces ?? '') ??
    commandsOf(application, scope.guildId).find(
      ({ type, name }) => type === command.type && name === command.name,
    )
  const isSame = JSON.stringify(before?.definition) === JSON.stringify(command.definition)
  const saved: CommandState = {
    id: before?.id ?? world.snowflakes.next(),
    guildId: scope.guildId,
    version: before !== undefined && isSame ? before.version : world.snowflakes.next(),
    ...command,
  }
  application.commands.set(saved.id, saved)
  return saved
}

export function replaceCommands(
  world: World,
  application: ApplicationState,
  guildId: string | undefined,
  commands: readonly CommandDefinition[],
): CommandState[] {
  const kept = commands.map((command) => saveCommand(world, application, { guildId }, command))
  const ids = new Set(kept.map(({ id }) => id))
  for (const { id } of commandsOf(application, guildId)) {
    if (!ids.has(id)) application.commands.delete(id)
  }
  return kept
}

export function needCommand(
  application: ApplicationState,
  guildId: string | undefined,
  commandId: string,
): CommandState {
  const command = application.commands.get(commandId)
  if (command === undefined || command.guildId !== guildId) throw new DiscordError('unknownCommand')
  return command
}
