import { compareIds } from '../snowflake.ts'
import type { ChannelState, MessageState } from '../state/entities.ts'
import type { World } from '../state/world.ts'

/** `before` and `after` exclude their message, `around` includes it. Newest first, as Discord lists. */
export function listMessages(
  world: World,
  channel: ChannelState,
  page: {
    readonly limit: number
    readonly before?: string
    readonly after?: string
    readonly around?: string
  },
): MessageState[] {
  const { limit, before, after, around } = page
  const ids = channel.messageIds
  const firstFrom = (id: string) => {
    const index = ids.findIndex((one) => compareIds(one, id) >= 0)
    return index === -1 ? ids.length : index
  }
  let start = Math.max(0, ids.length - limit)
  let end = ids.length
  if (around !== undefined) {
    start = Math.max(0, firstFrom(around) - Math.floor(limit / 2))
    end = start + limit
  } else if (after !== undefined) {
    const index = firstFrom(after)
    start = ids[index] === after ? index + 1 : index
    end = start + limit
  } else if (before !== undefined) {
    end = firstFrom(before)
    start = Math.max(0, end - limit)
  }
  return ids
    .slice(start, end)
    .toReversed()
    .flatMap((id) => world.messages.get(id) ?? [])
}
