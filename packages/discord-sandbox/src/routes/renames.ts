import { DiscordError } from '../errors.ts'
import { type Bucket, FixedBucket } from '../limits.ts'
import type { ChannelState } from '../state/entities.ts'
import type { World } from '../state/world.ts'

const renames = { limit: 2, periodMs: 10 * 60_000 }

const buckets = new WeakMap<World, Map<string, Bucket>>()

/**
 * A channel or thread gets two new names in ten minutes, and two new topics. The bucket headers do not show
 * this limit. Throws 429.
 */
export function refuseManyRenames(
  world: World,
  channel: ChannelState,
  changes: { readonly name?: unknown; readonly topic?: unknown },
): void {
  const { timing } = world
  const ofWorld = buckets.get(world) ?? new Map<string, Bucket>()
  buckets.set(world, ofWorld)
  for (const field of ['name', 'topic'] as const) {
    if (changes[field] === undefined) continue
    const key = `${channel.id} ${field}`
    const bucket =
      ofWorld.get(key) ?? new FixedBucket(renames.limit, timing.scale(renames.periodMs))
    ofWorld.set(key, bucket)
    const { allowed, retryAfterMs } = bucket.take(timing.now())
    if (!allowed) throw new DiscordError('tooManyRenames', undefined, retryAfterMs)
  }
}
