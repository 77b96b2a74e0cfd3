import type { Clock } from '../clock.ts'

/** Discord lets a bot make so many requests a second. */
const discordsPerSecond = 50

/** Requests that may go at the same moment. */
const burst = 10

/** One of so many requests is a patient one, however many urgent ones wait. */
const patientTurn = 5

/** A request under way for longer does not hold up others any more; milliseconds. */
const longestRequestMs = 5_000

/** Nobody knows when an answer comes: whoever waits for one looks again after this time. */
const lookAgainMs = 20

interface Waiting {
  readonly go: () => void
  readonly hurry: AbortSignal | undefined
}

/** A request that may count in the second that Discord looks at. */
interface CountedRequest {
  isUnderWay: boolean
  /** Until when it may. */
  untilMs: number
}

/**
 * Shares the requests that Discord allows the whole bot among all answers: first come, first served,
 * but first and last frames go before those in between.
 *
 * Nobody knows when on its way a request reaches Discord, nor where Discord's seconds begin. So a
 * request counts until a second after its answer came: then no second has too many, however long the
 * network held some of them up.
 */
export class GlobalRateLimit {
  readonly #clock: Clock
  readonly #perSecond: number
  readonly #waiting: Waiting[] = []
  #counted: CountedRequest[] = []
  /** Requests that an even pace allows now. */
  #free = burst
  #countedAtMs: number
  #turn = 0
  #isServing = false

  constructor(clock: Clock, perSecond = discordsPerSecond) {
    this.#clock = clock
    this.#perSecond = perSecond
    this.#countedAtMs = clock.now()
  }

  /** Whether a request would have to wait. */
  get isBusy(): boolean {
    return this.#waiting.length > 0 || this.#waitMs() > 0
  }

  /**
   * Resolves when one more request may go, which is then to be made by `make`. It becomes urgent
   * when `hurry` aborts.
   */
  acquire(hurry?: AbortSignal): Promise<void> {
    if (!this.isBusy) {
      this.#count()
      return Promise.resolve()
    }
    return new Promise((go) => {
      this.#waiting.push({ go, hurry })
      if (!this.#isServing) void this.#serve()
    })
  }

  /** Makes a request that has passed, and sees when its answer comes. */
  async track<T>(request: () => Promise<T>): Promise<T> {
    // One that is repeated has not passed again, and counts all the same.
    const trip = this.#counted.find(({ isUnderWay }) => !isUnderWay) ?? this.#count()
    trip.isUnderWay = true
    trip.untilMs = this.#clock.now() + longestRequestMs
    try {
      return await request()
    } finally {
      trip.untilMs = this.#clock.now() + 1_000
    }
  }

  async #serve(): Promise<void> {
    this.#isServing = true
    while (this.#waiting.length > 0) {
      const waitMs = this.#waitMs()
      if (waitMs > 0) {
        await this.#clock.sleep(Math.ceil(Math.min(waitMs, lookAgainMs)))
        continue
      }
      this.#count()
      this.#next()?.go()
    }
    this.#isServing = false
  }

  #next(): Waiting | undefined {
    this.#turn += 1
    const isPatientTurn = this.#turn % patientTurn === 0
    const chosen = this.#waiting.findIndex(
      ({ hurry }) => (hurry?.aborted ?? false) !== isPatientTurn,
    )
    return this.#waiting.splice(Math.max(0, chosen), 1)[0]
  }

  #waitMs(): number {
    const nowMs = this.#clock.now()
    const grown = ((nowMs - this.#countedAtMs) * this.#perSecond) / 1_000
    this.#free = Math.min(burst, this.#free + grown)
    this.#countedAtMs = nowMs
    const unevenMs = ((1 - this.#free) * 1_000) / this.#perSecond
    this.#counted = this.#counted.filter(({ untilMs }) => untilMs > nowMs)
    if (this.#counted.length < this.#perSecond) return unevenMs
    const soonestMs = Math.min(...this.#counted.map(({ untilMs }) => untilMs))
    return Math.max(unevenMs, soonestMs - nowMs)
  }

  #count(): CountedRequest {
    this.#free -= 1
    const trip = { isUnderWay: false, untilMs: this.#clock.now() + 1_000 }
    this.#counted.push(trip)
    return trip
  }
}
