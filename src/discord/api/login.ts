import {
  type APIGatewayBotInfo,
  type Client,
  DiscordAPIError,
  DiscordjsError,
  DiscordjsErrorCodes,
  Events,
  GatewayCloseCodes,
  Routes,
} from 'discord.js'
import type { Clock } from '../../core/clock.ts'
import { backoffMs, retry } from '../../core/retry.ts'
import { describeError } from './errors.ts'

/** Discord refuses this bot until somebody changes something. The message says what and where. */
export class LoginError extends Error {
  override readonly name = 'LoginError'
}

const portal = 'https://discord.com/developers/applications'

export const wrongToken = `Discord refuses DISCORD_TOKEN. Open ${portal}, choose your application, then
"Bot" and "Reset Token"; copy the new token into .env and start again.`

const noMessageContent = `Discord does not let this bot read messages yet. Open ${portal},
choose your application, then "Bot"; under "Privileged Gateway Intents" switch on
"Message Content Intent", save, and start again.`

const outdated = 'Discord closed the connection for good. A newer version of Platen may help.'

const refusals: Readonly<Record<number, string>> = {
  [GatewayCloseCodes.AuthenticationFailed]: wrongToken,
  [GatewayCloseCodes.DisallowedIntents]: noMessageContent,
  [GatewayCloseCodes.InvalidIntents]: outdated,
  [GatewayCloseCodes.InvalidAPIVersion]: outdated,
  [GatewayCloseCodes.InvalidShard]: outdated,
  [GatewayCloseCodes.ShardingRequired]: `This bot is in so many servers that Discord wants it in
several parts (shards), which this version of Platen cannot do yet.`,
}

/** Wait between two attempts to reach Discord, in milliseconds, doubling. */
const retryMs = { first: 1_000, max: 60_000 }

/** Longest wait before Discord is asked again whether a session may begin, in milliseconds. */
const maxSessionWaitMs = 5 * 60_000

export interface LoginOptions {
  readonly clock: Clock
  /** Called for each failed attempt to reach Discord. */
  readonly onUnreachable: (reason: string) => void
  /** Called while Discord allows no new session today; `afterMs` is the time until it does. */
  readonly onNoSessions: (afterMs: number) => void
  /** Called when Discord refuses the bot after it was connected. */
  readonly onRefused: (refusal: LoginError) => void
}

/**
 * Connects to the gateway and resolves when the bot is ready. Waits while Discord cannot be reached.
 * Rejects with a `LoginError` when Discord refuses the bot.
 */
export async function login(
  client: Client,
  token: string,
  { clock, onUnreachable, onNoSessions, onRefused }: LoginOptions,
): Promise<Client<true>> {
  client.rest.setToken(token)
  await waitForDiscord(client, { clock, onUnreachable, onNoSessions })
  const ready = new Promise<Client<true>>((resolve) => client.once(Events.ClientReady, resolve))
  const refused = new Promise<never>((_, reject) =>
    client.on(Events.ShardDisconnect, ({ code }) => {
      const refusal = new LoginError(refusals[code] ?? `${outdated} (${code})`)
      if (client.isReady()) onRefused(refusal)
      else reject(refusal)
    }),
  )
  await Promise.race([client.login(token), refused]).catch((error: unknown) => {
    throw isWrongToken(error) ? new LoginError(wrongToken) : error
  })
  return Promise.race([ready, refused])
}

/** Asks for the gateway's address until Discord answers and allows the sessions that are needed. */
async function waitForDiscord(
  { rest }: Client,
  { clock, onUnreachable, onNoSessions }: Omit<LoginOptions, 'onRefused'>,
): Promise<void> {
  const policy = ({ attempts }: { attempts: number }) =>
    backoffMs(attempts, retryMs.first, retryMs.max)
  await retry(clock, policy, async () => {
    try {
      const { shards, session_start_limit: limit } = (await rest.get(
        Routes.gatewayBot(),
      )) as APIGatewayBotInfo
      if (limit.remaining >= shards) return { result: undefined }
      onNoSessions(limit.reset_after)
      return {
        result: undefined,
        again: { afterMs: Math.min(limit.reset_after, maxSessionWaitMs) },
      }
    } catch (error) {
      if (isWrongToken(error)) throw new LoginError(wrongToken)
      onUnreachable(describeError(error))
      return { result: undefined, again: { afterMs: undefined } }
    }
  })
}

function isWrongToken(error: unknown): boolean {
  const isMalformed =
    error instanceof DiscordjsError && error.code === DiscordjsErrorCodes.TokenInvalid
  return isMalformed || (error instanceof DiscordAPIError && error.status === 401)
}
