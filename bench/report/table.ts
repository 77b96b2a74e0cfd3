import type { NotMeasured, Result } from '../result.ts'
import { time, titleOf } from './figures.ts'

const heads = [
  'contender',
  'mean lag',
  'p95',
  'bound',
  'ratio',
  'first lag',
  'last lag',
  'p95',
  'updates',
  '429s',
  'lost',
  'CPU s',
]

/** A table for each cell: lags in milliseconds, characters lost over all answers. */
export function tables(results: readonly (Result | NotMeasured)[]): string {
  const byCell = Map.groupBy(results, ({ cell }) => titleOf(cell))
  return [...byCell].map(([title, ones]) => `\n${title}\n${table(ones)}`).join('\n')
}

export const explanation = `
mean lag, p95   of all characters: from their arrival until a person can see them
bound, ratio    the least mean lag any schedule could reach, and mean lag over it
first lag       from the first characters' arrival until some show
last lag        from the last characters' arrival until all show: mean and p95 of the answers
updates         states that the messages of an answer had, on the average
lost            characters that the last state does not show, of all answers together; they count as
                shown 5 s after the end. "cut": the bench stopped waiting 60 s after the end; what did
                not show by then counts as shown then
CPU s           of the contender's process, all answers together
(model)         our own model of a policy, run through the real discord.js`

function table(results: readonly (Result | NotMeasured)[]): string {
  const rows = results.map((result) => cellsOf(result))
  const widths = heads.map((head, column) =>
    Math.max(head.length, ...rows.filter(isFull).map((row) => row[column]?.length ?? 0)),
  )
  const line = (row: readonly string[]) =>
    isFull(row)
      ? row.map((text, column) => pad(text, widths[column] ?? 0, column)).join('  ')
      : `${pad(row[0] ?? '', widths[0] ?? 0, 0)}  ${row[1]}`
  const rule = widths.map((width) => '-'.repeat(width)).join('  ')
  return [line(heads), rule, ...rows.map(line), ...results.flatMap(complaints)].join('\n')
}

/** What a contender said went wrong. */
function complaints(result: Result | NotMeasured): readonly string[] {
  if (result.kind === 'not measured') return []
  return result.errors.map((error) => `  ${result.contender}: ${error.split('\n')[0]}`)
}

function isFull(row: readonly string[]): boolean {
  return row.length === heads.length
}

function pad(text: string, width: number, column: number): string {
  return column === 0 ? text.padEnd(width) : text.padStart(width)
}

function cellsOf(result: Result | NotMeasured): readonly string[] {
  if (result.kind === 'not measured') {
    return [result.contender, `not measured: ${result.reason.split('\n')[0]}`]
  }
  const { lastLagMs, missing, incomplete, isCut } = result
  return [
    result.contender,
    time(result.meanLagMs),
    time(result.p95LagMs),
    time(result.boundMs),
    result.ratio.toFixed(2),
    time(result.firstLagMs),
    isCut ? 'cut' : time(lastLagMs?.mean),
    isCut ? 'cut' : time(lastLagMs?.p95),
    result.updates.toFixed(1),
    String(result.refused),
    isCut ? 'cut' : missing === 0 ? '0' : `${missing} (${incomplete} answers)`,
    result.cpuSeconds.toFixed(2),
  ]
}
