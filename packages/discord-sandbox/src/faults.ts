import type { Json } from './json.ts'

/** Which requests a fault is for. Everything given must fit. */
export interface Match {
  readonly method?: string
  /** A route as written in `Exchange.route`, or a pattern for the path as it was sent. */
  readonly route?: string | RegExp
  readonly body?: (body: unknown) => boolean
  /** Number of matching requests that pass first. Default 0. */
  readonly skip?: number
  /** Number of requests that the fault hits. Default 1. */
  readonly times?: number
}

export interface Fault {
  /** Requests hit so far. */
  readonly hits: number
  remove(): void
}

export type When = 'before' | 'after'

export interface RateLimitFault {
  readonly retryAfterMs: number
  readonly scope?: 'user' | 'global' | 'shared'
  /** Only the headers name the wait, only the body does, or there is only Cloudflare's HTML page. */
  readonly form?: 'headers' | 'body' | 'html'
}

/** What is done to a request that was hit. */
export type Effect =
  | { readonly kind: 'status'; readonly status: number; readonly body: Json | string | undefined }
  | { readonly kind: 'drop'; readonly when: When }
  | { readonly kind: 'delay'; readonly when: When; readonly ms: number }
  | ({ readonly kind: 'rateLimit' } & RateLimitFault)
  | { readonly kind: 'headers'; readonly headers: Readonly<Record<string, string>> | 'none' }
  | { readonly kind: 'run'; readonly when: When; readonly action: () => void }

export interface FaultyRequest {
  readonly method: string
  readonly path: string
  readonly route: string
  readonly body: unknown
}

interface Planted {
  readonly match: Match
  readonly effect: Effect
  seen: number
  hits: number
}

/** Misfortunes of HTTP, planted beforehand. "Before" and "after" are about the request taking effect. */
export class HttpFaults {
  readonly #planted = new Set<Planted>()

  /** Answers this instead. A text body goes out as HTML. */
  status(match: Match, status: number, body?: Json | string): Fault {
    return this.#plant(match, { kind: 'status', status, body })
  }

  /** Destroys the connection without an answer. */
  drop(match: Match, when: When): Fault {
    return this.#plant(match, { kind: 'drop', when })
  }

  delay(match: Match, ms: number, when: When = 'before'): Fault {
    return this.#plant(match, { kind: 'delay', ms, when })
  }

  /** A 429 that no bucket asked for. */
  rateLimit(match: Match, limit: RateLimitFault): Fault {
    return this.#plant(match, { kind: 'rateLimit', ...limit })
  }

  /** The answer is right, its rate-limit headers are these instead, or missing. */
  wrongHeaders(match: Match, headers: Readonly<Record<string, string>> | 'none'): Fault {
    return this.#plant(match, { kind: 'headers', headers })
  }

  /** Runs the action around the request: the way to let the world change at the worst moment. */
  run(match: Match, when: When, action: () => void): Fault {
    return this.#plant(match, { kind: 'run', when, action })
  }

  /** Takes back what was planted. */
  removeAll(): void {
    this.#planted.clear()
  }

  /** Counts the request against every fault it fits and returns what is to be done to it. */
  take(request: FaultyRequest): readonly Effect[] {
    return [...this.#planted].flatMap((planted) => {
      if (!fits(planted.match, request)) return []
      planted.seen += 1
      const { skip = 0, times = 1 } = planted.match
      if (planted.seen <= skip || planted.hits >= times) return []
      planted.hits += 1
      return [planted.effect]
    })
  }

  #plant(match: Match, effect: Effect): Fault {
    const planted: Planted = { match, effect, seen: 0, hits: 0 }
    this.#planted.add(planted)
    return {
      get hits() {
        return planted.hits
      },
      remove: () => {
        this.#planted.delete(planted)
      },
    }
  }
}

function fits({ method, route, body }: Match, request: FaultyRequest): boolean {
  if (method !== undefined && method !== request.method) return false
  if (typeof route === 'string' && route !== request.route) return false
  if (route instanceof RegExp && !route.test(request.path)) return false
  return body === undefined || body(request.body)
}
