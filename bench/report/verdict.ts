import type { NotMeasured, Result } from '../result.ts'
import { mean } from '../statistics.ts'
import { titleOf } from './figures.ts'

/** No run may be further from the bound than this, on the average over its cells. */
const mostRatio = 1.6

export interface Verdict {
  /** Mean lag over bound, the mean of all cells. */
  readonly ratio: number
  /** None: the run passes. */
  readonly problems: readonly string[]
}

/** Looks for what a run of Platen must not show: a 429, lost or changed text, a long lag. */
export function verdictOf(results: readonly (Result | NotMeasured)[]): Verdict {
  const problems = results.flatMap((result) => {
    const title = titleOf(result.cell)
    if (result.kind === 'not measured') return [`${title}: ${result.reason}`]
    const { refused, missing, isCut } = result
    return [
      ...(refused > 0 ? [`${title}: Discord refused ${refused} requests (429)`] : []),
      ...(missing > 0 || isCut ? [`${title}: ${missing} characters are lost or changed`] : []),
    ]
  })
  const ratios = results.flatMap((result) => (result.kind === 'measured' ? [result.ratio] : []))
  const ratio = mean(ratios)
  // Written so that a ratio that is no number fails.
  if (!(ratio <= mostRatio)) {
    problems.push(`The mean ratio may be at most ${mostRatio.toFixed(2)}`)
  }
  return { ratio, problems }
}
