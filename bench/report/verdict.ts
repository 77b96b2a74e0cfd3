import type { NotMeasured, Result } from '../result.ts'
import { mean } from '../statistics.ts'
import { titleOf } from './figures.ts'

/** No run may be further from the bound than this, on the average over its cells. */
export const mostRatio = 1.6

/**
 * Where the bench's own timers come later than this, 99th percentile, lags say more about the machine
 * than about the contender.
 */
const mostTimersLateMs = 20

export interface Verdict {
  /** Mean lag over bound, the mean of all cells. */
  readonly ratio: number
  /** None: the run passes. */
  readonly problems: readonly string[]
}

/** Whether a machine was idle enough to judge lags by. */
export function isQuiet(timersLateMs: number): boolean {
  return timersLateMs <= mostTimersLateMs
}

/** Looks for what a run of Platen must not show: a 429, lost or changed text, a long lag. */
export function verdictOf(
  results: readonly (Result | NotMeasured)[],
  timersLateMs: number,
): Verdict {
  const problems = results.flatMap((result) => {
    const title = titleOf(result.cell)
    if (result.kind === 'not measured') return [`${title}: ${result.reason}`]
    const { refused, missing, isCut } = result
    return [
      ...(refused > 0 ? [`${title}: Discord refused ${refused} requests (429)`] : []),
      ...(missing > 0 || isCut ? [`${title}: ${missing} characters are lost or changed`] : []),
    ]
  })
  const ratio = meanRatio(results)
  // Written so that a ratio that is no number fails.
  if (!(ratio <= mostRatio) && (isQuiet(timersLateMs) || Number.isNaN(ratio))) {
    problems.push(`The mean ratio may be at most ${mostRatio.toFixed(2)}`)
  }
  return { ratio, problems }
}

/** NaN where nothing was measured. */
export function meanRatio(results: readonly (Result | NotMeasured)[]): number {
  return mean(results.flatMap((result) => (result.kind === 'measured' ? [result.ratio] : [])))
}

/** Of two runs of the same cells the fresher one of each: noise only adds. What went wrong counts. */
export function fresherOf(
  first: readonly (Result | NotMeasured)[],
  second: readonly (Result | NotMeasured)[],
): readonly (Result | NotMeasured)[] {
  return first.map((one, index) => {
    const other = second[index]
    if (one.kind !== 'measured' || other?.kind !== 'measured') return one
    const fresher = other.ratio < one.ratio ? other : one
    return {
      ...fresher,
      refused: one.refused + other.refused,
      missing: one.missing + other.missing,
      isCut: one.isCut || other.isCut,
    }
  })
}
