import { EndedAs } from '../../core/answer/ending.ts'
import type { Clock } from '../../core/ports.ts'

/** The token of an interaction is good for 15 minutes; the last edit needs some of them, too. */
const goodMs = 14 * 60_000

/**
 * A signal that ends an answer shortly before the token dies with which alone it can be written.
 * `ageMs`: how old the interaction is. Disposing it lets nobody wait for that any more.
 */
export function expiry(ageMs: number, clock: Clock): Disposable & { readonly signal: AbortSignal } {
  const late = new AbortController()
  const over = new AbortController()
  void clock.sleep(Math.max(0, goodMs - ageMs), over.signal).then(() => {
    if (!over.signal.aborted) late.abort(new EndedAs({ kind: 'gone', why: 'expired' }))
  })
  return { signal: late.signal, [Symbol.dispose]: () => over.abort() }
}
