import { ConfigError } from './config.ts'
import { LoginError } from './discord/api/login.ts'
import type { Log } from './ops/log.ts'

/** Ends the process: by a signal, when Discord refuses the bot, or after a bug. Answers end first. */
export class Shutdown {
  readonly #log: Log
  /** Ends what runs. Until it is set, there is nothing to end. */
  #stop: () => Promise<void> = async () => undefined
  #isStopping = false

  /** Listens to signals and to errors that nothing caught. */
  constructor(log: Log) {
    this.#log = log
    process.on('SIGINT', () => this.#onSignal())
    process.on('SIGTERM', () => this.#onSignal())
    process.on('uncaughtException', (error) => void this.after(error))
  }

  /** Sets what ends before the process does. */
  onStop(stop: () => Promise<void>): void {
    this.#stop = stop
  }

  /** Lets running answers end, and then the process with the reason. */
  async after(error: unknown): Promise<void> {
    report(error, this.#log)
    if (this.#isStopping) return
    this.#isStopping = true
    await this.#stop().finally(() => process.exit(1))
  }

  /** The first signal lets answers end. The second one does not wait. */
  #onSignal(): void {
    if (this.#isStopping) process.exit(130)
    this.#isStopping = true
    void this.#stop().finally(() => process.exit(0))
  }
}

/** Ends the process at once with the reason. */
export function leaveWith(error: unknown, log: Log): never {
  report(error, log)
  process.exit(1)
}

/** Prints what a person can fix in sentences. Everything else is a bug and goes into the log. */
function report(error: unknown, log: Log): void {
  if (error instanceof ConfigError || error instanceof LoginError) {
    process.stderr.write(`${error.message}\n`)
  } else {
    log.fatal({ error }, 'a fault in Platen')
  }
}
