import type { IShardingStrategy, WebSocketManager } from '@discordjs/ws'
import {
  Client,
  GatewayIntentBits,
  Options,
  Partials,
  type RateLimitData,
  REST,
  type RESTOptions,
} from 'discord.js'
import type { GlobalRateLimit } from '../../core/rate-limit/global-limit.ts'
import { RateLimitTap } from './rate-limit-headers.ts'
import type { RequestGuard } from './request-guard.ts'

/** The ways to Discord's REST API. */
export interface DiscordApi {
  /** Requests as the bot. */
  readonly rest: REST
  /** Requests by an interaction token. */
  readonly interactions: REST
  readonly rateLimits: RateLimitTap
}

export interface DiscordParts {
  readonly globalLimit: GlobalRateLimit
  readonly guard: RequestGuard
  readonly buildShards: (manager: WebSocketManager) => IShardingStrategy
}

/** A client that is not logged in yet, with small caches, and its ways to the REST API. */
export function createDiscord(
  { apiUrl, readsMessages }: { readonly apiUrl: string; readonly readsMessages: boolean },
  { globalLimit, guard, buildShards }: DiscordParts,
): { readonly client: Client; readonly api: DiscordApi } {
  const rateLimits = new RateLimitTap(globalLimit, guard.makeRequest)
  const rest: Partial<RESTOptions> = {
    api: apiUrl,
    rejectOnRateLimit: isRejectedOnRateLimit,
    makeRequest: rateLimits.makeRequest,
    // `GlobalRateLimit` keeps the 50 per second; discord.js counts requests that Discord does not count.
    globalRequestsPerSecond: Number.POSITIVE_INFINITY,
  }
  const client: Client = new Client({
    intents: [
      GatewayIntentBits.Guilds,
      GatewayIntentBits.GuildMessages,
      GatewayIntentBits.DirectMessages,
      ...(readsMessages ? [GatewayIntentBits.MessageContent] : []),
    ],
    rest,
    ws: { buildStrategy: buildShards },
    // Direct messages arrive without their channel.
    partials: [Partials.Channel],
    allowedMentions: { parse: [] },
    makeCache: Options.cacheWithLimits({
      ...Options.DefaultMakeCacheSettings,
      // `src/discord/history` keeps what conversations need.
      MessageManager: 0,
      ReactionManager: 0,
      ReactionUserManager: 0,
      PresenceManager: 0,
      VoiceStateManager: 0,
      ThreadMemberManager: 0,
      GuildEmojiManager: 0,
      GuildStickerManager: 0,
      GuildScheduledEventManager: 0,
      StageInstanceManager: 0,
      AutoModerationRuleManager: 0,
      GuildBanManager: 0,
      GuildInviteManager: 0,
      GuildMemberManager: { maxSize: 100, keepOverLimit: ({ id }) => id === client.user?.id },
      UserManager: { maxSize: 100, keepOverLimit: ({ id }) => id === client.user?.id },
    }),
  })
  const interactions = new REST({
    ...rest,
    // A repeated follow-up would be a second message: the sender decides what to repeat.
    retries: 0,
  })
  return { client, api: { rest: client.rest, interactions, rateLimits } }
}

/**
 * Whether a rate-limited request is rejected at once instead of waiting in the queue of discord.js.
 * There its text would grow old and hold up later requests. The sender waits and sends the newest text.
 */
function isRejectedOnRateLimit({ method, route }: RateLimitData): boolean {
  const isPage =
    route.startsWith('/webhooks/') ||
    route === '/channels/:id/messages' ||
    route === '/channels/:id/messages/:id'
  const isThread = route.endsWith('/threads')
  const isTyping = route.endsWith('/typing')
  const hasText = ['POST', 'PATCH'].includes(method.toUpperCase())
  return hasText && (isPage || isThread || isTyping)
}
