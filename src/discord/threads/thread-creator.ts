import { RESTEvents, type ThreadAutoArchiveDuration } from 'discord.js'
import type { Clock } from '../../core/clock.ts'
import { atOnce, type EditPacer } from '../../core/rate-limit/edit-pacer.ts'
import type { RateLimitState } from '../../core/reply.ts'
import { type Attempt, type RetryPolicy, retry } from '../../core/retry.ts'
import type { ThreadParent } from '../api/channels.ts'
import type { DiscordApi } from '../api/client.ts'
import { describeError, hasErrorCode, putFailure } from '../api/errors.ts'

/** New threads have one bucket for the whole bot: about 50 in 5 minutes, whatever the channel. */
const limit = { bucket: 'threads', isGlobal: true }

/** Gives up after 10 minutes: by then nobody waits for the thread. */
const policy: RetryPolicy = ({ spentMs }) => (spentMs > 10 * 60_000 ? undefined : 1_000)

const alreadyHasThread = 160_004

/** Requests kept back, for responses that arrive in another order than their requests. */
const reserve = 5

export interface ThreadSettings {
  readonly name: string
  /** Minutes without a message after which Discord archives the thread. */
  readonly archiveMinutes: ThreadAutoArchiveDuration
}

/**
 * Opens threads: several at a time while the bot's one bucket for them is well filled, else one after
 * the other, because only the response to one request tells whether there is room for the next.
 */
export class ThreadCreator {
  readonly #pacer: EditPacer
  readonly #clock: Clock
  readonly #waiting: (() => void)[] = []
  #running = 0
  #rateLimit: RateLimitState | undefined

  constructor({ rest, rateLimits }: DiscordApi, pacer: EditPacer, clock: Clock) {
    this.#pacer = pacer
    this.#clock = clock
    // An event and not the awaited response: of several running requests, each response counts.
    rest.on(RESTEvents.Response, ({ method, route }, response) => {
      if (method !== 'POST' || !route.endsWith('/threads')) return
      const rateLimit = rateLimits.read(response)
      if (rateLimit === undefined) return
      this.#rateLimit = rateLimit
      pacer.observe(limit.bucket, rateLimit, 0)
    })
  }

  /**
   * Opens a thread on a message and resolves with its id, which is the message's. Rejects where Discord
   * forbids it. Waits as long as the rate limit demands, so no answer may wait for it.
   */
  async open(channel: ThreadParent, messageId: string, thread: ThreadSettings): Promise<string> {
    while (this.#running >= this.#maxRunning()) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve))
    }
    this.#running += 1
    try {
      const error = await retry(this.#clock, policy, () => this.#try(channel, messageId, thread))
      if (error === undefined) return messageId
      throw new Error(`No thread could be opened: ${describeError(error)}`, { cause: error })
    } finally {
      this.#running -= 1
      for (const checkAgain of this.#waiting.splice(0)) checkAgain()
    }
  }

  #maxRunning(): number {
    return Math.max(1, (this.#rateLimit?.remaining ?? 0) - reserve)
  }

  /** One attempt; its result is the error, if any. */
  async #try(
    channel: ThreadParent,
    messageId: string,
    { name, archiveMinutes: autoArchiveDuration }: ThreadSettings,
  ): Promise<Attempt<unknown>> {
    await this.#pacer.nextSlot(limit, atOnce)
    try {
      await channel.threads.create({ startMessage: messageId, name, autoArchiveDuration })
      return { result: undefined }
    } catch (error) {
      // An earlier attempt took effect, although its response was lost.
      if (hasErrorCode(error, alreadyHasThread)) return { result: undefined }
      const failure = putFailure(error)
      if (failure.kind === 'gone') return { result: error }
      this.#pacer.hold(limit.bucket, failure.afterMs ?? 1_000)
      return { result: error, again: { afterMs: failure.afterMs } }
    }
  }
}
