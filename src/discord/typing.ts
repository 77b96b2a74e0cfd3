import { type REST, Routes } from 'discord.js'
import type { Clock } from '../core/ports.ts'

/** Discord shows the indicator for 10 s, or until the bot's message comes. */
const repeatMs = 8_000

/** Shows "is typing…" in a channel from its start until its stop, which does not wait for a request. */
export class TypingIndicator {
  readonly #rest: REST
  readonly #channelId: string
  readonly #clock: Clock
  readonly #over = new AbortController()
  #isStarted = false

  constructor(rest: REST, channelId: string, clock: Clock) {
    this.#rest = rest
    this.#channelId = channelId
    this.#clock = clock
  }

  /** Starts it once, however often it is called. */
  start(): void {
    if (this.#isStarted) return
    this.#isStarted = true
    void this.#repeat()
  }

  stop(): void {
    this.#over.abort()
  }

  async #repeat(): Promise<void> {
    const { signal } = this.#over
    while (!signal.aborted) {
      // An ornament: an answer does not fail, nor wait, because nobody saw it coming.
      await this.#rest.post(Routes.channelTyping(this.#channelId)).catch(() => undefined)
      await this.#clock.sleep(repeatMs, signal)
    }
  }
}
