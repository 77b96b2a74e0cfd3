import { Routes } from 'discord.js'
import type { Bot } from '../context.ts'

/** Discord shows the indicator for 10 s, or until the bot's message comes. */
const repeatMs = 8_000

/** Shows "is typing…" in a channel from its start until its stop, which does not wait for a request. */
export class TypingIndicator {
  readonly #channelId: string
  readonly #bot: Pick<Bot, 'rest' | 'pacer' | 'clock'>
  readonly #over = new AbortController()
  #isStarted = false

  constructor(channelId: string, bot: Pick<Bot, 'rest' | 'pacer' | 'clock'>) {
    this.#channelId = channelId
    this.#bot = bot
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
    const { rest, pacer, clock } = this.#bot
    const { signal } = this.#over
    while (!signal.aborted) {
      // An ornament: an answer does not fail, nor wait, because nobody saw it coming.
      if (!pacer.isBusy) {
        await rest.post(Routes.channelTyping(this.#channelId)).catch(() => undefined)
      }
      await clock.sleep(repeatMs, signal)
    }
  }
}
