import {
  type Channel,
  ChannelType,
  type NewsChannel,
  type REST,
  RESTEvents,
  type TextChannel,
  type ThreadAutoArchiveDuration,
} from 'discord.js'
import type { Clock, RateLimitState } from '../../core/ports.ts'
import { atOnce, type EditPacer } from '../../core/rate-limit/edit-pacer.ts'
import { describe, failedPut, hasCode } from '../api/errors.ts'
import { quotaOf } from '../api/rate-limit-headers.ts'

/** The bot's one bucket for new threads: about 50 in 5 minutes, whatever the channel. */
const budget = { bucket: 'threads', isShared: true }

/** After so long nobody waits for a thread any more. */
const giveUpMs = 10 * 60_000

const alreadyHasThread = 160_004

/** Of the requests left, so many are kept for answers that come in another order than they went. */
const inReserve = 5

/**
 * Opens threads: several at a time while the bot's one bucket for them is well filled, else one after
 * the other, because only the answer to one request says whether there is room for the next.
 */
export class Threads {
  readonly #pacer: EditPacer
  readonly #clock: Clock
  readonly #waiting: (() => void)[] = []
  #underway = 0
  #rateLimit: RateLimitState | undefined

  constructor(rest: REST, pacer: EditPacer, clock: Clock) {
    this.#pacer = pacer
    this.#clock = clock
    rest.on(RESTEvents.Response, ({ method, route }, response) => {
      if (method !== 'POST' || !route.endsWith('/threads')) return
      // Here and not behind the request: several are under way, and each answer counts.
      const rateLimit = quotaOf(response)
      if (rateLimit === undefined) return
      this.#rateLimit = rateLimit
      pacer.observe(budget.bucket, rateLimit, 0)
    })
  }

  /**
   * Opens a thread on a message and gives its id, which is the message's. Rejects where Discord does
   * not allow it. Waits as long as the bot's limit asks for, so the caller must not wait for it.
   */
  async open(channel: ThreadParent, messageId: string, thread: ThreadSettings): Promise<string> {
    while (this.#underway >= this.#maxUnderway()) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve))
    }
    this.#underway += 1
    try {
      return await this.#open(channel, messageId, thread)
    } finally {
      this.#underway -= 1
      for (const look of this.#waiting.splice(0)) look()
    }
  }

  #maxUnderway(): number {
    return Math.max(1, (this.#rateLimit?.remaining ?? 0) - inReserve)
  }

  async #open(
    channel: ThreadParent,
    messageId: string,
    { name, archiveMinutes: autoArchiveDuration }: ThreadSettings,
  ): Promise<string> {
    const startMs = this.#clock.now()
    for (;;) {
      await this.#pacer.nextSlot(budget, atOnce)
      try {
        await channel.threads.create({ startMessage: messageId, name, autoArchiveDuration })
        return messageId
      } catch (error) {
        // An earlier attempt had taken effect.
        if (hasCode(error, alreadyHasThread)) return messageId
        const failed = failedPut(error)
        if (failed.kind === 'gone' || this.#clock.now() - startMs > giveUpMs) {
          throw new Error(`No thread could be opened: ${describe(error)}`, { cause: error })
        }
        this.#pacer.hold(budget.bucket, failed.afterMs ?? 1_000)
      }
    }
  }
}

/** What a thread begins with. */
export interface ThreadSettings {
  readonly name: string
  /** After so much silence Discord archives it. */
  readonly archiveMinutes: ThreadAutoArchiveDuration
}

/** The kinds of channel on whose messages threads can be opened. */
export type ThreadParent = TextChannel | NewsChannel

export function takesThreads(channel: Channel): channel is ThreadParent {
  return channel.type === ChannelType.GuildText || channel.type === ChannelType.GuildAnnouncement
}
