import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { DiscordEvent } from 'discord-sandbox'
import { type WebSocket, WebSocketServer } from 'ws'
import type { Ready, ServerEvent, TrafficEntry } from './protocol.ts'
import { type PageSource, personOf } from './source.ts'
import { TrafficLog } from './traffic-log.ts'

/** Browsers send nothing over the socket: they post their actions. */
const maxFrameBytes = 1000

/**
 * Limit of the send buffer of one browser. Above it the connection is closed; the browser
 * reconnects and gets the whole state again.
 */
const maxUnsentBytes = 16 * 1024 * 1024

/** Interval in which traffic entries are sent. There can be a hundred of them in a second. */
const trafficEveryMs = 100

export interface Live {
  accept(
    request: IncomingMessage,
    upgrade: { readonly socket: Duplex; readonly head: Buffer; readonly personId: string | null },
  ): void
  close(): void
}

/** Sends each browser what its person sees, and the traffic between the bot and Discord. */
export function goLive(source: PageSource): Live {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: maxFrameBytes })
  const traffic = new TrafficLog()
  let unsent: TrafficEntry[] = []
  const broadcast = (event: ServerEvent) => {
    const text = JSON.stringify(event)
    for (const socket of sockets.clients) sendText(socket, text)
  }
  const receive = (event: DiscordEvent) => {
    const entry = traffic.receive(event)
    if (changesCommands(event)) broadcast({ type: 'commands' })
    if (sockets.clients.size === 0) return
    unsent.push(entry)
    if (unsent.length > 1) return
    setTimeout(() => {
      broadcast({ type: 'traffic', nowMs: traffic.nowMs, entries: unsent })
      unsent = []
    }, trafficEveryMs).unref()
  }
  const stops = [
    source.discord.subscribe(receive),
    source.lag.subscribe((points) => broadcast({ type: 'lag', points })),
  ]
  return {
    accept: (request, { socket, head, personId }) => {
      sockets.handleUpgrade(request, socket, head, (connected) => {
        serve(connected, source, personId)
        send(connected, { type: 'traffic', nowMs: traffic.nowMs, entries: traffic.entries })
        send(connected, { type: 'lag', points: source.lag.newest })
      })
    },
    close: () => {
      for (const stop of stops) stop()
      for (const socket of sockets.clients) socket.terminate()
    },
  }
}

/** Sends one browser the whole state, then each change. */
function serve(socket: WebSocket, source: PageSource, personId: string | null): void {
  const { client } = personOf(source, personId)
  // The client's data has the shapes of Discord's own API.
  const ready = client.ready() as unknown as Ready
  send(socket, { type: 'ready', ready, playground: source.state() })
  const stopFollowing = client.follow(({ type, data }) => {
    send(socket, { type: 'dispatch', name: type, data })
  })
  const stopWatching = source.onChange(() => {
    send(socket, { type: 'playground', playground: source.state() })
  })
  socket.once('close', () => {
    stopFollowing()
    stopWatching()
  })
  // After an error the connection closes, and the browser reconnects by itself.
  socket.on('error', () => {})
}

function send(socket: WebSocket, event: ServerEvent): void {
  sendText(socket, JSON.stringify(event))
}

function sendText(socket: WebSocket, text: string): void {
  if (socket.bufferedAmount > maxUnsentBytes) socket.terminate()
  else socket.send(text)
}

function changesCommands(event: DiscordEvent): boolean {
  if (event.kind !== 'exchange') return false
  const { method, route } = event.exchange
  return method !== 'GET' && (route?.includes('/commands') ?? false)
}
