import type { AnswerOutcome } from '../core/answer/ending.ts'

/** Learns what becomes of answers, for the log and the metrics. `trigger` identifies the question. */
export interface AnswerObserver {
  started(trigger: string): void
  /** `others`: further messages that the same answer answers. */
  ended(trigger: string, outcome: AnswerOutcome, others: readonly string[]): void
  /** The answer has ended, but the asker could not be told so. */
  notifyFailed(trigger: string, error: unknown): void
  /** There is no answer: its thread could not be read, or Platen has a bug. */
  failed(trigger: string, error: unknown): void
}

/**
 * An observer that never throws: what fails while it watches goes to `onError`, and the answer goes on
 * as if nobody had watched.
 */
export function isolated(
  observer: AnswerObserver,
  onError: (error: unknown) => void,
): AnswerObserver {
  function guard<A extends readonly unknown[]>(watch: (...args: A) => void): (...args: A) => void {
    return (...args) => {
      try {
        watch(...args)
      } catch (error) {
        onError(error)
      }
    }
  }
  return {
    started: guard((trigger) => observer.started(trigger)),
    ended: guard((trigger, outcome, others) => observer.ended(trigger, outcome, others)),
    notifyFailed: guard((trigger, error) => observer.notifyFailed(trigger, error)),
    failed: guard((trigger, error) => observer.failed(trigger, error)),
  }
}
