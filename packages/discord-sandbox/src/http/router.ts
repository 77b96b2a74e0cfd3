import { DiscordError } from '../errors.ts'
import type { ApplicationState } from '../state/entities.ts'
import type { World } from '../state/world.ts'
import type { Answer, UploadedFile } from './exchange.ts'
import type { LimitRule } from './rate-limits.ts'

/** What a route's handler is given. */
export interface Call {
  readonly world: World
  readonly parameters: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  readonly body: unknown
  readonly files: readonly UploadedFile[]
}

export interface BotCall extends Call {
  readonly bot: ApplicationState
}

export interface Route {
  readonly method: string
  readonly path: string
  /** `bot`: by the Authorization header. `open`: no header; the global limit of a bot does not count it. */
  readonly auth: 'bot' | 'open'
  /** null: the route sends no bucket headers. */
  readonly limit: LimitRule | null
  readonly handle: (call: Call, bot: ApplicationState | undefined) => Answer
}

/** A route for bots. Without a rule of its own it has a generous bucket. */
export function botRoute(
  method: string,
  path: string,
  handle: (call: BotCall) => Answer,
  limit: LimitRule = { group: `${method} ${path}` },
): Route {
  return {
    method,
    path,
    auth: 'bot',
    limit,
    handle: (call, bot) => {
      if (bot === undefined) throw new DiscordError('unauthorized')
      return handle({ ...call, bot })
    },
  }
}

export function openRoute(
  method: string,
  path: string,
  handle: (call: Call) => Answer,
  limit: LimitRule | null,
): Route {
  return { method, path, auth: 'open', limit, handle }
}

export interface Match {
  readonly route: Route
  readonly parameters: Readonly<Record<string, string>>
}

/** Finds the route of a path; knows whether the path exists under another method. */
export class Router {
  readonly #routes: { readonly route: Route; readonly segments: readonly string[] }[]

  constructor(routes: readonly Route[]) {
    this.#routes = routes.map((one) => ({ route: one, segments: one.path.split('/') }))
  }

  /** Literal segments win over parameters where they were listed first. */
  find(method: string, path: string): Match | 'wrong method' | 'no route' {
    const segments = path.split('/').map(decode)
    let isKnownPath = false
    for (const candidate of this.#routes) {
      const parameters = match(candidate.segments, segments)
      if (parameters === undefined) continue
      if (candidate.route.method === method) return { route: candidate.route, parameters }
      isKnownPath = true
    }
    return isKnownPath ? 'wrong method' : 'no route'
  }
}

function match(
  pattern: readonly string[],
  segments: readonly string[],
): Record<string, string> | undefined {
  if (pattern.length !== segments.length) return undefined
  const parameters: Record<string, string> = {}
  for (const [index, part] of pattern.entries()) {
    const segment = segments[index] ?? ''
    if (part.startsWith(':')) {
      if (segment === '') return undefined
      parameters[part.slice(1)] = segment
    } else if (part !== segment) {
      return undefined
    }
  }
  return parameters
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    // Not encoded as a path must be: it stands for itself.
    return segment
  }
}
