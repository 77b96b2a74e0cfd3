import { setTimeout as sleep } from 'node:timers/promises'
import {
  type Client,
  DiscordAPIError,
  DiscordjsError,
  DiscordjsErrorCodes,
  Events,
  GatewayCloseCodes,
  Routes,
} from 'discord.js'
import { describe } from './errors.ts'

/** Discord will not let this bot in until somebody clicks something; the message says what where. */
export class LoginError extends Error {
  override readonly name = 'LoginError'
}

const portal = 'https://discord.com/developers/applications'

const wrongToken = `Discord refuses DISCORD_TOKEN. Open ${portal}, choose your application, then
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

/** Between two attempts to reach Discord. */
const retryMs = { first: 1_000, most: 60_000 }

/**
 * Connects, and resolves when the bot is ready. Waits for Discord as long as it cannot be reached.
 * Rejects with a `LoginError` when Discord refuses; `onRefused` is told when it does so later on.
 */
export async function login(
  client: Client,
  token: string,
  {
    onUnreachable,
    onRefused,
  }: {
    onUnreachable: (reason: string) => void
    onRefused: (refusal: LoginError) => void
  },
): Promise<Client<true>> {
  await reach(client, token, onUnreachable)
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

/** Asks for the gateway's address until Discord answers. */
async function reach(
  { rest }: Client,
  token: string,
  onUnreachable: (reason: string) => void,
): Promise<void> {
  rest.setToken(token)
  for (let waitMs = retryMs.first; ; waitMs = Math.min(waitMs * 2, retryMs.most)) {
    try {
      await rest.get(Routes.gatewayBot())
      return
    } catch (error) {
      if (isWrongToken(error)) throw new LoginError(wrongToken)
      onUnreachable(describe(error))
      await sleep(waitMs)
    }
  }
}

function isWrongToken(error: unknown): boolean {
  const isMalformed =
    error instanceof DiscordjsError && error.code === DiscordjsErrorCodes.TokenInvalid
  return isMalformed || (error instanceof DiscordAPIError && error.status === 401)
}
