import { backoffMs } from '../../core/retry.ts'

/** Waits between attempts that cost no identify, in milliseconds, doubling. */
const connectMs = { first: 1_000, max: 30_000 }

/** Waits from an identify that led to no lasting session until the next one, doubling. */
const identifyMs = { first: 5_000, max: 5 * 60_000 }

/** A connection that lasted so long was a success. */
const lastingMs = 60_000

/** Attempts to resume a session before a new one is begun. */
const maxResumes = 2

/** How to connect next. */
export interface ConnectionAttempt {
  readonly waitMs: number
  /** Whether to resume the session. Otherwise a new one begins, which costs an identify. */
  readonly resumes: boolean
}

/**
 * Decides when one shard connects again, and whether it resumes. A session whose resume fails twice is
 * given up: its host may be down although the gateway works. Identifies are scarce (1,000 a day, then
 * Discord resets the token), so only these become rarer than one in 30 seconds.
 */
export class ReconnectPlan {
  #establishedAt: number | undefined
  #identifiedAt = Number.NEGATIVE_INFINITY
  /** Attempts since the last lasting connection. */
  #attempts = 0
  #failedResumes = 0
  #failedIdentifies = 0

  next(nowMs: number, canResume: boolean): ConnectionAttempt {
    const established = this.#establishedAt
    this.#establishedAt = undefined
    if (established !== undefined && nowMs - established >= lastingMs) {
      this.#attempts = 0
      this.#failedIdentifies = 0
    }
    const waitMs =
      this.#attempts === 0 ? 0 : backoffMs(this.#attempts, connectMs.first, connectMs.max)
    this.#attempts += 1
    if (canResume && this.#failedResumes < maxResumes) {
      this.#failedResumes += 1
      return { waitMs, resumes: true }
    }
    return { waitMs: Math.max(waitMs, this.#untilIdentify(nowMs)), resumes: false }
  }

  /** An identify counts as failed until its session has lasted. */
  onIdentify(nowMs: number): void {
    this.#identifiedAt = nowMs
    this.#failedIdentifies += 1
  }

  #untilIdentify(nowMs: number): number {
    if (this.#failedIdentifies === 0) return 0
    const apartMs = backoffMs(this.#failedIdentifies, identifyMs.first, identifyMs.max)
    return this.#identifiedAt + apartMs - nowMs
  }

  /** The shard is ready, by a new session or a resumed one. */
  onEstablished(nowMs: number): void {
    this.#establishedAt = nowMs
    this.#failedResumes = 0
  }
}
