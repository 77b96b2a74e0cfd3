import type { RESTOptions } from 'discord.js'
import type { GlobalRateLimit } from '../../core/rate-limit/global-limit.ts'
import type { RateLimitState } from '../../core/reply.ts'

type Headers = Pick<globalThis.Headers, 'get' | 'delete'>

/** The routes that the edit pacer times: pages of answers, and new threads. */
const pacedRoutes = [
  /^POST \/channels\/\d+\/messages$/,
  /^PATCH \/channels\/\d+\/messages\/\d+$/,
  /^POST \/channels\/\d+\/messages\/\d+\/threads$/,
  /^(POST|PATCH) \/webhooks\//,
]

/** Requests by an interaction token do not count against the bot's global limit. */
const tokenRoutes = /^\w+ \/(interactions|webhooks)\//

/**
 * Makes the requests of discord.js, keeps the rate-limit headers of paced routes and hides `remaining`
 * and `reset-after` from discord.js. With them, its queue would sleep until a bucket is full, although
 * a leaky bucket has room for one request long before. discord.js still sees every 429.
 *
 * Requests that are not paced wait here for the global limit. Paced requests have waited for it before,
 * because their text is chosen only when their turn has come.
 */
export class RateLimitTap {
  readonly #globalLimit: GlobalRateLimit
  readonly #send: RESTOptions['makeRequest']
  readonly #states = new WeakMap<object, RateLimitState>()

  constructor(globalLimit: GlobalRateLimit, send: RESTOptions['makeRequest']) {
    this.#globalLimit = globalLimit
    this.#send = send
  }

  /** The option `makeRequest` of discord.js. */
  readonly makeRequest: RESTOptions['makeRequest'] = async (url, init) => {
    const { pathname } = new URL(url)
    const request = `${init.method} ${pathname.replace(/^.*?\/v\d+(?=\/)/, '')}`
    const isPaced = pacedRoutes.some((route) => route.test(request))
    const isGlobal = !tokenRoutes.test(request)
    if (isGlobal && !isPaced) await this.#globalLimit.acquire()
    const send = () => this.#send(url, init)
    const response = await (isGlobal ? this.#globalLimit.track(send) : send())
    if (isPaced) this.#take(response.headers)
    return response
  }

  /** The rate limit that a response to a paced request told; `undefined` where it told none. */
  read({ headers }: { readonly headers: object }): RateLimitState | undefined {
    return this.#states.get(headers)
  }

  #take(headers: Headers): void {
    const state = parse(headers)
    if (state !== undefined) this.#states.set(headers, state)
    headers.delete('x-ratelimit-remaining')
    headers.delete('x-ratelimit-reset-after')
  }
}

function parse(headers: Headers): RateLimitState | undefined {
  const limit = Number.parseInt(headers.get('x-ratelimit-limit') ?? '', 10)
  const remaining = Number.parseInt(headers.get('x-ratelimit-remaining') ?? '', 10)
  const resetAfter = Number.parseFloat(headers.get('x-ratelimit-reset-after') ?? '')
  if (!(limit >= 1 && remaining >= 0 && resetAfter >= 0)) return undefined
  const hash = headers.get('x-ratelimit-bucket') ?? undefined
  return { limit, remaining, resetAfterMs: resetAfter * 1_000, hash }
}
