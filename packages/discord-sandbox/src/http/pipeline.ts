import { DiscordError } from '../errors.ts'
import type { Effect, HttpFaults, RateLimitFault, When } from '../faults.ts'
import { refuse as refuseField } from '../schemas/read-body.ts'
import type { ApplicationState } from '../state/entities.ts'
import type { World } from '../state/world.ts'
import { type RateLimits, type Ruling, refuse } from './rate-limits.ts'
import type { ReadBody } from './request.ts'
import type { Match, Route, Router } from './router.ts'

export interface ApiRequest {
  readonly method: string
  /** Without `/api` and the version. */
  readonly path: string
  readonly query: URLSearchParams
  readonly authorization: string | undefined
  /** Throws what is wrong with the body. */
  readonly read: () => Promise<ReadBody>
}

/** What goes out; status undefined: the connection is destroyed. */
export interface Outcome {
  readonly status: number | undefined
  readonly headers: Readonly<Record<string, string>>
  /** Text is sent as HTML, everything else as JSON. */
  readonly body: unknown
  readonly route: Route | undefined
  readonly parameters: Readonly<Record<string, string>>
  readonly request: ReadBody
  readonly tookEffect: boolean
  readonly faults: readonly string[]
  readonly botId: string | undefined
}

const nothing: ReadBody = { body: undefined, files: [] }

/** One request on its way: route, authorization, faults, limits, handler, faults again. */
export class Pipeline {
  readonly #world: World
  readonly #router: Router
  readonly #limits: RateLimits
  readonly #faults: HttpFaults

  constructor(world: World, router: Router, limits: RateLimits, faults: HttpFaults) {
    this.#world = world
    this.#router = router
    this.#limits = limits
    this.#faults = faults
  }

  async run(request: ApiRequest): Promise<Outcome> {
    const found = this.#router.find(request.method, request.path)
    if (found === 'no route') return failure(new DiscordError('generalNotFound'))
    if (found === 'wrong method') return failure(new DiscordError('methodNotAllowed'))
    const bot = this.#authenticate(request.authorization)
    const known = {
      route: found.route,
      parameters: found.parameters,
      ...(bot === undefined ? {} : { botId: bot.id }),
    }
    if (found.route.auth === 'bot' && bot === undefined) {
      return failure(new DiscordError('unauthorized'), known)
    }
    let read = nothing
    let unreadable: unknown
    try {
      read = await request.read()
    } catch (error) {
      unreadable = error
    }
    const effects = this.#faults.take({
      method: request.method,
      path: request.path,
      route: found.route.path,
      body: read.body,
    })
    const context = { ...known, request: read, faults: effects.map(({ kind }) => kind) }
    const instead = await this.#suffer(effects, 'before')
    if (instead !== undefined) return { ...failure(undefined, context), ...instead }
    const outcome = this.#handle(request, found, bot, { ...context, unreadable })
    const lost = await this.#suffer(effects, 'after')
    return { ...outcome, ...(lost ?? {}), headers: faultyHeaders(effects, outcome.headers) }
  }

  #authenticate(authorization: string | undefined): ApplicationState | undefined {
    const token = authorization?.replace(/^Bot /, '')
    if (token === undefined || token === authorization) return undefined
    return [...this.#world.applications.values()].find((application) => application.token === token)
  }

  #handle(
    request: ApiRequest,
    { route, parameters }: Match,
    bot: ApplicationState | undefined,
    context: Partial<Outcome> & { readonly request: ReadBody; readonly unreadable: unknown },
  ): Outcome {
    const owner = route.auth === 'bot' ? (bot?.id ?? '') : (parameters['token'] ?? '')
    const ruling = this.#limits.rule(owner, route.limit, parameters, route.auth === 'bot')
    const { unreadable, ...known } = context
    if (ruling.refusal !== undefined) return limited(ruling, known)
    try {
      if (unreadable !== undefined) throw unreadable
      checkIds(parameters)
      const { body, files } = context.request
      const call = { world: this.#world, parameters, query: request.query, body, files }
      const answer = route.handle(call, bot)
      return {
        ...failure(undefined, known),
        status: answer.status,
        body: answer.body,
        headers: ruling.headers,
        tookEffect: true,
      }
    } catch (error) {
      return { ...failure(error, known), headers: { ...ruling.headers, ...retryHeaders(error) } }
    }
  }

  /** Returns what goes out instead, where something does. */
  async #suffer(effects: readonly Effect[], when: When): Promise<Partial<Outcome> | undefined> {
    for (const effect of effects) {
      if (effect.kind === 'delay' && effect.when === when) await this.#world.timing.wait(effect.ms)
      if (effect.kind === 'run' && effect.when === when) effect.action()
    }
    for (const effect of effects) {
      if (effect.kind === 'drop' && effect.when === when)
        return { status: undefined, body: undefined }
      if (when === 'after') continue
      if (effect.kind === 'status') return { status: effect.status, body: effect.body }
      if (effect.kind === 'rateLimit') return falselyLimited(effect)
    }
    return undefined
  }
}

function failure(error: unknown, known: Partial<Outcome> = {}): Outcome {
  const base: Outcome = {
    status: undefined,
    headers: {},
    body: undefined,
    route: undefined,
    parameters: {},
    request: nothing,
    tookEffect: false,
    faults: [],
    botId: undefined,
    ...known,
  }
  if (error === undefined) return base
  if (!(error instanceof DiscordError)) {
    // A fault of the stand-in itself: the stack goes along, so that it is found.
    const detail = error instanceof Error ? error.stack : String(error)
    return {
      ...base,
      status: 500,
      body: { message: '500: Internal Server Error', code: 0, detail },
    }
  }
  const wait =
    error.retryAfterMs === undefined
      ? {}
      : { retry_after: Math.ceil(error.retryAfterMs) / 1000, global: false }
  return { ...base, status: error.status, body: { ...error.body, ...wait } }
}

function retryHeaders(error: unknown): Readonly<Record<string, string>> {
  if (!(error instanceof DiscordError) || error.retryAfterMs === undefined) return {}
  return {
    'Retry-After': String(Math.ceil(error.retryAfterMs / 1000)),
    'X-RateLimit-Scope': 'shared',
  }
}

function limited(ruling: Ruling, known: Partial<Outcome>): Outcome {
  return {
    ...failure(undefined, known),
    status: 429,
    headers: ruling.headers,
    body: ruling.refusal,
  }
}

function falselyLimited({ retryAfterMs, scope = 'user', form }: RateLimitFault): Partial<Outcome> {
  if (form === 'html') {
    return {
      status: 429,
      headers: { 'Retry-After': String(Math.ceil(retryAfterMs / 1000)), Server: 'cloudflare' },
      body: '<!doctype html><title>Access denied | discord.com used Cloudflare to restrict access</title>',
    }
  }
  const { headers, refusal } = refuse(retryAfterMs, scope, {})
  return {
    status: 429,
    headers: form === 'body' ? {} : headers,
    body: form === 'headers' ? undefined : refusal,
  }
}

function faultyHeaders(
  effects: readonly Effect[],
  headers: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const fault = effects.find((effect) => effect.kind === 'headers')
  if (fault === undefined) return headers
  return fault.headers === 'none' ? {} : { ...headers, ...fault.headers }
}

const noIds = new Set(['token', 'emoji'])

function checkIds(parameters: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(parameters)) {
    if (noIds.has(name) || value === '@original' || value === '@me') continue
    if (!/^\d{17,20}$/.test(value)) {
      refuseField([`${name}_id`], 'NUMBER_TYPE_COERCE', `Value "${value}" is not snowflake.`)
    }
  }
}
