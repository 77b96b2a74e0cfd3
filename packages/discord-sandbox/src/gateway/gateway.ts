import type { WebSocket } from 'ws'
import { isJson } from '../json.ts'
import type { ApplicationState } from '../state/entities.ts'
import type { World } from '../state/world.ts'
import { CloseCode, Connection, Opcode } from './connection.ts'
import { readIdentify, readResume } from './identify.ts'
import { membersChunk } from './members-chunk.ts'
import { Session } from './session.ts'

/** Something that a client or the gateway did to a connection. */
export interface GatewayNews {
  readonly action: 'identify' | 'resume' | 'resumed' | 'invalid session' | 'reconnect' | 'close'
  readonly botId: string | undefined
  readonly sessionId: string | undefined
  readonly shard: number | undefined
  /** Of a close: who closes with what. */
  readonly code?: number
}

export interface Attached {
  readonly connection: Connection
  session: Session | undefined
}

/** A close code, or the answer that the client must identify anew. */
type Wrong = number | 'invalid session'

/** How long a session waits for its client to resume. */
const resumableMs = 5 * 60_000
const identifyPeriodMs = 5000

/** Identifies that a bot has: in five seconds, and in a day. */
export interface IdentifyLimits {
  readonly maxConcurrency: number
  readonly perDay: number
}

/** All sessions and connections, and the protocol between them. */
export class Gateway {
  readonly attached = new Set<Attached>()
  readonly maxConcurrency: number
  readonly #world: World
  readonly perDay: number
  readonly #sessions = new Map<string, Session>()
  readonly #identifies = new Map<string, number[]>()
  readonly #tell: (news: GatewayNews) => void
  url = ''
  /** The `resume_gateway_url` of sessions. */
  resumeUrl = ''

  constructor(world: World, limits: IdentifyLimits, tell: (news: GatewayNews) => void) {
    this.#world = world
    this.maxConcurrency = limits.maxConcurrency
    this.perDay = limits.perDay
    this.#tell = tell
    world.onDispatch((dispatch) => {
      this.#forgetLost()
      for (const session of this.#sessions.values()) session.deliver(dispatch)
    })
  }

  remaining(botId: string): number {
    return Math.max(0, this.perDay - (this.#identifies.get(botId)?.length ?? 0))
  }

  isConnected(botId: string): boolean {
    return [...this.attached].some(({ session }) => session?.identity.bot.id === botId)
  }

  /** A deaf connection says HELLO and acknowledges heartbeats, and answers nothing else. */
  accept(socket: WebSocket, query: URLSearchParams, isDeaf = false): void {
    if ((query.get('v') ?? '10') !== '10') {
      socket.close(CloseCode.invalidVersion, 'Invalid API version.')
      return
    }
    if ((query.get('encoding') ?? 'json') !== 'json') {
      socket.close(CloseCode.decodeError, 'Only JSON is spoken here.')
      return
    }
    const connection = new Connection(socket, this.#world.timing, {
      packet: (opcode, data) => {
        if (!isDeaf) this.#receive(attached, opcode, data)
      },
      closed: (code) => this.#closed(attached, code),
    })
    const attached: Attached = { connection, session: undefined }
    this.attached.add(attached)
  }

  news(attached: Attached, action: GatewayNews['action'], code?: number): void {
    const identity = attached.session?.identity
    this.#tell({
      action,
      botId: identity?.bot.id,
      sessionId: attached.session?.id,
      shard: identity?.shard[0],
      ...(code === undefined ? {} : { code }),
    })
  }

  /** The client must identify anew, or may resume. */
  invalidate(attached: Attached, isResumable: boolean): void {
    this.news(attached, 'invalid session')
    if (!isResumable && attached.session !== undefined) {
      this.#sessions.delete(attached.session.id)
      attached.session = undefined
    }
    attached.connection.send({ op: Opcode.invalidSession, d: isResumable, s: null, t: null })
  }

