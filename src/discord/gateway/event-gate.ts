import { WebSocketShardEvents } from '@discordjs/ws'
import { type Client, Events, GatewayDispatchEvents } from 'discord.js'
import type { ShardEvent } from './shards.ts'

/** Dispatches that discord.js handles before it is ready. It queues the rest, where no error can be caught. */
const takenEarly: ReadonlySet<string> = new Set([
  GatewayDispatchEvents.Ready,
  GatewayDispatchEvents.Resumed,
  GatewayDispatchEvents.GuildCreate,
  GatewayDispatchEvents.GuildDelete,
  GatewayDispatchEvents.GuildMembersChunk,
  GatewayDispatchEvents.GuildMemberAdd,
  GatewayDispatchEvents.GuildMemberRemove,
])

/** Different faults that are told apart. */
const maxKinds = 1_000

export type OnEventFault = (event: string, error: unknown, isFirst: boolean) => void

/**
 * Between the gateway and discord.js. Holds dispatches back until the bot is ready, and keeps a fault in
 * one event from all others: a payload that discord.js or Platen cannot read must not end the process.
 */
export class EventGate {
  readonly #onFault: OnEventFault
  readonly #kinds = new Set<string>()
  /** Events that wait until the bot is ready; `undefined`: none waits any more. */
  #held: (() => void)[] | undefined = []

  constructor(onFault: OnEventFault) {
    this.#onFault = onFault
  }

  /** Lets events through once the client is ready and its own listeners have run. */
  open(client: Client): void {
    client.once(Events.ClientReady, () =>
      setImmediate(() => {
        const held = this.#held ?? []
        this.#held = undefined
        for (const pass of held) pass()
      }),
    )
  }

  deliver({ name, payload }: Pick<ShardEvent, 'name' | 'payload'>, emit: () => void): void {
    const type = name === WebSocketShardEvents.Dispatch ? dispatchName(payload) : undefined
    const pass = () => this.contain(type ?? name, emit)
    if (type === undefined || takenEarly.has(type) || this.#held === undefined) pass()
    else this.#held.push(pass)
  }

  /** Runs a task for an event, and reports its fault, now or later. */
  contain(event: string, task: () => unknown): void {
    try {
      const done = task()
      if (done instanceof Promise) done.catch((error: unknown) => this.#report(event, error))
    } catch (error) {
      this.#report(event, error)
    }
  }

  #report(event: string, error: unknown): void {
    const kind = `${event} ${error instanceof Error ? `${error.name} ${error.message}` : error}`
    const isFirst = !this.#kinds.has(kind) && this.#kinds.size < maxKinds
    if (isFirst) this.#kinds.add(kind)
    this.#onFault(event, error, isFirst)
  }
}

function dispatchName(payload: object): string {
  return 'data' in payload && isNamed(payload.data) ? payload.data.t : 'dispatch'
}

function isNamed(data: unknown): data is { readonly t: string } {
  return typeof data === 'object' && data !== null && 't' in data && typeof data.t === 'string'
}
