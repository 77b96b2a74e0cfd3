import { type REST, Routes } from 'discord.js'
import type { Clock } from '../../core/clock.ts'
import type { EditPacer } from '../../core/rate-limit/edit-pacer.ts'

/** Discord shows the indicator for 10 s, or until the bot sends a message. */
const repeatMs = 8_000

export interface TypingServices {
  readonly api: { readonly rest: REST }
  readonly pacer: EditPacer
  readonly clock: Clock
}

/** Shows "is typing…" in a channel between `start` and `stop`. Neither waits for a request. */
export class TypingIndicator {
  readonly #channelId: string
  readonly #services: TypingServices
  readonly #stopped = new AbortController()
  #isStarted = false

  constructor(channelId: string, services: TypingServices) {
    this.#channelId = channelId
    this.#services = services
  }

  /** Starts it once, however often it is called. */
  start(): void {
    if (this.#isStarted) return
    this.#isStarted = true
    void this.#repeat()
  }

  stop(): void {
    this.#stopped.abort()
  }

  async #repeat(): Promise<void> {
    const { api, pacer, clock } = this.#services
    const { signal } = this.#stopped
    while (!signal.aborted) {
      if (!pacer.isBusy) {
        // Only decoration: an answer neither fails nor waits without it.
        await api.rest.post(Routes.channelTyping(this.#channelId)).catch(() => undefined)
      }
      await clock.sleep(repeatMs, signal)
    }
  }
}
