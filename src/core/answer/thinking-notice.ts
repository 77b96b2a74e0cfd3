import { noticeLine } from '../conversation/status-lines.ts'
import { Layout } from '../layout/layout.ts'
import type { Clock } from '../ports.ts'
import type { Words } from '../texts.ts'
import { pagesWith } from './answer-pages.ts'
import type { Typewriter } from './typewriter.ts'

/** So long nobody wonders what a model does. */
const patienceMs = 10_000

const everyMs = 5_000

/** Says that the model is still thinking, where it takes long until the first words of an answer. */
export class ThinkingLine {
  readonly #over = new AbortController()
  readonly #shown: Promise<void>

  constructor(
    typewriter: Typewriter,
    { head, words, clock }: { readonly head: string; readonly words: Words; readonly clock: Clock },
  ) {
    this.#shown = this.#show(async (ms) => {
      const line = noticeLine(words.thinking(Math.round(ms / 1_000)), 'thinking')
      const texts = new Layout(head).finish('', line)
      await typewriter.show(pagesWith(texts, ['stop'], false))
    }, clock)
  }

  /** Resolves when nothing more is shown. */
  async end(): Promise<void> {
    this.#over.abort()
    await this.#shown
  }

  async #show(show: (ms: number) => Promise<void>, clock: Clock): Promise<void> {
    const startMs = clock.now()
    const { signal } = this.#over
    await clock.sleep(patienceMs, signal)
    while (!signal.aborted) {
      await show(clock.now() - startMs)
      await clock.sleep(everyMs, signal)
    }
  }
}
