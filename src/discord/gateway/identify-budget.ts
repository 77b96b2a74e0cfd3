import { type APIGatewayBotInfo, type REST, Routes } from 'discord.js'
import type { Clock } from '../../core/clock.ts'

/** Identifies of a day that only the first connection of a process may use. */
const keptBack = 100

/** Longest wait before Discord is asked again how many identifies are left, in milliseconds. */
const maxWaitMs = 5 * 60_000

/** Longest wait for Discord's word on the budget; after that, the last known number counts. */
const askMs = 5_000

export interface BudgetOptions {
  readonly rest: Pick<REST, 'get'>
  readonly clock: Clock
  /** Called before each wait; `afterMs` is the time until Discord gives new identifies. */
  readonly onWait: (left: number, afterMs: number) => void
}

/** The identifies that Discord still allows today (`session_start_limit`), for all shards together. */
export class IdentifyBudget {
  readonly #options: BudgetOptions
  #left = Number.POSITIVE_INFINITY
  #total = Number.POSITIVE_INFINITY
  #resetsAt = 0

  constructor(options: BudgetOptions) {
    this.#options = options
  }

  /** Takes what Discord says. */
  learn({ session_start_limit: limit }: APIGatewayBotInfo): void {
    this.#left = limit.remaining
    this.#total = limit.total
    this.#resetsAt = this.#options.clock.now() + limit.reset_after
  }

  /** Resolves when an identify is allowed. All but the `isFirst` ones leave some of the budget. */
  async wait(isFirst: boolean, signal: AbortSignal): Promise<void> {
    const { clock, onWait } = this.#options
    while (!signal.aborted) {
      await this.#ask()
      const kept = isFirst ? 0 : Math.min(keptBack, this.#total / 10)
      if (this.#left > kept) return
      const waitMs = Math.max(1_000, this.#resetsAt - clock.now())
      onWait(this.#left, waitMs)
      await clock.sleep(Math.min(waitMs, maxWaitMs), signal)
      if (clock.now() >= this.#resetsAt) this.#left = this.#total
    }
  }

  spend(): void {
    this.#left -= 1
  }

  async #ask(): Promise<void> {
    const { rest, clock } = this.#options
    const deadline = new AbortController()
    const answered = new AbortController()
    void clock.sleep(askMs, answered.signal).then(() => deadline.abort())
    try {
      const info = await rest.get(Routes.gatewayBot(), { signal: deadline.signal })
      this.learn(info as APIGatewayBotInfo)
    } catch {
      // The gateway may work while the API does not: the last known number counts.
    } finally {
      answered.abort()
    }
  }
}
