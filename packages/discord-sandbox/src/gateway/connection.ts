import type { WebSocket } from 'ws'
import { isJson, type Json } from '../json.ts'
import type { Timing } from '../timing.ts'

/** Discord's close codes that the stand-in gives by itself. */
export const CloseCode = {
  unknownOpcode: 4001,
  decodeError: 4002,
  notAuthenticated: 4003,
  authenticationFailed: 4004,
  alreadyAuthenticated: 4005,
  invalidSequence: 4007,
  rateLimited: 4008,
  sessionTimedOut: 4009,
  invalidShard: 4010,
  shardingRequired: 4011,
  invalidVersion: 4012,
  invalidIntents: 4013,
  disallowedIntents: 4014,
} as const

export const Opcode = {
  dispatch: 0,
  heartbeat: 1,
  identify: 2,
  presenceUpdate: 3,
  voiceStateUpdate: 4,
  resume: 6,
  reconnect: 7,
  requestGuildMembers: 8,
  invalidSession: 9,
  hello: 10,
  heartbeatAck: 11,
} as const

const heartbeatMs = 41_250
const sendLimit = { most: 120, periodMs: 60_000 }
const largestBytes = 4096
/** A busy machine may be late; a dead client stays silent much longer. */
const graceMs = 2000

export interface ConnectionEvents {
  /** Everything but heartbeats. */
  packet(opcode: number, data: unknown): void
  closed(code: number): void
}

/** One WebSocket: heartbeats, the limit on sends, and the close codes for what is not understood. */
export class Connection {
  readonly #socket: WebSocket
  readonly #timing: Timing
  readonly #events: ConnectionEvents
  readonly #sends: number[] = []
  #held: Json[] | undefined
  #deadline: NodeJS.Timeout | undefined

  constructor(socket: WebSocket, timing: Timing, events: ConnectionEvents) {
    this.#socket = socket
    this.#timing = timing
    this.#events = events
    socket.on('message', (data) => this.#receive(String(data)))
    socket.on('close', (code) => {
      clearTimeout(this.#deadline)
      events.closed(code)
    })
    const heartbeat_interval = Math.round(timing.scale(heartbeatMs))
    this.send({ op: Opcode.hello, d: { heartbeat_interval, _trace: [] }, s: null, t: null })
    this.#alive()
  }

  send(packet: Json): void {
    if (this.#held !== undefined) this.#held.push(packet)
    else if (this.#socket.readyState === this.#socket.OPEN)
      this.#socket.send(JSON.stringify(packet))
  }

  close(code: number, reason = ''): void {
    this.#socket.close(code, reason)
  }

  /** Cuts the connection without a closing frame. */
  terminate(): void {
    this.#socket.terminate()
  }

  /** Nothing goes out any more, heartbeat answers included. */
  hold(): void {
    this.#held ??= []
  }

  release(): void {
    const held = this.#held ?? []
    this.#held = undefined
    for (const packet of held) this.send(packet)
  }

  #receive(text: string): void {
    const packet = text.length > largestBytes ? undefined : parse(text)
    const opcode = packet?.['op']
    if (this.#isTooBusy()) this.close(CloseCode.rateLimited, 'Rate limited.')
    else if (packet === undefined || typeof opcode !== 'number') {
      this.close(CloseCode.decodeError, 'Error while decoding payload.')
    } else if (opcode === Opcode.heartbeat) {
      this.#alive()
      this.send({ op: Opcode.heartbeatAck, d: null, s: null, t: null })
    } else {
      this.#events.packet(opcode, packet['d'])
    }
  }

  #isTooBusy(): boolean {
    const now = this.#timing.now()
    this.#sends.push(now)
    const since = now - this.#timing.scale(sendLimit.periodMs)
    while ((this.#sends[0] ?? now) < since) this.#sends.shift()
    return this.#sends.length > sendLimit.most
  }

  #alive(): void {
    clearTimeout(this.#deadline)
    const silenceMs = this.#timing.scale(heartbeatMs * 1.5) + graceMs
    this.#deadline = setTimeout(() => {
      this.close(CloseCode.sessionTimedOut, 'Session timed out.')
    }, silenceMs).unref()
  }
}

function parse(text: string): Json | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return isJson(value) ? value : undefined
  } catch {
    // No JSON: whoever called closes the connection for it.
    return undefined
  }
}
