import { type BotProcess, startBot } from './bot-process.ts'
import type { BotStatus } from './page/protocol.ts'

/** Starts and stops the bot's process, as visitors ask. */
export class BotRunner {
  readonly #environment: () => NodeJS.ProcessEnv
  readonly #onStatus: (status: BotStatus, how?: string) => void
  #process: BotProcess | undefined
  /** Settles after the process ended and the status was reported. */
  #gone = Promise.resolve()
  /** Whether a visitor asked for the end. */
  #isAsked = false
  #hasEnded = false

  /** `environment` is called at each start. `how` says how a bot ended by itself. */
  constructor(
    environment: () => NodeJS.ProcessEnv,
    onStatus: (status: BotStatus, how?: string) => void,
  ) {
    this.#environment = environment
    this.#onStatus = onStatus
  }

  /** Does nothing while the bot runs, or after `end`. */
  start(): void {
    if (this.#process !== undefined || this.#hasEnded) return
    const started = startBot(this.#environment())
    this.#process = started
    this.#isAsked = false
    this.#onStatus('starting')
    this.#gone = started.ended.then((how) => {
      this.#process = undefined
      if (this.#isAsked) this.#onStatus('stopped')
      else this.#onStatus('offline', how)
    })
  }

  /** Kills the process, like a crash. Resolves when it has ended. */
  async kill(): Promise<void> {
    this.#isAsked = true
    this.#process?.kill()
    await this.#gone
  }

  /** Lets the bot finish its answers. Resolves when it has ended. */
  async stop(): Promise<void> {
    this.#isAsked = true
    await this.#process?.stop()
    await this.#gone
  }

  /** Stops the bot for good. */
  async end(): Promise<void> {
    this.#hasEnded = true
    await this.stop()
  }

  async restart(): Promise<void> {
    await this.stop()
    this.start()
  }
}
