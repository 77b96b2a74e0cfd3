import type { MessageState } from '../state/entities.ts'
import type { World } from '../state/world.ts'

/** "The past few minutes" of Discord's documentation. */
const rememberedMs = 5 * 60_000

const remembered = new WeakMap<World, Map<string, MessageState>>()

/** The message that this author made in this channel with the same nonce not long ago. */
export function repeatedNonce(
  world: World,
  authorId: string,
  channelId: string,
  nonce: string | number | undefined,
): MessageState | undefined {
  const message = remembered.get(world)?.get(`${authorId} ${channelId} ${nonce}`)
  if (nonce === undefined || message === undefined) return undefined
  const ageMs = world.timing.now() - message.createdAtMs
  return ageMs <= world.timing.scale(rememberedMs) ? message : undefined
}

export function rememberNonce(world: World, authorId: string, message: MessageState): void {
  if (message.nonce === undefined) return
  const messages = remembered.get(world) ?? new Map<string, MessageState>()
  remembered.set(world, messages)
  messages.set(`${authorId} ${message.channelId} ${message.nonce}`, message)
}
