import { type DiscordEvent, Feed } from './feed.ts'
import { controlOf, type GatewayControl } from './gateway/control.ts'
import { Gateway } from './gateway/gateway.ts'
import { GatewayHosts } from './gateway/hosts.ts'
import type { Exchange } from './http/exchange.ts'
import { Pipeline } from './http/pipeline.ts'
import { RateLimits } from './http/rate-limits.ts'
import { Router } from './http/router.ts'
import { startHttp } from './http/server.ts'
import type { Json } from './json.ts'
import { commandsOf, serializeCommand } from './operations/commands.ts'
import { type WebhookMessage, webhookSay } from './operations/webhooks.ts'
import { allRoutes } from './routes/index.ts'
import type { MessageSnapshot, Ping } from './state/history.ts'
import { World } from './state/world.ts'
import { Timing } from './timing.ts'
import { Person } from './user-client/person.ts'
import {
  type Channel,
  channelView,
  type Interaction,
  interactionView,
  type Message,
  messageView,
  type Thread,
  threadView,
} from './views.ts'
import { type Guild, WorldBuilder } from './world-builder.ts'
import { Faults } from './world-faults.ts'

export interface DiscordOptions {
  /** Default 0: a free one. */
  readonly port?: number
  /** The kind of all buckets; default leaky, as Discord's message routes are. */
  readonly buckets?: 'leaky' | 'fixed'
  /** Added to each REST answer: one half before the request takes effect, one after. Default 0. */
  readonly roundTripMs?: number
  /** Every duration (bucket periods, the 3 s and 15 min of interactions, heartbeats) is divided by it. Default 1. */
  readonly speed?: number
  /** Requests of one bot. Default 50. */
  readonly globalPerSecond?: number
  /** Identifies that one bot may make in five seconds. Default 1, as for a small bot. */
  readonly maxConcurrency?: number
  /** Identifies that one bot may make in a day. Default 1,000. */
  readonly identifiesPerDay?: number
}

/** A Discord of one's own: real HTTP and WebSocket on loopback, everything in memory. */
export class Discord extends WorldBuilder {
  /** For `rest.api` of a client. */
  readonly apiUrl: string
  readonly faults: Faults
  readonly gateway: GatewayControl
  readonly #world: World
  readonly #sessions: Gateway
  readonly #feed: Feed
  readonly #stop: () => Promise<void>

  constructor(parts: {
    readonly apiUrl: string
    readonly world: World
    readonly sessions: Gateway
    readonly hosts: GatewayHosts
    readonly faults: Faults
    readonly feed: Feed
    readonly stop: () => Promise<void>
  }) {
    super(parts.world)
    this.apiUrl = parts.apiUrl
    this.faults = parts.faults
    this.gateway = controlOf(parts.sessions, parts.hosts)
    this.#world = parts.world
    this.#sessions = parts.sessions
    this.#feed = parts.feed
    this.#stop = parts.stop
  }

  /** Every HTTP request, in the order of the answers; the newest 20,000. */
  get exchanges(): readonly Exchange[] {
    return this.#feed.exchanges
  }

  /** Every 429 given, by a bucket or by a fault. */
  get rateLimited(): readonly Exchange[] {
    return this.#feed.exchanges.filter(({ status }) => status === 429)
  }

  get pings(): readonly Ping[] {
    return this.#world.history.pings
  }

  /** Returns the way to stop listening. */
  subscribe(listener: (event: DiscordEvent) => void): () => void {
    return this.#feed.subscribe(listener)
  }

  /** A person; or a bot other than the one under test, for what it says. */
  as(userId: string): Person {
    return new Person(this.#world, this.#sessions, userId)
  }

  /** What a webhook of this name says. */
  webhookSay(channelId: string, message: WebhookMessage): Message {
    const channel = this.#world.need('channels', channelId)
    return messageView(webhookSay(this.#world, channel, message))
  }

  /** As stored now, oldest first, ephemeral ones included. */
  messages(channelId: string): readonly Message[] {
    return this.#world.messagesOf(channelId).map(messageView)
  }

  message(messageId: string): Message | undefined {
    const message = this.#world.messages.get(messageId)
    return message && messageView(message)
  }

  /** Every state that a message has had, oldest first, its deletion included. */
  states(messageId: string): readonly MessageSnapshot[] {
    return this.#world.history.states(messageId)
  }

  channel(channelId: string): Channel | undefined {
    const channel = this.#world.channels.get(channelId)
    return channel && channelView(channel)
  }

  thread(threadId: string): Thread | undefined {
    const channel = this.#world.channels.get(threadId)
    return channel && threadView(channel)
  }

  /** In the order they were made, archived ones included. */
  threads(guildId: string): readonly Thread[] {
    return this.#world.threadsOf(guildId).flatMap((channel) => threadView(channel) ?? [])
  }

  channels(guildId: string): readonly Channel[] {
    const channels = this.#world.channelsOf(guildId)
    return channels.filter(({ thread }) => thread === undefined).map(channelView)
  }

  guild(guildId: string): Guild | undefined {
    return this.#world.guilds.get(guildId)
  }

  /** By its id or its token. */
  interaction(idOrToken: string): Interaction | undefined {
    const interaction = this.#world.interactions.get(idOrToken)
    return interaction && interactionView(interaction)
  }

  /** Commands as registered; without a guild the global ones. */
  commands(botId: string, guildId?: string): readonly Json[] {
    const application = this.#world.need('applications', botId)
    return commandsOf(application, guildId).map((command) => serializeCommand(application, command))
  }

  /**
   * Lets time go by at once (ms, not divided by `speed`): buckets fill, tokens and sessions grow old.
   * The times in `states`, `pings` and `exchanges` jump too.
   */
  skip(ms: number): void {
    this.#world.timing.skip(ms)
  }

  close(): Promise<void> {
    return this.#stop()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }
}

/** Resolves once clients can connect. */
export async function startDiscord(options: DiscordOptions = {}): Promise<Discord> {
  const timing = new Timing(options.speed)
  const world = new World(timing)
  const feed = new Feed(world)
  const faults = new Faults(world)
  const { maxConcurrency = 1, identifiesPerDay = 1_000 } = options
  const sessions = new Gateway(world, { maxConcurrency, perDay: identifiesPerDay }, (news) =>
    feed.publish({ kind: 'gateway', at: timing.now(), ...news }),
  )
  const limits = new RateLimits(timing, options.buckets ?? 'leaky', options.globalPerSecond ?? 50)
  const router = new Router(allRoutes(sessions, () => sessions.url))
  const { server, port } = await startHttp(world, new Pipeline(world, router, limits, faults), {
    port: options.port ?? 0,
    roundTripMs: options.roundTripMs ?? 0,
    onExchange: (exchange) => feed.record(exchange),
  })
  world.origin = `http://127.0.0.1:${port}`
  const hosts = new GatewayHosts(sessions)
  hosts.listen(server, world.origin)
  const stop = async () => {
    hosts.close()
    server.closeAllConnections()
    await new Promise<void>((resolve) => {
      server.close(() => resolve())
    })
  }
  return new Discord({ apiUrl: `${world.origin}/api`, world, sessions, hosts, faults, feed, stop })
}
