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
import { requestsWithin } from './rate-limit-headers.ts'

/** The two ways to Discord: the bot's own, and the one for the tokens of interactions. */
export interface Discord {
  readonly client: Client
  /** For requests by the token of an interaction. */
  readonly interactions: REST
}

/** A client that is not logged in yet, with caches only as large as this bot needs. */
export function createDiscord(
  { apiUrl, readsMessages }: { readonly apiUrl: string; readonly readsMessages: boolean },
  globalLimit: GlobalRateLimit,
): Discord {
  const rest: Partial<RESTOptions> = {
    api: apiUrl,
    rejectOnRateLimit: comesBack,
    makeRequest: requestsWithin(globalLimit),
    // The share keeps to Discord's limit; discord.js would count what Discord does not count.
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
    // A direct message comes without its channel.
    partials: [Partials.Channel],
    allowedMentions: { parse: [] },
    makeCache: Options.cacheWithLimits({
      ...Options.DefaultMakeCacheSettings,
      // Conversations are read from Discord when they are needed.
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
    // A repeated follow-up would be a second message: who sends decides what may be repeated.
    retries: 0,
  })
  return { client, interactions }
}

/**
 * Whether a request that meets a rate limit comes back at once instead of sleeping in the queue of
 * discord.js: there its text would grow old, and hold up what stands behind it. The sender knows
 * how long to wait and takes the newest text then.
 */
function comesBack({ method, route }: RateLimitData): boolean {
  const isPage =
    route.startsWith('/webhooks/') ||
    route === '/channels/:id/messages' ||
    route === '/channels/:id/messages/:id'
  const isThread = route.endsWith('/threads')
  const isTyping = route.endsWith('/typing')
  const hasText = ['POST', 'PATCH'].includes(method.toUpperCase())
  return hasText && (isPage || isThread || isTyping)
}
