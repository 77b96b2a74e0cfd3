import { Claims } from './claims.ts'
import type { Journal } from './ports.ts'

/**
 * A journal that never stops an answer: where writing fails (the disk is full), `onFailure` is told
 * and the answer goes on; triggers are still claimed once, for as long as this process runs.
 */
export function sturdyJournal(journal: Journal, onFailure: (error: unknown) => void): Journal {
  const claims = new Claims()
  function attempt(write: () => void): void {
    try {
      write()
    } catch (error) {
      onFailure(error)
    }
  }
  return {
    claim(trigger) {
      if (!claims.claim(trigger)) return false
      let isFirst = true
      attempt(() => {
        isFirst = journal.claim(trigger)
      })
      return isFirst
    },
    begin: (...begun) => attempt(() => journal.begin(...begun)),
    addPage: (...page) => attempt(() => journal.addPage(...page)),
    end: (trigger) => attempt(() => journal.end(trigger)),
    unended: () => journal.unended(),
  }
}
