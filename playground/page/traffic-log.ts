import type { DiscordEvent, Exchange } from 'discord-sandbox'
import type { BucketLevel, TrafficEntry } from './protocol.ts'

/** How many entries are kept for browsers that connect later. */
const maxEntries = 500

/** A short record of the traffic between the bot and Discord. Keeps the newest entries. */
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
 * Hides interaction tokens: with one, anybody can post as the bot. It splits the path itself,
 * because a request that matches no route can contain a token too.
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
    // The part is not valid percent-encoding, so it is compared as it is.
    return part
  }
}

/** The route's bucket, as the response headers describe it to the bot. */
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
