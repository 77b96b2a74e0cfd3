import { createServer } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { Hono } from 'hono'
import { type WebSocket, WebSocketServer } from 'ws'
import { closeServer, listen } from '../listen.ts'
import { parseAction } from './action.ts'
import { openDoor } from './door.ts'
import { readPageFiles } from './files.ts'
import { onlyHere, type Reach } from './reach.ts'
import type { BrowserAction, PageState, ServerEvent } from './wire.ts'

/** What the page shows and what becomes of what people do there. */
export interface PageSource {
  state(): PageState
  /** Returns how to stop listening. */
  subscribe(listener: (event: ServerEvent) => void): () => void
  /** Resolves with a sentence for the person when it did not work. */
  perform(action: BrowserAction): Promise<string | undefined>
}

export interface Page {
  readonly url: string
  close(): Promise<void>
}

const longestActionBytes = 100_000

/** Nothing but the page's own files and its own socket; attachments are only linked. */
const contentSecurityPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

/**
 * Serves the page where `reach` says; a WebSocket at `/live` brings the state and what changes in it.
 * Rejects when the port is taken.
 */
export async function startPage(
  source: PageSource,
  port: number,
  reach: Reach = onlyHere,
): Promise<Page> {
  const files = readPageFiles()
  const application = new Hono()
  application.get('*', (context) => {
    const file = files.get(context.req.path)
    if (file === undefined) return context.text('Not found', 404)
    return context.body(file.body, 200, {
      'Content-Type': file.contentType,
      'Content-Security-Policy': contentSecurityPolicy,
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
    })
  })

  const door = openDoor(reach)
  const server = createServer(door.guard(getRequestListener(application.fetch)))
  const sockets = new WebSocketServer({ noServer: true, maxPayload: longestActionBytes })
  server.on('upgrade', (request, socket, head) => {
    if (request.url !== '/live' || !door.admits(request)) return door.refuse(socket)
    sockets.handleUpgrade(request, socket, head, (connected) => serve(connected, source))
  })
  const ownPort = await listen(server, port, reach.address)

  return {
    url: `http://${reach.hosts[0]}:${ownPort}`,
    close: async () => {
      for (const socket of sockets.clients) socket.terminate()
      await closeServer(server)
    },
  }
}

/** One browser, from the whole state to its last event. */
function serve(socket: WebSocket, source: PageSource): void {
  const send = (event: ServerEvent) => socket.send(JSON.stringify(event))
  send({ type: 'state', state: source.state() })
  socket.once('close', source.subscribe(send))
  // A broken connection closes too, and the browser comes back by itself.
  socket.on('error', () => {})
  socket.on('message', (data) => {
    const action = parseAction(String(data))
    if (action === undefined) return
    source.perform(action).then(
      (text) => text !== undefined && send({ type: 'notice', channelId: action.channelId, text }),
      (error: unknown) =>
        send({ type: 'notice', channelId: action.channelId, text: sentenceOf(error) }),
    )
  })
}

function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