  #receive(attached: Attached, opcode: number, data: unknown): void {
    const wrong = this.#react(attached, opcode, data)
    if (wrong === 'invalid session') this.invalidate(attached, false)
    else if (wrong !== undefined) attached.connection.close(wrong)
  }

  #react(attached: Attached, opcode: number, data: unknown): Wrong | undefined {
    const { session } = attached
    if (opcode === Opcode.identify || opcode === Opcode.resume) {
      if (session !== undefined) return CloseCode.alreadyAuthenticated
      return opcode === Opcode.identify
        ? this.#identify(attached, data)
        : this.#resume(attached, data)
    }
    if (session === undefined) return CloseCode.notAuthenticated
    if (opcode === Opcode.requestGuildMembers) {
      const chunk = isJson(data) ? membersChunk(this.#world, session.identity, data) : undefined
      if (chunk !== undefined) session.push('GUILD_MEMBERS_CHUNK', chunk)
      return undefined
    }
    const isSilent = opcode === Opcode.presenceUpdate || opcode === Opcode.voiceStateUpdate
    return isSilent ? undefined : CloseCode.unknownOpcode
  }

  #identify(attached: Attached, data: unknown): Wrong | undefined {
    const identity = readIdentify(this.#world, data)
    if (typeof identity === 'number') return identity
    if (!this.#mayIdentify(identity.bot)) return 'invalid session'
    const session = new Session(this.#world, this.#world.secret(16), identity)
    this.#sessions.set(session.id, session)
    attached.session = session
    session.outlet = attached.connection
    this.news(attached, 'identify')
    session.begin(this.resumeUrl)
    return undefined
  }

  /** Allows `max_concurrency` identifies in five seconds, and `perDay` in a day. */
  #mayIdentify(bot: ApplicationState): boolean {
    const { timing } = this.#world
    const times = this.#identifies.get(bot.id) ?? []
    const since = timing.now() - timing.scale(identifyPeriodMs)
    if (times.filter((at) => at > since).length >= this.maxConcurrency) return false
    if (this.remaining(bot.id) === 0) return false
    this.#identifies.set(bot.id, [...times, timing.now()])
    return true
  }

  #resume(attached: Attached, data: unknown): Wrong | undefined {
    const resume = readResume(this.#world, data)
    if (typeof resume === 'number') return resume
    this.#forgetLost()
    const session = this.#sessions.get(resume.sessionId)
    if (session === undefined || session.identity.bot !== resume.bot) return 'invalid session'
    if (resume.sequence > session.sequence) return CloseCode.invalidSequence
    this.#takeOver(attached, session)
    this.news(attached, 'resume')
    if (!session.replayAfter(resume.sequence)) return 'invalid session'
    session.push('RESUMED', { _trace: [] })
    this.news(attached, 'resumed')
    return undefined
  }

  /** A session has one connection: the newest. */
  #takeOver(attached: Attached, session: Session): void {
    for (const other of this.attached) {
      if (other.session !== session) continue
      other.session = undefined
      other.connection.terminate()
    }
    attached.session = session
    session.outlet = attached.connection
    session.disconnectedAt = undefined
  }

  /** Sessions that nobody resumed in time. */
  #forgetLost(): void {
    const { timing } = this.#world
    const since = timing.now() - timing.scale(resumableMs)
    for (const { id, disconnectedAt } of this.#sessions.values()) {
      if (disconnectedAt !== undefined && disconnectedAt < since) this.#sessions.delete(id)
    }
  }

  #closed(attached: Attached, code: number): void {
    this.attached.delete(attached)
    this.news(attached, 'close', code)
    const { session } = attached
    if (session === undefined || session.outlet !== attached.connection) return
    session.outlet = undefined
    session.disconnectedAt = this.#world.timing.now()
    // A client that says goodbye properly does not come back to this session.
    if (code === 1000 || code === 1001) this.#sessions.delete(session.id)
  }
}
