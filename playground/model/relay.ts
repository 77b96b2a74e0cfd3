import {
  createServer,
  request as httpRequest,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type ServerResponse,
} from 'node:http'
import { request as httpsRequest } from 'node:https'
import { buffer } from 'node:stream/consumers'
import type { ModelEvent } from 'freshness'
import { z } from 'zod'
import { closeServer, listen } from '../listen.ts'
import { AnswerWatch } from './answer-watch.ts'
import { errorBody } from './completion.ts'
import { parsedJson } from './parsed-json.ts'

export interface ModelRelay {
  /** Ends in `/v1`, as OPENAI_BASE_URL expects. */
  readonly baseUrl: string
  /**
   * The base URL of the model server, usually ending in `/v1`; a path below the relay's `/v1` is
   * appended to it. It can be set at any time: running requests stay with their server. The setter
   * throws for an invalid URL.
   */
  target: string
  /** Reports streamed chat completions. The answer waits while a listener runs, so it must be quick. */
  subscribe(listener: (event: ModelEvent) => void): () => void
  /** Closes the connections of answers in progress. Returns how many there were. */
  cut(): number
  /** Also closes running requests. */
  close(): Promise<void>
}

/**
 * Starts a proxy on loopback between the bot and its model server. It forwards every byte unchanged
 * and at once, also errors, closed connections and aborts, and it observes the answers.
 */
export async function startRelay(first: string): Promise<ModelRelay> {
  const listeners = new Set<(event: ModelEvent) => void>()
  let target = checked(first)
  let answers = 0
  /** How to close the connection of each answer in progress. */
  const running = new Map<ServerResponse, () => void>()

  function watch(model: string): AnswerWatch {
    answers += 1
    return new AnswerWatch(answers, model, (event) => {
      for (const listener of listeners) listener(event)
    })
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!isFromHere(request.headers, port)) {
      return sendError(response, 403, 'This server answers to programs on this computer only.')
    }
    const { pathname, search } = new URL(request.url ?? '/', 'http://127.0.0.1')
    if (!pathname.startsWith('/v1/')) {
      return sendError(response, 404, `Unknown request URL: ${request.method} ${pathname}`)
    }
    const path = pathname.slice('/v1'.length)
    const url = new URL(target)
    url.pathname = url.pathname.replace(/\/+$/, '') + path
    url.search = search
    // Buffering costs no time: a model server answers only after it has the whole request.
    const body = await buffer(request)
    const isChat = request.method === 'POST' && path === '/chat/completions'
    const model = isChat ? streamedModel(body) : undefined
    const seen = model === undefined ? undefined : watch(model)
    if (seen !== undefined) {
      running.set(response, () => {
        seen.end('cut')
        response.destroy()
      })
      response.once('close', () => running.delete(response))
    }
    pass({ request, body, response, url, seen })
  }

  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      // A client that has disconnected gets no error.
      if (!response.destroyed) sendError(response, 500, String(error))
    })
  })
  const port = await listen(server, 0)

  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    get target() {
      return target
    },
    set target(next) {
      target = checked(next)
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    cut() {
      const cuts = [...running.values()]
      for (const cut of cuts) cut()
      return cuts.length
    },
    close: () => closeServer(server),
  }
}

interface Passing {
  readonly request: IncomingMessage
  readonly body: Buffer
  readonly response: ServerResponse
  readonly url: URL
  /** Set for a streamed answer. */
  readonly seen: AnswerWatch | undefined
}

function pass({ request, body, response, url, seen }: Passing): void {
  const isSecure = url.protocol === 'https:'
  const send = isSecure ? httpsRequest : httpRequest
  const upstream = send(url, {
    method: request.method,
    headers: headersFor(request),
    // No keep-alive: the server may close an idle connection just when it is used again.
    agent: false,
  })

  upstream.once('response', (answer) => {
    response.sendDate = false
    response.writeHead(
      answer.statusCode ?? 502,
      answer.statusMessage,
      withoutHops(answer.headersDistinct),
    )
    response.flushHeaders()
    const isError = response.statusCode >= 400
    // Forwards first, then observes.
    answer.pipe(response)
    answer.on('data', (bytes: Buffer) => seen?.see(bytes))
    answer.once('end', () => seen?.end(isError ? 'failed' : 'finished'))
    answer.once('error', () => {
      seen?.end('cut')
      // The bot still gets what came before the cut.
      response.write('', () => response.destroy())
    })
  })
  let isReached = false
  upstream.once('socket', (socket) => {
    socket.once(isSecure ? 'secureConnect' : 'connect', () => {
      isReached = true
    })
  })
  upstream.on('error', () => {
    // After the response began, its own error handler reports; and the bot may have disconnected.
    if (response.headersSent || response.destroyed) return
    seen?.end(isReached ? 'cut' : 'failed')
    // Acts like an unreachable server: an error response would look like a reachable one.
    response.destroy()
  })

  response.once('close', () => {
    if (response.writableFinished) return
    seen?.end('aborted')
    upstream.destroy()
  })
  upstream.end(body)
}

const streamed = z.object({ stream: z.literal(true), model: z.string().catch('') })

/** The model of a request for a streamed answer; `undefined` for other requests. */
function streamedModel(body: Buffer): string | undefined {
  return streamed.safeParse(parsedJson(body.toString('utf8'))).data?.model
}

/** Hop-by-hop headers, which a proxy must not forward. */
const hops = new Set([
  'connection',
  'expect',
  'host',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

function withoutHops(headers: NodeJS.Dict<string[]>): OutgoingHttpHeaders {
  const named = (headers['connection'] ?? [])
    .flatMap((value) => value.split(','))
    .map((name) => name.trim().toLowerCase())
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => !hops.has(name) && !named.includes(name)),
  )
}

function headersFor(request: IncomingMessage): OutgoingHttpHeaders {
  return {
    ...withoutHops(request.headersDistinct),
    // The relay must read the text, and compression would delay chunks.
    'accept-encoding': 'identity',
  }
}

/**
 * The model server may trust every program on this computer, so pages in a browser must not reach
 * it through the relay. Their requests have an Origin header, or a foreign Host when a site's name
 * resolves to this computer (DNS rebinding).
 */
function isFromHere({ host, origin }: IncomingHttpHeaders, port: number): boolean {
  return origin === undefined && (host === `127.0.0.1:${port}` || host === `localhost:${port}`)
}

function checked(target: string): string {
  const { protocol } = new URL(target)
  if (!/^https?:$/.test(protocol)) {
    throw new TypeError(`Expected an address that begins with http: or https:, got ${protocol}`)
  }
  return target
}

function sendError(response: ServerResponse, status: number, message: string): void {
  const type = status < 500 ? 'invalid_request_error' : 'server_error'
  response
    .writeHead(status, { 'content-type': 'application/json' })
    .end(JSON.stringify(errorBody(message, type)))
}
