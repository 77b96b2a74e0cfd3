import { type Connection, Opcode } from './connection.ts'
import type { Attached, Gateway } from './gateway.ts'
import type { GatewayHost, GatewayHosts, HostTrouble } from './hosts.ts'

export interface ConnectionInfo {
  readonly botId: string
  readonly sessionId: string
  readonly shard: readonly [id: number, count: number]
  readonly intents: number
}

/** Which connections are meant; nothing given: all. */
export interface Which {
  readonly shard?: number
  readonly botId?: string
}

/** Lets a test, or a person at the page, disturb the gateway. */
export interface GatewayControl {
  readonly connections: readonly ConnectionInfo[]
  close(code: number, which?: Which): void
  /** Cuts the connection without a closing frame, as a broken network does. */
  cut(which?: Which): void
  /** Asks clients to come back (opcode 7), as Discord does every few hours. */
  reconnect(which?: Which): void
  invalidSession(resumable: boolean, which?: Which): void
  requestHeartbeat(which?: Which): void
  /** Nothing is sent any more, heartbeat answers included, until the returned function is called. */
  pause(which?: Which): () => void
  /** What is wrong with a host for connections from now on; `undefined`: nothing. */
  setTrouble(host: GatewayHost, trouble: HostTrouble | undefined): void
  /** Sends the last dispatches once more. */
  replayLast(count: number, which?: Which): void
}

export function controlOf(gateway: Gateway, hosts: GatewayHosts): GatewayControl {
  const chosen = (which: Which = {}): Attached[] =>
    [...gateway.attached].filter(({ session }) => {
      const identity = session?.identity
      const isShard = which.shard === undefined || identity?.shard[0] === which.shard
      return isShard && (which.botId === undefined || identity?.bot.id === which.botId)
    })
  const each = (which: Which | undefined, act: (connection: Connection) => void) => {
    for (const { connection } of chosen(which)) act(connection)
  }
  return {
    get connections() {
      return chosen().flatMap(({ session }) => {
        if (session === undefined) return []
        const { bot, shard, intents } = session.identity
        return [{ botId: bot.id, sessionId: session.id, shard, intents }]
      })
    },
    close: (code, which) => each(which, (connection) => connection.close(code)),
    cut: (which) => each(which, (connection) => connection.terminate()),
    reconnect(which) {
      for (const attached of chosen(which)) {
        gateway.news(attached, 'reconnect')
        attached.connection.send({ op: Opcode.reconnect, d: null, s: null, t: null })
      }
    },
    invalidSession(resumable, which) {
      for (const attached of chosen(which)) gateway.invalidate(attached, resumable)
    },
    requestHeartbeat: (which) =>
      each(which, (connection) => {
        connection.send({ op: Opcode.heartbeat, d: null, s: null, t: null })
      }),
    pause(which) {
      const held = chosen(which)
      for (const { connection } of held) connection.hold()
      return () => {
        for (const { connection } of held) connection.release()
      }
    },
    setTrouble: (host, trouble) => hosts.setTrouble(host, trouble),
    replayLast(count, which) {
      for (const { session } of chosen(which)) session?.repeat(count)
    },
  }
}
