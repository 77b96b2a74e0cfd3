import { LRUCache } from 'lru-cache'
import type { Journal } from '../core/journal.ts'

/** Claims kept in memory. The gateway repeats a few minutes of events at most. */
const maxClaims = 10_000

/**
 * A journal that never stops an answer. Where writing fails, such as on a full disk, it calls
 * `onFailure` and the answer goes on. Triggers are still claimed once while this process runs.
 */
export function resilientJournal(journal: Journal, onFailure: (error: unknown) => void): Journal {
  const claims = new LRUCache<string, true>({ max: maxClaims })
  function attempt(write: () => void): void {
    try {
      write()
    } catch (error) {
      onFailure(error)
    }
  }
  return {
    claim(id) {
      if (claims.has(id)) return false
      claims.set(id, true)
      let isFirst = true
      attempt(() => {
        isFirst = journal.claim(id)
      })
      return isFirst
    },
    start: (answer) => attempt(() => journal.start(answer)),
    addPage: (...page) => attempt(() => journal.addPage(...page)),
    end: (id) => attempt(() => journal.end(id)),
    unfinished: () => journal.unfinished(),
  }
}
