import { createHash } from 'node:crypto'
import type { Json } from '../json.ts'
import { type Bucket, FixedBucket, LeakyBucket, type Verdict } from '../limits.ts'
import type { Timing } from '../timing.ts'

/** A route's bucket. Sizes and keys are what bot authors have measured: Discord publishes none. */
export interface LimitRule {
  /** Routes of one group share the hash in the headers. */
  readonly group: string
  /** Counters of their own under the same hash; absent: the group counts together. */
  readonly counter?: string
  readonly limit?: number
  readonly periodMs?: number
  /** The parameters whose values have buckets of their own; default: the major parameters. */
  readonly per?: readonly string[]
}

const majorParameters = ['channel', 'guild', 'webhook', 'token']
const generousLimit = { limit: 100, periodMs: 10_000 }

/** A refusal, or the headers of an answer that may go on. */
export interface Ruling {
  readonly headers: Readonly<Record<string, string>>
  readonly refusal: Json | undefined
}

export class RateLimits {
  readonly #buckets = new Map<string, Bucket>()
  readonly #globals = new Map<string, FixedBucket>()
  readonly #timing: Timing
  readonly #kind: 'leaky' | 'fixed'
  readonly #globalPerSecond: number

  constructor(timing: Timing, kind: 'leaky' | 'fixed', globalPerSecond: number) {
    this.#timing = timing
    this.#kind = kind
    this.#globalPerSecond = globalPerSecond
  }

  /** `owner`: whose budget it is, a bot or a secret in the path. `parameters` of the path. */
  rule(
    owner: string,
    rule: LimitRule | null,
    parameters: Readonly<Record<string, string>>,
    countsGlobally: boolean,
  ): Ruling {
    const now = this.#timing.now()
    const everything = countsGlobally ? this.#global(owner) : undefined
    const waitMs = everything?.waitMs(now) ?? 0
    if (waitMs > 0) return refuse(waitMs, 'global', {})
    const own = rule === null ? undefined : this.#take(owner, rule, parameters, now)
    if (own !== undefined && !own.verdict.allowed) {
      return refuse(own.verdict.retryAfterMs, 'user', own.headers)
    }
    everything?.take(now)
    return { headers: own?.headers ?? {}, refusal: undefined }
  }

  #take(
    owner: string,
    rule: LimitRule,
    parameters: Readonly<Record<string, string>>,
    now: number,
  ): { readonly verdict: Verdict; readonly headers: Record<string, string> } {
    const major = (rule.per ?? majorParameters).map((name) => parameters[name] ?? '').join(':')
    const key = [owner, rule.group, rule.counter ?? '', major].join(' ')
    const { limit = generousLimit.limit, periodMs = generousLimit.periodMs } = rule
    const verdict = this.#bucket(key, () => {
      const scaledMs = this.#timing.scale(periodMs)
      return this.#kind === 'leaky'
        ? new LeakyBucket(limit, scaledMs)
        : new FixedBucket(limit, scaledMs)
    }).take(now)
    const resetAt = (Date.now() + verdict.resetAfterMs) / 1000
    const headers = {
      'X-RateLimit-Limit': String(verdict.limit),
      'X-RateLimit-Remaining': String(verdict.remaining),
      'X-RateLimit-Reset': resetAt.toFixed(3),
      'X-RateLimit-Reset-After': (Math.ceil(verdict.resetAfterMs) / 1000).toFixed(3),
      'X-RateLimit-Bucket': bucketHash(rule.group),
    }
    return { verdict, headers }
  }

  #global(owner: string): FixedBucket {
    const bucket =
      this.#globals.get(owner) ?? new FixedBucket(this.#globalPerSecond, this.#timing.scale(1000))
    this.#globals.set(owner, bucket)
    return bucket
  }

  #bucket(key: string, make: () => Bucket): Bucket {
    const bucket = this.#buckets.get(key) ?? make()
    this.#buckets.set(key, bucket)
    return bucket
  }
}

/** The body and headers of a 429. `Retry-After` is in whole seconds, rounded up; `retry_after` is exact. */
export function refuse(
  retryAfterMs: number,
  scope: 'user' | 'global' | 'shared',
  headers: Readonly<Record<string, string>>,
): Ruling {
  return {
    headers: {
      ...headers,
      'Retry-After': String(Math.ceil(retryAfterMs / 1000)),
      'X-RateLimit-Scope': scope,
      ...(scope === 'global' ? { 'X-RateLimit-Global': 'true' } : {}),
    },
    refusal: {
      message:
        scope === 'shared' ? 'The resource is being rate limited.' : 'You are being rate limited.',
      // Rounded up, so that who waits exactly so long is let in.
      retry_after: Math.ceil(retryAfterMs) / 1000,
      global: scope === 'global',
    },
  }
}

function bucketHash(group: string): string {
  return createHash('md5').update(group).digest('hex')
}
