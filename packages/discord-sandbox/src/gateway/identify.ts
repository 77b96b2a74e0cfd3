import * as z from 'zod'
import type { ApplicationState } from '../state/entities.ts'
import type { World } from '../state/world.ts'
import { CloseCode } from './connection.ts'
import { Intent, knownIntents, privilegedIntents } from './intents.ts'
import type { Identity } from './session.ts'

/** One shard may serve so many guilds. */
const mostGuilds = 2500

const identify = z.object({
  token: z.string(),
  intents: z.int().min(0),
  properties: z.record(z.string(), z.unknown()),
  shard: z.tuple([z.int().min(0), z.int().min(1)]).nullish(),
})

const resume = z.object({ token: z.string(), session_id: z.string(), seq: z.int().min(0) })

/** The identity of an IDENTIFY, or the close code that refuses it. */
export function readIdentify(world: World, data: unknown): Identity | number {
  const read = identify.safeParse(data)
  if (!read.success) return CloseCode.decodeError
  const { token, intents } = read.data
  const bot = botOf(world, token)
  if (bot === undefined) return CloseCode.authenticationFailed
  if ((intents & ~knownIntents) !== 0) return CloseCode.invalidIntents
  const enabled =
    (bot.messageContent ? Intent.messageContent : 0) | (bot.guildMembers ? Intent.guildMembers : 0)
  if ((intents & privilegedIntents & ~enabled) !== 0) return CloseCode.disallowedIntents
  const shard = read.data.shard ?? [0, 1]
  if (shard[0] >= shard[1]) return CloseCode.invalidShard
  const guilds = [...world.guilds.values()].filter(({ members }) => members.has(bot.id))
  if (guilds.length > mostGuilds * shard[1]) return CloseCode.shardingRequired
  return { bot, intents, shard }
}

export interface Resume {
  readonly bot: ApplicationState
  readonly sessionId: string
  readonly sequence: number
}

export function readResume(world: World, data: unknown): Resume | number {
  const read = resume.safeParse(data)
  if (!read.success) return CloseCode.decodeError
  const bot = botOf(world, read.data.token)
  if (bot === undefined) return CloseCode.authenticationFailed
  return { bot, sessionId: read.data.session_id, sequence: read.data.seq }
}

function botOf(world: World, token: string): ApplicationState | undefined {
  const bare = token.replace(/^Bot /, '')
  return [...world.applications.values()].find((application) => application.token === bare)
}
