import { Collection } from '@discordjs/collection'
import {
  type FetchingStrategyOptions,
  type IContextFetchingStrategy,
  type IShardingStrategy,
  managerToFetchingStrategyOptions,
  type SessionInfo,
  SimpleIdentifyThrottler,
  type WebSocketManager,
  WebSocketShard,
  type WebSocketShardDestroyOptions,
  WebSocketShardEvents,
  WebSocketShardStatus,
} from '@discordjs/ws'
import type { GatewaySendPayload } from 'discord.js'
import type { Clock } from '../../core/clock.ts'
import type { IdentifyBudget } from './identify-budget.ts'
import { ReconnectPlan } from './reconnect-plan.ts'

/** Longest time for TCP, TLS and the upgrade, in milliseconds. */
const handshakeMs = 6_000

/**
 * Longest time until HELLO, in milliseconds. Longer than the handshake's: @discordjs/ws takes its error
 * listener off a socket that is too late, and the handshake's own timeout would end the process.
 */
const helloMs = 10_000

/** A connection that ended without a closing frame (RFC 6455, 7.4.1). */
const abnormalClosure = 1006

const unfinished = [WebSocketShardStatus.Connecting, WebSocketShardStatus.Resuming]

/** Longest silence after RESUME before RESUMED or a replayed event. */
const resumeMs = 10_000

export interface ShardOptions {
  readonly clock: Clock
  readonly budget: IdentifyBudget
  /** Passes an event on to discord.js. Never throws. */
  readonly deliver: (event: ShardEvent, emit: () => void) => void
}

/** An event of a shard; `type` is a dispatch's own name. */
export interface ShardEvent {
  readonly shardId: number
  readonly name: WebSocketShardEvents
  readonly payload: object
}

/**
 * The shards of this process, in place of the strategy of @discordjs/ws, which resumes for ever where a
 * session's own host (`resume_gateway_url`) fails or is silent, and identifies without a brake.
 */
export class ReconnectingShards implements IShardingStrategy {
  readonly #manager: WebSocketManager
  readonly #options: ShardOptions
  readonly #slots = new Collection<number, ShardSlot>()

  constructor(manager: WebSocketManager, options: ShardOptions) {
    this.#manager = manager
    this.#options = options
  }

