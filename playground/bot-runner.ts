import { type BotProcess, startBot } from './bot-process.ts'
import type { BotStatus } from './page/protocol.ts'

/** Keeps the bot's process: people at the page end it and start it again as they like. */
export class BotRunner {
  readonly #environment: () => NodeJS.ProcessEnv
  readonly #onStatus: (status: BotStatus, how?: string) => void
  #process: BotProcess | undefined
  /** When it has gone, and everybody was told. */
  #gone = Promise.resolve()
  /** Why it ends, where somebody asked for it. */
  #isAsked = false
  #hasEnded = false

  /** `environment` is asked for at each start; `how` tells how a bot ended that nobody had asked to. */
  constructor(
    environment: () => NodeJS.ProcessEnv,
    onStatus: (status: BotStatus, how?: string) => void,
  ) {
    this.#environment = environment
    this.#onStatus = onStatus
  }

  /** Does nothing while it runs, or after `end`. */
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

  /** At once, as a crash would: what it was doing is left as it is. Resolves when it has gone. */
  async kill(): Promise<void> {
    this.#isAsked = true
    this.#process?.kill()
    await this.#gone
  }

  /** Lets it end its answers; resolves when it has gone. */
  async stop(): Promise<void> {
    this.#isAsked = true
    await this.#process?.stop()
    await this.#gone
  }

  /** Stops it, and starts none any more. */
  async end(): Promise<void> {
    this.#hasEnded = true
    await this.stop()
  }

  async restart(): Promise<void> {
    await this.stop()
    this.start()
  }
}
