import type { Clock } from '../clock.ts'
import { statusLine } from '../conversation/status-lines.ts'
import { Layout } from '../layout/layout.ts'
import type { Texts } from '../texts.ts'
import { pagesWithButtons } from './answer-pages.ts'
import type { Typewriter } from './typewriter.ts'

/** Delay before the first *thinking* notice, in milliseconds. */
const firstNoticeAfterMs = 10_000

const repeatMs = 5_000

/** Says that the model is still thinking, where it takes long until the first words of an answer. */
export class ThinkingNotice {
  readonly #over = new AbortController()
  readonly #shown: Promise<void>

  constructor(
    typewriter: Typewriter,
    {
      header,
      texts,
      clock,
    }: { readonly header: string; readonly texts: Texts; readonly clock: Clock },
  ) {
    this.#shown = this.#show(async (ms) => {
      const line = statusLine(texts.thinking(Math.round(ms / 1_000)), 'thinking')
      const pages = new Layout(header).finish('', line)
      await typewriter.show(pagesWithButtons(pages, ['stop'], false))
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
    await clock.sleep(firstNoticeAfterMs, signal)
    while (!signal.aborted) {
      await show(clock.now() - startMs)
      await clock.sleep(repeatMs, signal)
    }
  }
}
