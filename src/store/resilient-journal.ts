import type { Journal } from '../core/journal.ts'
import { Claims } from './recent-ids.ts'

/**
 * A journal that never stops an answer: where writing fails (the disk is full), `onFailure` is told
 * and the answer goes on; triggers are still claimed once, for as long as this process runs.
 */
export function resilientJournal(journal: Journal, onFailure: (error: unknown) => void): Journal {
  const claims = new Claims()
  function attempt(write: () => void): void {
    try {
      write()
    } catch (error) {
      onFailure(error)
    }
  }
  return {
    claim(id) {
      if (!claims.claim(id)) return false
      let isFirst = true
      attempt(() => {
        isFirst = journal.claim(id)
      })
      return isFirst
    },
    start: (beginning) => attempt(() => journal.start(beginning)),
    addPage: (...page) => attempt(() => journal.addPage(...page)),
    end: (id) => attempt(() => journal.end(id)),
    unfinished: () => journal.unfinished(),
  }
}
