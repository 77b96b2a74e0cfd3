import { type Client, type REST, Routes, type Snowflake } from 'discord.js'
import { hasErrorCode, missingAccess } from '../api/errors.ts'
import { inviteLink } from '../api/invite.ts'
import { LoginError } from '../api/login.ts'
import type { Commands } from './command.ts'

type Definition = Commands[keyof Commands][number]['definition']

const unknownGuild = 10_004

/** Servers that are searched for leftover commands. A bot in more servers is not in development. */
const maxSearchedGuilds = 20

/** The scopes whose commands were written, and those where that failed and the old commands stay. */
export interface Registration {
  readonly written: readonly string[]
  readonly failed: readonly { readonly scope: string; readonly error: unknown }[]
}

/**
 * Registers the commands where they have changed: in one server when `guildId` is set, else globally.
 * Clears them in the other scope, so that no command is listed twice. Rejects with a `LoginError` when
 * the bot is not in that server. Other failures only get reported: most often the commands are
 * registered already.
 */
export async function registerCommands(
  client: Client<true>,
  commands: Commands,
  guildId: Snowflake | undefined,
): Promise<Registration> {
  const { rest, application } = client
  const definitions = [...commands.slash, ...commands.message].map(({ definition }) => definition)
  const everywhere = Routes.applicationCommands(application.id)
  const inGuild = (id: Snowflake) => Routes.applicationGuildCommands(application.id, id)
  const scopes = guildId
    ? [
        { route: inGuild(guildId), wanted: definitions.map(forGuild) },
        { route: everywhere, wanted: [] },
      ]
    : [
        { route: everywhere, wanted: definitions },
        ...leftovers(client).map((id) => ({ route: inGuild(id), wanted: [] })),
      ]
  const written: string[] = []
  const failed: Registration['failed'][number][] = []
  for (const { route, wanted } of scopes) {
    try {
      if (await writeIfChanged(rest, route, wanted)) written.push(route)
    } catch (error) {
      const isOutside = hasErrorCode(error, unknownGuild) || hasErrorCode(error, missingAccess)
      if (guildId !== undefined && isOutside) throw notInvited(application.id)
      failed.push({ scope: route, error })
    }
  }
  return { written, failed }
}

function notInvited(applicationId: string): LoginError {
  return new LoginError(`Platen is not in the server of DISCORD_GUILD_ID. Open
${inviteLink(applicationId)}
to invite it, or take another server's id, and start again.`)
}

/** The servers that may have commands left from development. */
function leftovers(client: Client<true>): readonly Snowflake[] {
  const { cache } = client.guilds
  return cache.size > maxSearchedGuilds ? [] : [...cache.keys()]
}

/** Only global commands have contexts and integration types. */
function forGuild({ contexts, integration_types, ...definition }: Definition): Definition {
  return definition
}

async function writeIfChanged(
  rest: REST,
  route: `/${string}`,
  wanted: readonly Definition[],
): Promise<boolean> {
  const query = new URLSearchParams({ with_localizations: 'true' })
  const registered = (await rest.get(route, { query })) as readonly Definition[]
  const comparable = route.includes('/guilds/') ? registered.map(forGuild) : registered
  if (fingerprint(comparable) === fingerprint(wanted)) return false
  await rest.put(route, { body: wanted })
  return true
}

/** Fields that Discord adds to a stored definition. */
const added: readonly string[] = [
  'id',
  'application_id',
  'guild_id',
  'version',
  'default_permission',
  'dm_permission',
  'handler',
]

/** Equal for definitions that mean the same, whatever their order and explicit defaults. */
function fingerprint(definitions: readonly Definition[]): string {
  const named = definitions.map((one) => [`${one.type ?? 1} ${one.name}`, essence(one)] as const)
  return JSON.stringify(named.sort(([one], [other]) => (one < other ? -1 : 1)))
}

function essence(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(essence)
  if (typeof value !== 'object' || value === null) return value
  return Object.entries(value)
    .filter(([key, inner]) => !added.includes(key) && !isDefault(key, inner))
    .map(([key, inner]) => [key, essence(inner)] as const)
    .sort(([one], [other]) => (one < other ? -1 : 1))
}

function isDefault(key: string, value: unknown): boolean {
  if (key === 'type' && value === 1) return true
  if (Array.isArray(value)) return value.length === 0
  if (typeof value === 'object' && value !== null) return Object.keys(value).length === 0
  return value === null || value === undefined || value === false || value === ''
}
