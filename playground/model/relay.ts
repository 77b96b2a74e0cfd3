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
  /** Ends in `/v1`, as OPENAI_BASE_URL wants it. */
  readonly baseUrl: string
  /**
   * The address of the model server, which usually ends in `/v1`: a path below the relay's `/v1` is put
   * behind it. May be set at any time; what runs stays with the server it was sent to. Throws for what
   * cannot be one.
   */
  target: string
  /** Tells of streamed chat completions. A listener is called while an answer waits: be quick. */
  subscribe(listener: (event: ModelEvent) => void): () => void
  /** Breaks the connections of the answers that are being written; returns how many there were. */
  cut(): number
  /** Cuts what still runs. */
  close(): Promise<void>
}

/**
 * Starts a server on loopback that stands between the bot and its model server, passes everything on
 * as it is and as soon as it comes, also errors, cuts and aborts, and sees what passes.
 */
export async function startRelay(first: string): Promise<ModelRelay> {
  const listeners = new Set<(event: ModelEvent) => void>()
  let target = checked(first)
  let answers = 0
  /** How to break off each answer that runs. */
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
    // No model server answers before it has the whole question.
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
      // Who goes away while asking has nothing to be told.
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
  /** For a streamed answer. */
  readonly seen: AnswerWatch | undefined
}

function pass({ request, body, response, url, seen }: Passing): void {
  const isSecure = url.protocol === 'https:'
  const send = isSecure ? httpsRequest : httpRequest
  const upstream = send(url, {
    method: request.method,
    headers: headersFor(request),
    // A connection that was kept may be closed by the server just when it is needed again.
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
    // Passed on first, looked at then.
    answer.pipe(response)
    answer.on('data', (bytes: Buffer) => seen?.see(bytes))
    answer.once('end', () => seen?.end(isError ? 'failed' : 'finished'))
    answer.once('error', () => {
      seen?.end('cut')
      // What came before the cut still reaches the bot.
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
    // Once an answer comes, its own errors tell; and the bot may be gone.
    if (response.headersSent || response.destroyed) return
    seen?.end(isReached ? 'cut' : 'failed')
    // As a server does that is not there: an answer that says so would be one of a server that is.
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

/** The model that a request wants a streamed answer of; `undefined`: it wants none. */
function streamedModel(body: Buffer): string | undefined {
  return streamed.safeParse(parsedJson(body.toString('utf8'))).data?.model
}

/** What belongs to one connection, and not to what is passed on. */
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
    // Text has to be readable here, and compressing it would hold pieces back.
    'accept-encoding': 'identity',
  }
}

/**
 * Who asks gets on to a server that listens to this computer alone, perhaps. So a page in a browser may
 * not: its requests have an origin, or, where a site has pointed its own name here, a foreign host.
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
