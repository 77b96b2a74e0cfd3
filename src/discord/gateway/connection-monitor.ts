import { WebSocketShardEvents } from '@discordjs/ws'
import { GatewayCloseCodes } from 'discord.js'
import type { Clock } from '../../core/clock.ts'
import type { ShardEvent } from './shards.ts'

/** A heartbeat is late when the one before was acknowledged longer ago, in milliseconds. */
const heartbeatLateMs = 90_000

export interface ConnectionLog {
  info(details: object, message: string): void
  warn(details: object, message: string): void
}

interface ShardState {
  lostAt: number | undefined
  /** Whether it was ever connected. */
  wasReady: boolean
  acknowledgedAt: number
  /** Why the connection ends or cannot be made, as far as @discordjs/ws tells. */
  reason: string | undefined
  /** Whether the log has a line that the current attempts fail. */
  isFailureLogged: boolean
}

/** Knows which shards are connected. Logs each loss and each return once, with its reason and time. */
export class ConnectionMonitor {
  readonly #clock: Clock
  readonly #log: ConnectionLog
  readonly #shards = new Map<number, ShardState>()
  readonly #startMs: number
  /** Shard milliseconds without connection, of outages that are over. */
  #lostMs = 0

  constructor(clock: Clock, log: ConnectionLog) {
    this.#clock = clock
    this.#log = log
    this.#startMs = clock.now()
  }

  /** Whether every shard is ready and its heartbeats are acknowledged. */
  get isConnected(): boolean {
    const late = this.#clock.now() - heartbeatLateMs
    const states = [...this.#shards.values()]
    return (
      states.length > 0 &&
      states.every(({ lostAt, acknowledgedAt }) => lostAt === undefined && acknowledgedAt > late)
    )
  }

  /** Seconds without connection since the process started, summed over the shards. */
  get disconnectedSeconds(): number {
    const now = this.#clock.now()
    const open = [...this.#shards.values()].reduce(
      (sum, { lostAt }) => sum + (lostAt === undefined ? 0 : now - lostAt),
      0,
    )
    return (this.#lostMs + open) / 1_000
  }

  /** Takes an event of a shard. */
  observe({ shardId, name, payload }: ShardEvent): void {
    const shard = this.#shard(shardId)
    switch (name) {
      case WebSocketShardEvents.Ready:
      case WebSocketShardEvents.Resumed:
        this.#onEstablished(shardId, shard, name === WebSocketShardEvents.Resumed)
        return
      case WebSocketShardEvents.Closed:
        this.#onClosed(shardId, shard, 'code' in payload ? Number(payload.code) : 0)
        return
      case WebSocketShardEvents.HeartbeatComplete:
        shard.acknowledgedAt = this.#clock.now()
        return
      case WebSocketShardEvents.Error:
        if ('error' in payload && payload.error instanceof Error)
          shard.reason = payload.error.message
        return
      case WebSocketShardEvents.Debug:
        shard.reason = reasonIn(payload) ?? shard.reason
    }
  }

  #shard(id: number): ShardState {
    const known = this.#shards.get(id)
    if (known !== undefined) return known
    const state: ShardState = {
      lostAt: this.#startMs,
      wasReady: false,
      acknowledgedAt: 0,
      reason: undefined,
      isFailureLogged: false,
    }
    this.#shards.set(id, state)
    return state
  }

  #onEstablished(shard: number, state: ShardState, isResumed: boolean): void {
    const now = this.#clock.now()
    state.acknowledgedAt = now
    state.reason = undefined
    state.isFailureLogged = false
    if (state.lostAt === undefined) return
    const afterMs = Math.round(now - state.lostAt)
    this.#lostMs += now - state.lostAt
    state.lostAt = undefined
    const session = isResumed ? 'resumed' : 'new'
    if (state.wasReady) this.#log.info({ shard, afterMs, session }, 'connected to Discord again')
    state.wasReady = true
  }

  #onClosed(shard: number, state: ShardState, code: number): void {
    const reason = state.reason ?? GatewayCloseCodes[code]
    if (state.lostAt === undefined) {
      state.lostAt = this.#clock.now()
      this.#log.warn({ shard, code, reason }, 'the connection to Discord was lost')
    } else if (!state.isFailureLogged) {
      state.isFailureLogged = true
      this.#log.warn({ shard, code, reason }, 'Discord cannot be reached; trying again')
    }
  }
}

/** @discordjs/ws tells why it closes a connection only in its debug messages. */
function reasonIn(payload: object): string | undefined {
  if (!('message' in payload) || typeof payload.message !== 'string') return undefined
  return /^Destroying shard\n\tReason: (?!none\n)([^\n]+)/.exec(payload.message)?.[1]
}
