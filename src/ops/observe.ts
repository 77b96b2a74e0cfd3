import type { AnswerObserver } from '../answers/observer.ts'
import { type AnswerOutcome, endingName } from '../core/answer/ending.ts'
import type { Log } from './log.ts'
import type { Metrics } from './metrics.ts'

/** Writes what becomes of answers into the log and the counters. */
export function observe(log: Log, metrics: Metrics | undefined): AnswerObserver {
  return {
    started(trigger) {
      metrics?.began()
      log.debug({ trigger }, 'answering')
    },
    ended(trigger, answered, others) {
      metrics?.answered(answered)
      const together = others.length > 0 ? { with: others } : {}
      const details = { trigger, ...together, ...detailsOf(answered) }
      const { ending, unshownReason } = answered
      if (ending.kind === 'superseded') log.info(details, 'question changed, answering anew')
      else if (ending.kind === 'failed')
        log.error({ ...details, error: ending.cause }, 'answer failed')
      else if (unshownReason !== undefined) log.warn(details, 'answer not shown whole')
      else log.info(details, 'answered')
    },
    notifyFailed(trigger, error) {
      log.warn({ trigger, error }, 'the asker was not told')
    },
    failed(trigger, error) {
      log.error({ trigger, error }, 'question not answered')
    },
  }
}

/** Numbers and names: what people ask and models say is nobody's business. */
function detailsOf(answered: AnswerOutcome): object {
  const { ending, unshownReason, characters, pages, model, usage, firstTextMs, totalMs } = answered
  return {
    ending: endingName(ending),
    unshown: unshownReason,
    characters,
    pages,
    model,
    ...usage,
    firstTextMs: firstTextMs === undefined ? undefined : Math.round(firstTextMs),
    totalMs: Math.round(totalMs),
  }
}
