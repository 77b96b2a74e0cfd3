import type { GatewayNews } from './gateway/gateway.ts'
import type { Exchange } from './http/exchange.ts'
import type { Json } from './json.ts'
import type { World } from './state/world.ts'

/** Times are milliseconds of `performance.now()`. */
export type DiscordEvent =
  | { readonly kind: 'exchange'; readonly exchange: Exchange }
  | {
      readonly kind: 'dispatch'
      readonly at: number
      readonly type: string
      readonly guildId: string | undefined
      readonly channelId: string | undefined
      /** As somebody gets it who may see everything. */
      readonly data: Json
    }
  | ({ readonly kind: 'gateway'; readonly at: number } & GatewayNews)

/** The newest so many are kept. */
const exchangesKept = 20_000

/** Everything that happens, for whoever looks on. */
export class Feed {
  readonly exchanges: Exchange[] = []
  readonly #listeners = new Set<(event: DiscordEvent) => void>()

  constructor(world: World) {
    world.onDispatch(({ type, guildId, channelId, data }) => {
      this.publish({ kind: 'dispatch', at: world.timing.now(), type, guildId, channelId, data })
    })
  }

  subscribe(listener: (event: DiscordEvent) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  publish(event: DiscordEvent): void {
    for (const listener of this.#listeners) listener(event)
  }

  record(exchange: Exchange): void {
    this.exchanges.push(exchange)
    if (this.exchanges.length > exchangesKept) this.exchanges.shift()
    this.publish({ kind: 'exchange', exchange })
  }
}
