import type { Discord, DiscordEvent } from 'discord-sandbox'
import { type LagSample, LagWatch, type ModelEvent } from 'freshness'
import type { LagPoint } from './page/protocol.ts'
import type { LagSource } from './page/source.ts'

/** Interval of the measurements. */
const everyMs = 250
/** How many points are kept for browsers that connect later. */
const maxPoints = 600

export interface LagFeed extends LagSource {
  close(): void
}

interface Model {
  subscribe(listener: (event: ModelEvent) => void): () => void
}

/** Measures how far the bot's answers lag behind the model. */
export function followLag(discord: Discord, model: Model, botId: string): LagFeed {
  const watch = new LagWatch()
  const listeners = new Set<(points: readonly LagPoint[]) => void>()
  const newest: LagPoint[] = []
  const stops = [
    model.subscribe((event) => watch.model(event)),
    discord.subscribe((event) => note(watch, event, botId)),
  ]
  const timer = setInterval(() => {
    const points = watch.tick(performance.now()).map(pointOf)
    if (points.length === 0) return
    newest.push(...points)
    newest.splice(0, newest.length - maxPoints)
    for (const listener of listeners) listener(points)
  }, everyMs)
  return {
    newest,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close() {
      clearInterval(timer)
      for (const stop of stops) stop()
    },
  }
}

function pointOf({ answer, atMs, meanLagMs, boundMs }: LagSample): LagPoint {
  return { answer, atMs, meanLagMs, boundMs }
}

function note(watch: LagWatch, event: DiscordEvent, botId: string): void {
  if (event.kind === 'exchange') watch.exchange(event.exchange)
  if (event.kind !== 'dispatch' || !/^MESSAGE_(?:CREATE|UPDATE)$/.test(event.type)) return
  const { id, channel_id, content, author } = event.data as {
    readonly id: string
    readonly channel_id: string
    readonly content: string
    readonly author: { readonly id: string }
  }
  if (author.id !== botId) return
  watch.message({ messageId: id, channelId: channel_id, content, atMs: event.at })
}
