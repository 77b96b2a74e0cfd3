import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const probe = new URL('./probe.ts', import.meta.url).href

/** What a process says about itself. */
export interface Report {
  readonly cpuSeconds: number
  readonly rssBytes: number
  /** How late its timers came since the last reset, 99th percentile. */
  readonly loopP99Ms: number
}

/** A contender's process. */
export class BotProcess {
  /** Answers of which the contender says that nothing more will be shown, with what went wrong. */
  readonly ended = new Map<string, string | undefined>()
  readonly #folder: string
  readonly #child: ChildProcess
  readonly #ready = Promise.withResolvers<void>()
  #report = Promise.withResolvers<Report>()
  #retained = Promise.withResolvers<number>()
  #errors = ''

  private constructor(
    command: readonly string[],
    environment: Readonly<Record<string, string>>,
    folder: string,
  ) {
    this.#folder = folder
    this.#child = spawn(process.execPath, [`--import=${probe}`, ...command], {
      cwd: root,
      env: {
        PATH: process.env['PATH'] ?? '',
        NODE_ENV: 'production',
        DATA_DIR: folder,
        ...environment,
      },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    })
    this.#child.on('message', (message) => this.#hear(message as Message))
    const { stdout, stderr } = this.#child
    if (stdout) createInterface(stdout).on('line', (line) => this.#read(line))
    stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#errors = (this.#errors + text).slice(-2_000)
    })
    void once(this.#child, 'exit').then(() => {
      this.#ready.reject(new Error(`It ended by itself: ${this.#errors.trim()}`))
    })
  }

  /** Runs node, with a folder of its own for what it keeps. */
  static async start(
    command: readonly string[],
    environment: Readonly<Record<string, string>>,
  ): Promise<BotProcess> {
    const folder = await mkdtemp(path.join(tmpdir(), 'platen-bench-'))
    return new BotProcess(command, environment, folder)
  }

  /** Resolves when it takes questions; rejects when it ends before. */
  get ready(): Promise<void> {
    return this.#ready.promise
  }

  report(): Promise<Report> {
    this.#report = Promise.withResolvers()
    this.#child.send('report')
    return this.#report.promise
  }

  /** Bytes in use, garbage not counted. Looking for it holds up the process for a moment. */
  retainedBytes(): Promise<number> {
    this.#retained = Promise.withResolvers()
    this.#child.send('retained')
    return this.#retained.promise
  }

  /** Begins to measure the event loop anew. */
  resetLoop(): void {
    this.#child.send('reset')
  }

  async end(): Promise<void> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) {
      const exit = once(this.#child, 'exit')
      this.#child.kill('SIGKILL')
      await exit
    }
    await rm(this.#folder, { recursive: true, force: true })
  }

  #hear(message: Message): void {
    if (message.kind === 'ready') this.#ready.resolve()
    else if (message.kind === 'ended') this.ended.set(message.question, message.error)
    else if (message.kind === 'retained') this.#retained.resolve(message.bytes)
    else this.#report.resolve(message)
  }

  /** Platen says in its log that it is connected, and knows of no bench. */
  #read(line: string): void {
    if (line.startsWith('{') && line.includes('"msg":"connected"')) this.#ready.resolve()
  }
}

type Message =
  | { readonly kind: 'ready' }
  | { readonly kind: 'ended'; readonly question: string; readonly error?: string }
  | { readonly kind: 'retained'; readonly bytes: number }
  | ({ readonly kind: 'report' } & Report)
