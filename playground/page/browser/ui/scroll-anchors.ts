import type { Client } from '../client.ts'
import { ScrollKeeper } from './scroll-anchor.ts'

/** By who looks, and where. */
const keepers = new Map<string, ScrollKeeper>()

/** What keeps the list of messages of this channel where the person reads. */
export function keeperOf(client: Client, channelId: string): ScrollKeeper {
  const key = `${client.store.me?.id} ${channelId}`
  const known = keepers.get(key)
  if (known !== undefined) return known
  const { messages } = client.store
  const keeper = new ScrollKeeper({
    beginning() {
      const isLoaded = (messages.of(channelId)?.length ?? 0) > 0
      if (isLoaded) void client.attempt(channelId, () => client.loadOlder(channelId))
    },
    end() {
      if (messages.forgetOld(channelId)) client.changed()
    },
    change: () => client.changed(),
  })
  keepers.set(key, keeper)
  return keeper
}

/** For those who have just said something: they want to see it. */
export function goToEnd(client: Client, channelId: string): void {
  keeperOf(client, channelId).goToEnd()
}
