import { DiscordError } from '../errors.ts'
import { type Bucket, LeakyBucket } from '../limits.ts'
import type { MessageState } from '../state/entities.ts'
import type { World } from '../state/world.ts'

const oldMs = 3_600_000
const oldEdits = { limit: 3, periodMs: 6000 }

const buckets = new WeakMap<World, Map<string, Bucket>>()

/** Messages older than an hour share a smaller budget per channel. Throws 30046. */
export function refuseManyOldEdits(world: World, message: MessageState): void {
  const { timing } = world
  const now = timing.now()
  if (now - message.createdAtMs <= timing.scale(oldMs)) return
  const ofWorld = buckets.get(world) ?? new Map<string, Bucket>()
  buckets.set(world, ofWorld)
  const bucket =
    ofWorld.get(message.channelId) ??
    new LeakyBucket(oldEdits.limit, timing.scale(oldEdits.periodMs))
  ofWorld.set(message.channelId, bucket)
  const { allowed, retryAfterMs } = bucket.take(now)
  if (!allowed) throw new DiscordError('tooManyOldEdits', undefined, retryAfterMs)
}
