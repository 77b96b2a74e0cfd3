import type { Clock } from './ports.ts'

/** Discord lets a bot make 50 requests a second. A few stay free for clocks that differ. */
const usual = { perSecond: 45, burst: 5 }

/** Of so many requests at least one is a patient one, however many urgent ones there are. */
const patientTurn = 5

interface Waiting {
  readonly go: () => void
  isUrgent: boolean
}

/**
 * Shares the requests that Discord allows the whole bot among all answers: first come, first served,
 * but first and last frames go before those in between.
 */
export class Share {
  readonly #clock: Clock
  readonly #perSecond: number
  readonly #burst: number
  readonly #waiting: Waiting[] = []
  #free: number
  #countedAtMs: number
  #turn = 0
  #isServing = false

  constructor(clock: Clock, { perSecond, burst }: typeof usual = usual) {
    this.#clock = clock
    this.#perSecond = perSecond
    this.#burst = burst
    this.#free = burst
    this.#countedAtMs = clock.now()
  }

  /**
   * Resolves when one more request may go, which then counts. A request that is not urgent becomes
   * so when `hurry` resolves.
   */
  pass(hurry: Promise<void> | 'urgent'): Promise<void> {
    this.#count()
    if (this.#waiting.length === 0 && this.#free >= 1) {
      this.#free -= 1
      return Promise.resolve()
    }
    return new Promise((go) => {
      const waiting = { go, isUrgent: hurry === 'urgent' }
      this.#waiting.push(waiting)
      if (hurry !== 'urgent') {
        void hurry.then(() => {
          waiting.isUrgent = true
        })
      }
      if (!this.#isServing) void this.#serve()
    })
  }

  async #serve(): Promise<void> {
    this.#isServing = true
    while (this.#waiting.length > 0) {
      this.#count()
      if (this.#free < 1) {
        await this.#clock.sleep(Math.ceil(((1 - this.#free) * 1_000) / this.#perSecond))
        continue
      }
      this.#free -= 1
      this.#next()?.go()
    }
    this.#isServing = false
  }

  #next(): Waiting | undefined {
    this.#turn += 1
    const isPatientTurn = this.#turn % patientTurn === 0
    const chosen = this.#waiting.findIndex(({ isUrgent }) => isUrgent !== isPatientTurn)
    return this.#waiting.splice(Math.max(0, chosen), 1)[0]
  }

  #count(): void {
    const nowMs = this.#clock.now()
    const grown = ((nowMs - this.#countedAtMs) * this.#perSecond) / 1_000
    this.#free = Math.min(this.#burst, this.#free + grown)
    this.#countedAtMs = nowMs
  }
}
