import { DefaultRestOptions, type RESTOptions } from 'discord.js'
import type { RateLimitState } from '../../core/ports.ts'
import type { GlobalRateLimit } from '../../core/rate-limit/global-limit.ts'

type Headers = Pick<globalThis.Headers, 'get' | 'delete'>

/** What the headers of answers said, for as long as the answers are looked at. */
const quotas = new WeakMap<object, RateLimitState>()

/** The requests that the pace times: pages, by the bot or by the token of an interaction; threads. */
const paced = [
  /^POST \/channels\/\d+\/messages$/,
  /^PATCH \/channels\/\d+\/messages\/\d+$/,
  /^POST \/channels\/\d+\/messages\/\d+\/threads$/,
  /^(POST|PATCH) \/webhooks\//,
]

/** Discord does not count what is done by the token of an interaction. */
const unshared = /^\w+ \/(interactions|webhooks)\//

/**
 * Makes the requests of discord.js, and notes the rate-limit headers of those that the pace times.
 * discord.js does not get to see them: it would not send again before the bucket is full, though a
 * leaky bucket has room for one request long before. What Discord refuses, it learns as always.
 *
 * All other requests of the bot take their part of its 50 a second here; pages and threads have
 * theirs already, because what they say is chosen when it is their turn.
 */
export function requestsWithin(globalLimit: GlobalRateLimit): RESTOptions['makeRequest'] {
  return async (url, init) => {
    const { pathname } = new URL(url)
    const request = `${init.method} ${pathname.replace(/^.*?\/v\d+(?=\/)/, '')}`
    const isPaced = paced.some((pattern) => pattern.test(request))
    const isShared = !unshared.test(request)
    if (isShared && !isPaced) await globalLimit.acquire()
    const make = () => DefaultRestOptions.makeRequest(url, init)
    const response = await (isShared ? globalLimit.track(make) : make())
    if (isPaced) {
      const { headers } = response
      const rateLimit = read(headers)
      if (rateLimit) quotas.set(headers, rateLimit)
      headers.delete('x-ratelimit-remaining')
      headers.delete('x-ratelimit-reset-after')
    }
    return response
  }
}

/** What the headers of a paced request said, or `undefined` where they said nothing sensible. */
export function quotaOf({ headers }: { readonly headers: object }): RateLimitState | undefined {
  return quotas.get(headers)
}

function read(headers: Headers): RateLimitState | undefined {
  const limit = Number.parseInt(headers.get('x-ratelimit-limit') ?? '', 10)
  const remaining = Number.parseInt(headers.get('x-ratelimit-remaining') ?? '', 10)
  const resetAfter = Number.parseFloat(headers.get('x-ratelimit-reset-after') ?? '')
  if (!(limit >= 1 && remaining >= 0 && resetAfter >= 0)) return undefined
  const hash = headers.get('x-ratelimit-bucket') ?? undefined
  return { limit, remaining, resetAfterMs: resetAfter * 1_000, hash }
}
