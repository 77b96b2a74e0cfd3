import { subscribe } from 'node:diagnostics_channel'
import type { Socket } from 'node:net'

/** The two ends of a connection inside this process, as far as they are known. */
interface Connection {
  client?: Socket
  server?: Socket
}

/** Knows every connection of this process with itself, and whether something is on its way there. */
export class Loopback {
  readonly #connecting = new Set<Socket>()
  /** By both ports. */
  readonly #connections = new Map<string, Connection>()

  constructor() {
    subscribe('net.client.socket', (message) => this.#addClient(socketOf(message)))
    subscribe('net.server.socket', (message) => this.#addServer(socketOf(message)))
  }

  /** Whether all that was sent has arrived, openings and closings included. */
  get isQuiet(): boolean {
    if (this.#connecting.size > 0) return false
    for (const [ports, { client, server }] of this.#connections) {
      if (isOver(client) && isOver(server)) this.#connections.delete(ports)
      else if (client === undefined || server === undefined) return false
      else if (client.closed !== server.closed) return false
      else if (client.bytesWritten !== server.bytesRead) return false
      else if (server.bytesWritten !== client.bytesRead) return false
    }
    return true
  }

  #addClient(socket: Socket): void {
    this.#connecting.add(socket)
    socket.once('close', () => this.#connecting.delete(socket))
    socket.once('connect', () => {
      this.#connecting.delete(socket)
      this.#connectionOf(socket.localPort, socket.remotePort).client = socket
    })
  }

  #addServer(socket: Socket): void {
    this.#connectionOf(socket.remotePort, socket.localPort).server = socket
  }

  #connectionOf(clientPort: number | undefined, serverPort: number | undefined): Connection {
    const ports = `${clientPort} ${serverPort}`
    const known = this.#connections.get(ports)
    const isNew = known === undefined || (isOver(known.client) && isOver(known.server))
    const connection = isNew ? {} : known
    this.#connections.set(ports, connection)
    return connection
  }
}

function isOver(socket: Socket | undefined): boolean {
  return socket === undefined || socket.closed
}

function socketOf(message: unknown): Socket {
  return (message as { readonly socket: Socket }).socket
}
