import type { RESTOptions } from 'discord.js'
import type { Clock } from '../../core/clock.ts'

type MakeRequest = RESTOptions['makeRequest']
type Init = Parameters<MakeRequest>[1]
type ApiResponse = Awaited<ReturnType<MakeRequest>>

/** "internal network error": Discord's edge refuses before its API has seen the request. */
const internalNetworkError = 40_333

/** How long nothing is sent where the edge names no time, in milliseconds. */
const coolDownMs = 30_000

/** An interaction expires 3 seconds after its event: there is no later for its first response. */
const callbackRoute = /\/interactions\/\d+\/[^/]+\/callback/

export interface GuardOptions {
  readonly clock: Clock
  readonly makeRequest: MakeRequest
  /** Called once, when Discord refuses the token itself and not only one request. */
  readonly onTokenRefused: () => void
  readonly onCoolDown: (status: number, ms: number) => void
}

/**
 * Keeps two kinds of refusal from discord.js that are not Discord's word on a request.
 *
 * A single 401 makes discord.js forget its token for good, so a 401 is tried again, and then the token
 * itself is asked for. A 403 or 429 that comes from the edge before Discord (a page of Cloudflare, or
 * code 40333) is about this computer's address: for a while nothing is sent at all.
 */
export class RequestGuard {
  readonly #options: GuardOptions
  #coldUntilMs = Number.NEGATIVE_INFINITY
  #isTokenRefused = false

  constructor(options: GuardOptions) {
    this.#options = options
  }

  /** Whether Discord takes requests: the token is good, and nothing cools down. */
  get isUsable(): boolean {
    return !this.#isTokenRefused && this.#coldForMs() <= 0
  }

  /** The option `makeRequest` of discord.js. */
  readonly makeRequest: MakeRequest = async (url, init) => {
    const coldMs = this.#coldForMs()
    if (coldMs > 0 && !callbackRoute.test(url)) return tooEarly(coldMs)
    const response = await this.#send(url, init)
    const isRefusal = response.status === 403 || response.status === 429
    return isRefusal ? this.#checkEdge(response) : response
  }

  async #send(url: string, init: Init): Promise<ApiResponse> {
    const { makeRequest } = this.#options
    const response = await makeRequest(url, init)
    const token = authorizationOf(init)
    if (response.status !== 401 || token === undefined) return response
    const again = await makeRequest(url, init)
    if (again.status !== 401) return again
    if (!(await this.#isRefused(url, token))) return new Response(null, { status: 503 })
    if (!this.#isTokenRefused) this.#options.onTokenRefused()
    this.#isTokenRefused = true
    return again
  }

  /** Asks Discord for the bot itself: whether the token is refused, and not only a request. */
  async #isRefused(url: string, authorization: string): Promise<boolean> {
    try {
      const me = url.replace(/(\/v\d+)\/.*/, '$1/users/@me')
      const init = { method: 'GET', headers: { authorization } }
      const { status } = await this.#options.makeRequest(me, init)
      return status === 401
    } catch {
      // No answer says nothing about the token.
      return false
    }
  }

  async #checkEdge(response: ApiResponse): Promise<ApiResponse> {
    const text = await response.text()
    const { status, headers } = response
    if (!isFromEdge(text)) return new Response(text, { status, headers: [...headers] })
    const named = Number(headers.get('retry-after')) * 1_000
    const ms = named > 0 ? named : coolDownMs
    if (this.#coldForMs() <= 0) this.#options.onCoolDown(status, ms)
    this.#coldUntilMs = this.#options.clock.now() + ms
    return tooEarly(ms)
  }

  #coldForMs(): number {
    return this.#coldUntilMs - this.#options.clock.now()
  }
}

function authorizationOf({ headers }: Init): string | undefined {
  return (
    new Headers(headers as ConstructorParameters<typeof Headers>[0]).get('authorization') ??
    undefined
  )
}

/** Whether a body of a 403 or 429 is not from Discord's API, which always answers with JSON. */
function isFromEdge(text: string): boolean {
  try {
    const body: unknown = JSON.parse(text)
    const isObject = typeof body === 'object' && body !== null
    return !isObject || ('code' in body && body.code === internalNetworkError)
  } catch {
    return true
  }
}

/** A 429 for discord.js, which waits, or rejects where its caller waits itself. */
function tooEarly(ms: number): ApiResponse {
  const headers = { 'content-type': 'application/json', 'retry-after': String(ms / 1_000) }
  return new Response('{"message":"cooling down"}', { status: 429, headers })
}
