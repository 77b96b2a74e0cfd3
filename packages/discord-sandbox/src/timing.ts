/** Every duration of the stand-in goes through here, so that a test may let its time run faster. */
export class Timing {
  readonly speed: number
  #skippedMs = 0

  constructor(speed = 1) {
    if (!(speed > 0)) throw new RangeError(`Expected \`speed\` to be above 0, got ${speed}`)
    this.speed = speed
  }

  /** Milliseconds of real time that stand for `ms` of Discord's time. */
  scale(ms: number): number {
    return ms / this.speed
  }

  /** Milliseconds on a clock that never goes back. */
  now(): number {
    return performance.now() + this.#skippedMs
  }

  /** From now on the clock is so much later. Timers that run already keep their time. */
  skip(ms: number): void {
    this.#skippedMs += ms
  }

  wait(ms: number): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, ms))
  }
}
