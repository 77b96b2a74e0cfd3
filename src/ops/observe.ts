import { type Answered, endingName, type Observer } from '../core/answer/ending.ts'
import type { Log } from './log.ts'
import type { Metrics } from './metrics.ts'

/** Writes what becomes of answers into the log and the counters. */
export function observe(log: Log, metrics: Metrics | undefined): Observer {
  return {
    began(trigger) {
      metrics?.began()
      log.debug({ trigger }, 'answering')
    },
    answered(trigger, answered, others) {
      metrics?.answered(answered)
      const together = others.length > 0 ? { with: others } : {}
      const details = { trigger, ...together, ...detailsOf(answered) }
      const { ending, unshown } = answered
      if (ending.kind === 'superseded') log.info(details, 'question changed, answering anew')
      else if (ending.kind === 'failed')
        log.error({ ...details, error: ending.cause }, 'answer failed')
      else if (unshown !== undefined) log.warn(details, 'answer not shown whole')
      else log.info(details, 'answered')
    },
    untold(trigger, error) {
      log.warn({ trigger, error }, 'the asker was not told')
    },
    failed(trigger, error) {
      log.error({ trigger, error }, 'question not answered')
    },
  }
}

/** Numbers and names: what people ask and models say is nobody's business. */
function detailsOf(answered: Answered): object {
  const { ending, unshown, characters, pages, model, usage, firstWordsMs, totalMs } = answered
  return {
    ending: endingName(ending),
    unshown,
    characters,
    pages,
    model,
    ...usage,
    firstWordsMs: firstWordsMs === undefined ? undefined : Math.round(firstWordsMs),
    totalMs: Math.round(totalMs),
  }
}
