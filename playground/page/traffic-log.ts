import type { DiscordEvent, Exchange } from 'discord-sandbox'
import type { BucketLevel, Scene } from './protocol.ts'

/** So much is kept for those who open the page later. */
const mostScenes = 500

/** What happens between the bot and Discord, told briefly; the newest is kept. */
export class Scenes {
  readonly #startedAt = performance.now()
  readonly #kept: Scene[] = []

  get kept(): readonly Scene[] {
    return this.#kept
  }

  get nowMs(): number {
    return performance.now() - this.#startedAt
  }

  receive(event: DiscordEvent): Scene {
    const scene = sceneOf(event, this.#startedAt)
    this.#kept.push(scene)
    if (this.#kept.length > mostScenes) this.#kept.shift()
    return scene
  }
}

function sceneOf(event: DiscordEvent, startedAt: number): Scene {
  if (event.kind === 'exchange') return requestScene(event.exchange, startedAt)
  const atMs = event.at - startedAt
  if (event.kind === 'gateway') {
    const { action, code } = event
    return { kind: 'gateway', atMs, action, ...(code === undefined ? {} : { code }) }
  }
  return { kind: 'event', atMs, name: event.type }
}

function requestScene(exchange: Exchange, startedAt: number): Scene {
  const { method, path, status, faults, body } = exchange
  const bucket = bucketOf(exchange)
  const content = contentOf(body)
  return {
    kind: 'request',
    atMs: exchange.startedAt - startedAt,
    tookMs: exchange.endedAt - exchange.startedAt,
    method,
    path: withoutTokens(path),
    ...(status === undefined ? {} : { status }),
    faults,
    ...(bucket === undefined ? {} : { bucket }),
    ...(content === undefined ? {} : { contentLength: content.length }),
  }
}

/**
 * Whoever has an interaction's token may speak in the bot's name. It stands in its place also in a
 * path that no route has, as with a method that is not allowed.
 */
function withoutTokens(path: string): string {
  const parts = path.split('/')
  const hasToken = (part: string | undefined) => /^(?:webhooks|interactions)$/.test(decoded(part))
  return parts.map((part, index) => (hasToken(parts[index - 2]) ? '…' : part)).join('/')
}

function decoded(part = ''): string {
  try {
    return decodeURIComponent(part)
  } catch {
    // Not encoded as a path must be: it stands for itself.
    return part
  }
}

/** The bucket of the route, as the bot can know it. */
function bucketOf({ headers }: Exchange): BucketLevel | undefined {
  const read = (name: string) => Number(headers[`X-RateLimit-${name}`])
  const [limit, remaining, resetAfter] = [read('Limit'), read('Remaining'), read('Reset-After')]
  if (!Number.isFinite(limit) || !Number.isFinite(remaining) || !Number.isFinite(resetAfter)) {
    return undefined
  }
  return { limit, remaining, resetAfterMs: resetAfter * 1000 }
}

function contentOf(body: unknown): string | undefined {
  if (typeof body !== 'object' || body === null) return undefined
  const { content, data } = body as { readonly content?: unknown; readonly data?: unknown }
  return typeof content === 'string' ? content : contentOf(data)
}
