import type { DiscordEvent, Exchange } from 'discord-sandbox'
import type { BucketLevel, TrafficEntry } from './protocol.ts'

/** So much is kept for those who open the page later. */
const maxEntries = 500

/** What happens between the bot and Discord, told briefly; the newest is kept. */
export class TrafficLog {
  readonly #startedAt = performance.now()
  readonly #entries: TrafficEntry[] = []

  get entries(): readonly TrafficEntry[] {
    return this.#entries
  }

  get nowMs(): number {
    return performance.now() - this.#startedAt
  }

  receive(event: DiscordEvent): TrafficEntry {
    const entry = entryOf(event, this.#startedAt)
    this.#entries.push(entry)
    if (this.#entries.length > maxEntries) this.#entries.shift()
    return entry
  }
}

function entryOf(event: DiscordEvent, startedAt: number): TrafficEntry {
  if (event.kind === 'exchange') return requestEntry(event.exchange, startedAt)
  const atMs = event.at - startedAt
  if (event.kind === 'gateway') {
    const { action, code } = event
    return { kind: 'gateway', atMs, action, ...(code === undefined ? {} : { code }) }
  }
  return { kind: 'event', atMs, name: event.type }
}

function requestEntry(exchange: Exchange, startedAt: number): TrafficEntry {
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
