import type { Clock } from '../core/ports.ts'

/** Discord shows the indicator for 10 s, or until the bot's message comes. */
const repeatMs = 8_000

/** Shows "is typing…" in a channel until disposed, which does not wait for a running request. */
export function showTyping(channel: { sendTyping(): Promise<void> }, clock: Clock): Disposable {
  const over = new AbortController()
  async function repeat(): Promise<void> {
    while (!over.signal.aborted) {
      // An ornament: an answer does not fail, nor wait, because nobody saw it coming.
      await channel.sendTyping().catch(() => undefined)
      await clock.sleep(repeatMs, over.signal)
    }
  }
  void repeat()
  return { [Symbol.dispose]: () => over.abort() }
}