  async spawn(shardIds: number[]): Promise<void> {
    const settings = {
      ...(await managerToFetchingStrategyOptions(this.#manager)),
      handshakeTimeout: handshakeMs,
      helloTimeout: helloMs,
    }
    this.#options.budget.learn(settings.gatewayInformation)
    const { max_concurrency } = settings.gatewayInformation.session_start_limit
    const throttler = new SimpleIdentifyThrottler(max_concurrency)
    for (const id of shardIds) {
      const parts = { manager: this.#manager, settings, throttler, ...this.#options }
      this.#slots.set(id, new ShardSlot(id, parts))
    }
  }

  /** Begins to connect. Every failure leads to another attempt, so nothing is waited for. */
  connect(): void {
    for (const slot of this.#slots.values()) slot.connect()
  }

  async destroy(options?: Omit<WebSocketShardDestroyOptions, 'recover'>): Promise<void> {
    const slots = [...this.#slots.values()]
    this.#slots.clear()
    await Promise.all(slots.map((slot) => slot.destroy(options)))
  }

  async send(shardId: number, payload: GatewaySendPayload): Promise<void> {
    await this.#slots.get(shardId)?.send(payload)
  }

  fetchStatus(): Collection<number, WebSocketShardStatus> {
    return this.#slots.mapValues(({ status }) => status)
  }
}

interface SlotParts extends ShardOptions {
  readonly manager: WebSocketManager
  readonly settings: FetchingStrategyOptions
  readonly throttler: SimpleIdentifyThrottler
}

/** One shard. A connection that hangs where @discordjs/ws waits for ever is replaced by a new one. */
class ShardSlot {
  readonly #id: number
  readonly #parts: SlotParts
  readonly #plan = new ReconnectPlan()
  readonly #destroyed = new AbortController()
  #shard: WebSocketShard
  #hasIdentified = false
  /** Whether the current attempt resumes a session. */
  #resumes = false
  #lastSignMs = 0

  constructor(id: number, parts: SlotParts) {
    this.#id = id
    this.#parts = parts
    this.#shard = this.#newShard()
  }

  get status(): WebSocketShardStatus {
    return this.#shard.status
  }

  connect(): void {
    void this.#shard.connect().catch(() => {
      // The failure comes as an event, too, and leads to the next attempt.
    })
  }

  async destroy(options?: Omit<WebSocketShardDestroyOptions, 'recover'>): Promise<void> {
    this.#destroyed.abort()
    await this.#shard.destroy(options)
  }

  async send(payload: GatewaySendPayload): Promise<void> {
    await this.#shard.send(payload)
  }

  #newShard(): WebSocketShard {
    const context: IContextFetchingStrategy = {
      options: this.#parts.settings,
      retrieveSessionInfo: (id) =>
        shard.status === WebSocketShardStatus.Idle
          ? this.#beforeConnecting()
          : this.#parts.manager.options.retrieveSessionInfo(id),
      updateSessionInfo: (id, session) => {
        if (this.#shard === shard) return this.#parts.manager.options.updateSessionInfo(id, session)
      },
      waitForIdentify: (id, signal) => this.#beforeIdentify(id, signal),
    }
    const shard = new WebSocketShard(context, this.#id)
    for (const name of Object.values(WebSocketShardEvents)) {
      shard.on(name, (payload: object = {}) => {
        if (this.#shard === shard) this.#onEvent(name, payload)
      })
    }
    return shard
  }

  /** Waits until the next connection may be tried. Gives the session to resume, if any. */
  async #beforeConnecting(): Promise<SessionInfo | null> {
    const { clock, budget, manager } = this.#parts
    const { signal } = this.#destroyed
    const session = await manager.options.retrieveSessionInfo(this.#id)
    const { waitMs, resumes } = this.#plan.next(clock.now(), session !== null)
    await clock.sleep(waitMs, signal)
    if (!resumes) await budget.wait(!this.#hasIdentified, signal)
    // There is no other way to keep a destroyed shard from connecting.
    if (signal.aborted) return new Promise<never>(() => undefined)
    this.#resumes = resumes
    if (!resumes && session !== null) await manager.options.updateSessionInfo(this.#id, null)
    return resumes ? session : null
  }

  async #beforeIdentify(id: number, signal: AbortSignal): Promise<void> {
    await this.#parts.throttler.waitForIdentify(id, signal)
    this.#hasIdentified = true
    this.#parts.budget.spend()
    this.#plan.onIdentify(this.#parts.clock.now())
  }

  #onEvent(name: WebSocketShardEvents, payload: object): void {
    const { clock, deliver } = this.#parts
    if (name === WebSocketShardEvents.Hello || name === WebSocketShardEvents.Dispatch) {
      this.#lastSignMs = clock.now()
    }
    if (name === WebSocketShardEvents.Hello && this.#resumes) void this.#watchResume()
    if (name === WebSocketShardEvents.Ready || name === WebSocketShardEvents.Resumed) {
      this.#plan.onEstablished(clock.now())
    }
    const { manager } = this.#parts
    // The events of a shard are those of its manager, with the shard's id.
    const emit = manager.emit.bind(manager) as (name: string, payload: object) => boolean
    const shardId = this.#id
    deliver({ shardId, name, payload }, () => emit(name, { ...payload, shardId }))
  }

  /** Gives the session up when Discord neither resumes it nor replays events, and connects anew. */
  async #watchResume(): Promise<void> {
    const { clock, manager } = this.#parts
    const shard = this.#shard
    const isResuming = () => this.#shard === shard && unfinished.includes(shard.status)
    for (let silentMs = 0; silentMs < resumeMs; silentMs = clock.now() - this.#lastSignMs) {
      await clock.sleep(resumeMs - silentMs, this.#destroyed.signal)
      if (!isResuming() || this.#destroyed.signal.aborted) return
    }
    await manager.options.updateSessionInfo(this.#id, null)
    this.#shard = this.#newShard()
    this.#onEvent(WebSocketShardEvents.Closed, { code: abnormalClosure })
    this.connect()
    // Waits for a closing handshake that may never come.
    await shard.destroy({ reason: 'The session was not resumed' })
  }
}
