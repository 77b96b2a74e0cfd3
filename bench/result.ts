import { boundMs } from 'freshness'
import type { Report } from './bot-process.ts'
import { type Cell, constraintsOf, fairShareOf } from './grid.ts'
import { arrivalsOf, type Figures, freshnessOf, type State, together } from './lag.ts'
import type { Recording } from './model.ts'
import { mean, sum } from './statistics.ts'

/** What one contender did in one cell. */
export interface Result extends Figures {
  readonly kind: 'measured'
  readonly cell: Cell
  readonly contender: string
  /** The least mean lag possible. */
  readonly boundMs: number
  /** Mean lag over bound. */
  readonly ratio: number
  /** States that each answer's messages had, on the average. */
  readonly updates: number
  readonly refused: number
  /** Its tail was not over when the bench stopped waiting. */
  readonly isCut: boolean
  readonly cpuSeconds: number
  /** What it says went wrong, once for each kind. */
  readonly errors: readonly string[]
}

/** Why there are no figures. */
export interface NotMeasured {
  readonly kind: 'not measured'
  readonly cell: Cell
  readonly contender: string
  readonly reason: string
}

/** What was seen of one contender in one cell. */
export interface Observation {
  readonly cell: Cell
  readonly contender: string
  readonly answers: readonly {
    readonly recording: Recording
    /** Of each message, in the order in which they stand. */
    readonly states: readonly (readonly State[])[]
    readonly error: string | undefined
  }[]
  /** Requests that Discord refused with a 429. */
  readonly refused: number
  /** When the bench stopped waiting for what did not show. */
  readonly cutMs: number | undefined
  readonly before: Report
  readonly after: Report
}

/** Turns what was seen into figures. */
export function resultOf(observation: Observation): Result | NotMeasured {
  const { cell, contender, answers, refused, cutMs, before, after } = observation
  const unread = answers.filter(({ recording }) => recording.endedMs === undefined)
  if (unread.length > 0) {
    const why = unread.find(({ error }) => error !== undefined)?.error ?? 'it does not say why'
    const reason = `the model was not read to its end in ${unread.length} answers: ${why}`
    return { kind: 'not measured', cell, contender, reason }
  }
  const figures = together(
    answers.map(({ recording, states }) => freshnessOf(recording.pieces, states, cutMs)),
  )
  const least = mean(answers.map(({ recording }) => leastLagMs(recording, cell)))
  return {
    kind: 'measured',
    cell,
    contender,
    ...figures,
    boundMs: least,
    ratio: figures.meanLagMs / least,
    updates: mean(answers.map(({ states }) => sum(states.map(({ length }) => length)))),
    refused,
    isCut: cutMs !== undefined,
    cpuSeconds: after.cpuSeconds - before.cpuSeconds,
    errors: [...new Set(answers.flatMap(({ error }) => (error === undefined ? [] : [error])))],
  }
}

/** Both the route's bucket and the share of the bot's global limit bind, so the larger bound holds. */
function leastLagMs({ pieces }: Recording, cell: Cell): number {
  const arrivals = arrivalsOf(pieces)
  const share = fairShareOf(cell)
  const own = boundMs(arrivals, constraintsOf(cell))
  return share === undefined ? own : Math.max(own, boundMs(arrivals, share))
}
