import { EndedAs } from '../../core/answer/ending.ts'
import type { Clock } from '../../core/clock.ts'

/** An interaction token is valid for 15 minutes, and the last edits take some of them. */
const usableMs = 14 * 60_000

/**
 * A signal that ends an answer shortly before the interaction token expires that alone can write it.
 * `ageMs`: the age of the interaction. Dispose it when the answer has ended.
 */
export function tokenDeadline(
  ageMs: number,
  clock: Clock,
): Disposable & { readonly signal: AbortSignal } {
  const late = new AbortController()
  const over = new AbortController()
  void clock.sleep(Math.max(0, usableMs - ageMs), over.signal).then(() => {
    if (!over.signal.aborted) late.abort(new EndedAs({ kind: 'gone', why: 'expired' }))
  })
  return { signal: late.signal, [Symbol.dispose]: () => over.abort() }
}
