import type { Client } from '../client.ts'
import { ScrollAnchor } from './scroll-anchor.ts'

/** By person and channel. */
const anchors = new Map<string, ScrollAnchor>()

export function scrollAnchorOf(client: Client, channelId: string): ScrollAnchor {
  const key = `${client.store.me?.id} ${channelId}`
  const known = anchors.get(key)
  if (known !== undefined) return known
  const { messages } = client.store
  const anchor = new ScrollAnchor({
    beginning() {
      const isLoaded = (messages.of(channelId)?.length ?? 0) > 0
      if (isLoaded) void client.attempt(channelId, () => client.loadOlder(channelId))
    },
    end() {
      if (messages.forgetOld(channelId)) client.changed()
    },
    change: () => client.changed(),
  })
  anchors.set(key, anchor)
  return anchor
}

/** After somebody has sent something, they want to see it. */
export function goToEnd(client: Client, channelId: string): void {
  scrollAnchorOf(client, channelId).goToEnd()
}
