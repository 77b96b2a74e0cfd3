import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { World } from '../state/world.ts'
import type { Exchange } from './exchange.ts'
import type { Outcome, Pipeline } from './pipeline.ts'
import { parseBody, readBytes } from './request.ts'

export interface HttpOptions {
  readonly port: number
  /** Half of it passes before a request takes effect, half before its answer arrives. */
  readonly roundTripMs: number
  readonly onExchange: (exchange: Exchange) => void
}

/** The HTTP side on loopback. Resolves once it listens. */
export async function startHttp(
  world: World,
  pipeline: Pipeline,
  options: HttpOptions,
): Promise<{ readonly server: Server; readonly port: number }> {
  let exchanges = 0
  const server = createServer((request, response) => {
    // A fault here is the client's connection breaking while it still sends.
    serve(request, response).catch(() => response.destroy())
  })
  // Longer than any client keeps an idle connection: else a request meets a closing one.
  server.keepAliveTimeout = 120_000
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  return { server, port }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const startedAt = world.timing.now()
    const url = new URL(request.url ?? '/', 'http://127.0.0.1')
    const bytes = await readBytes(request)
    const [, path] = /^\/api(?:\/v10)?(\/.*)$/.exec(url.pathname) ?? []
    if (path === undefined) return serveFile(world, url.pathname, response)
    if (options.roundTripMs > 0) await world.timing.wait(options.roundTripMs / 2)
    const method = request.method ?? 'GET'
    const outcome = await pipeline.run({
      method,
      path,
      query: url.searchParams,
      authorization: request.headers.authorization,
      read: () => parseBody(bytes, request.headers['content-type'] ?? ''),
    })
    if (options.roundTripMs > 0) await world.timing.wait(options.roundTripMs / 2)
    exchanges += 1
    options.onExchange({
      number: exchanges,
      startedAt,
      endedAt: world.timing.now(),
      method,
      path,
      route: outcome.route?.path,
      parameters: outcome.parameters,
      query: Object.fromEntries(url.searchParams),
      body: outcome.request.body,
      files: outcome.request.files.map((file) => ({
        name: file.filename,
        size: file.bytes.length,
      })),
      status: outcome.status,
      headers: outcome.headers,
      answer: outcome.body,
      tookEffect: outcome.tookEffect,
      faults: outcome.faults,
      botId: outcome.botId,
    })
    send(response, outcome)
  }
}

function send(response: ServerResponse, { status, headers, body }: Outcome): void {
  if (status === undefined) {
    response.destroy()
    return
  }
  if (body === undefined) {
    response.writeHead(status, headers).end()
    return
  }
  const isHtml = typeof body === 'string'
  const text = isHtml ? body : JSON.stringify(body)
  const type = isHtml ? 'text/html; charset=UTF-8' : 'application/json'
  response.writeHead(status, { ...headers, 'Content-Type': type }).end(text)
}

function serveFile(world: World, path: string, response: ServerResponse): void {
  const [, id] = /^\/attachments\/\d+\/(\d+)\//.exec(path) ?? []
  for (const message of id === undefined ? [] : world.messages.values()) {
    const all = [...message.attachments, ...(message.snapshot?.attachments ?? [])]
    const attachment = all.find((one) => one.id === id)
    if (attachment === undefined) continue
    response.writeHead(200, { 'Content-Type': attachment.contentType }).end(attachment.bytes)
    return
  }
  response
    .writeHead(404, { 'Content-Type': 'text/plain' })
    .end('This content is no longer available.')
}
