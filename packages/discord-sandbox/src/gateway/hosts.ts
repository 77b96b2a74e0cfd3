import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import type { Gateway } from './gateway.ts'

/** The gateway's own host, and the one of `resume_gateway_url`, which can fail by itself. */
export type GatewayHost = 'gateway' | 'resume'

/**
 * What is wrong with a host: it answers the handshake with 503; it accepts the connection and never
 * answers; it opens the WebSocket and never says HELLO; it says HELLO and never answers RESUME or
 * IDENTIFY.
 */
export type HostTrouble = 'unavailable' | 'hanging' | 'mute' | 'deaf'

const resumePath = '/gateway/resume'

/** Accepts the WebSockets of both hosts. */
export class GatewayHosts {
  readonly #troubles = new Map<GatewayHost, HostTrouble>()
  readonly #sockets = new WebSocketServer({ noServer: true })
  /** Connections that are left without an answer. */
  readonly #hanging = new Set<Duplex>()
  readonly #gateway: Gateway

  constructor(gateway: Gateway) {
    this.#gateway = gateway
  }

  /** Sets the trouble of a host for connections from now on; `undefined`: it is well. */
  setTrouble(host: GatewayHost, trouble: HostTrouble | undefined): void {
    if (trouble === undefined) this.#troubles.delete(host)
    else this.#troubles.set(host, trouble)
  }

  /** Serves the hosts on a server whose address is `origin`. */
  listen(server: Server, origin: string): void {
    const url = `${origin.replace(/^http/, 'ws')}/gateway`
    this.#gateway.url = url
    this.#gateway.resumeUrl = origin.replace(/^http/, 'ws') + resumePath
    server.on('upgrade', (request, socket, head) => {
      const address = URL.parse(request.url ?? '/', origin)
      if (address === null) socket.destroy()
      else this.#upgrade(address, { request, socket, head })
    })
  }

  close(): void {
    for (const socket of this.#sockets.clients) socket.terminate()
    for (const socket of this.#hanging) socket.destroy()
  }

  #upgrade(
    { pathname, searchParams }: URL,
    { request, socket, head }: { request: IncomingMessage; socket: Duplex; head: Buffer },
  ): void {
    const trouble = this.#troubles.get(pathname === resumePath ? 'resume' : 'gateway')
    if (trouble === 'unavailable') {
      socket.end(
        'HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n',
      )
      return
    }
    if (trouble === 'hanging') {
      this.#hanging.add(socket)
      socket.on('error', () => socket.destroy()).on('close', () => this.#hanging.delete(socket))
      return
    }
    this.#sockets.handleUpgrade(request, socket, head, (webSocket) => {
      // Also one that is refused may send what is no frame.
      webSocket.on('error', () => webSocket.terminate())
      if (trouble !== 'mute') this.#gateway.accept(webSocket, searchParams, trouble === 'deaf')
    })
  }
}
