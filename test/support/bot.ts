import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

const root = path.resolve(import.meta.dirname, '../..')

/** One line of the bot's log. */
export type LogLine = Readonly<Record<string, unknown>> & { readonly msg?: string }

/** The bot as its users run it: a process of its own. */
export class BotProcess {
  readonly log: LogLine[] = []
  errors = ''
  readonly #folder: string
  readonly #child: ChildProcess
  readonly #exit: Promise<number | null>
  readonly #waiting = new Set<() => void>()

  /** `environment` is all it gets, but for the path of the programs. */
  constructor(environment: Readonly<Record<string, string>>) {
    this.#folder = mkdtempSync(path.join(tmpdir(), 'platen-test-'))
    this.#child = spawn(process.execPath, ['src/main.ts'], {
      cwd: root,
      env: {
        PATH: process.env['PATH'] ?? '',
        NODE_ENV: 'production',
        DATA_DIR: this.#folder,
        ...environment,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.#exit = once(this.#child, 'exit').then(([code]) => code as number | null)
    let rest = ''
    this.#child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      const lines = (rest + text).split('\n')
      rest = lines.pop() ?? ''
      this.log.push(...lines.map((line) => JSON.parse(line) as LogLine))
      for (const look of this.#waiting) look()
    })
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.errors += text
    })
  }

  /** Resolves with the first log line with this message; rejects when the bot exits before. */
  async logged(message: string): Promise<LogLine> {
    const seen = Promise.withResolvers<LogLine>()
    const look = () => {
      const line = this.log.find(({ msg }) => msg === message)
      if (line) seen.resolve(line)
    }
    this.#waiting.add(look)
    look()
    const exited = this.#exit.then((code) => {
      throw new Error(`The bot exited with ${code} before it logged "${message}":\n${this.output}`)
    })
    return Promise.race([seen.promise, exited]).finally(() => this.#waiting.delete(look))
  }

  /** The exit code, when it has ended. */
  get exited(): Promise<number | null> {
    return this.#exit
  }

  /** Everything it wrote. */
  get output(): string {
    return `${this.log.map((line) => JSON.stringify(line)).join('\n')}\n${this.errors}`
  }

  kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) this.kill('SIGKILL')
    await this.#exit
    rmSync(this.#folder, { recursive: true, force: true })
  }
}

/** Longest wait for something that happens in a second where a machine is not busy, in milliseconds. */
const patienceMs = 25_000

/** Looks again and again. Fails with the bot's log when it dies, or when nothing comes of it. */
export async function until(bot: BotProcess, isSo: () => boolean): Promise<void> {
  let dead: number | null | undefined
  void bot.exited.then((code) => {
    dead = code
  })
  const end = performance.now() + patienceMs
  while (!isSo()) {
    if (dead !== undefined) throw new Error(`The bot exited with ${dead}:\n${bot.output}`)
    if (performance.now() > end) throw new Error(`In vain: ${isSo}. The bot's log:\n${bot.output}`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}
