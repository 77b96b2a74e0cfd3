import type { BucketRule, Constraints } from 'freshness'

/** `thread`: the bot's own messages in a thread. `original`: the deferred reply of a slash command. */
export type Route = 'thread' | 'original'

/** One place of the grid. */
export interface Cell {
  /** How long the model writes. */
  readonly seconds: number
  readonly tokensPerSecond: number
  readonly buckets: 'leaky' | 'fixed'
  readonly route: Route
  readonly atOnce: number
  readonly roundTripMs: number
}

type Axes = { readonly [Axis in keyof Cell]: readonly Cell[Axis][] }

const common: Axes = {
  seconds: [1, 3, 8, 30],
  tokensPerSecond: [20],
  buckets: ['leaky', 'fixed'],
  route: ['thread', 'original'],
  atOnce: [1, 8],
  roundTripMs: [50],
}

/** The parts of the grid that a run can take. */
export const parts = {
  quick: { ...common, seconds: [1, 3, 8], atOnce: [8] },
  common,
  full: { ...common, tokensPerSecond: [20, 100], atOnce: [1, 8, 50], roundTripMs: [50, 150] },
} as const satisfies Record<string, Axes>

export type Part = keyof typeof parts

export function cellsOf(part: Part): readonly Cell[] {
  const axes: Axes = parts[part]
  return axes.seconds.flatMap((seconds) =>
    axes.tokensPerSecond.flatMap((tokensPerSecond) =>
      axes.roundTripMs.flatMap((roundTripMs) =>
        axes.buckets.flatMap((buckets) =>
          axes.route.flatMap((route) =>
            axes.atOnce.map((atOnce) => ({
              seconds,
              tokensPerSecond,
              buckets,
              route,
              atOnce,
              roundTripMs,
            })),
          ),
        ),
      ),
    ),
  )
}

/** The machine shall be idle most of the time: no batch has more tokens per second than this. */
const mostTokensPerSecond = 800

/**
 * Puts cells of the same length together, to be run side by side, each with a Discord and a process
 * of its own: a run waits most of its time. A cell that is a load alone runs alone.
 */
export function batchesOf(cells: readonly Cell[]): readonly (readonly Cell[])[] {
  const batches: Cell[][] = []
  for (const cell of cells) {
    const fitting = batches.find(
      (batch) =>
        batch[0]?.seconds === cell.seconds && load(batch) + load([cell]) <= mostTokensPerSecond,
    )
    if (fitting) fitting.push(cell)
    else batches.push([cell])
  }
  return batches
}

function load(cells: readonly Cell[]): number {
  return cells.reduce((total, cell) => total + cell.atOnce * cell.tokensPerSecond, 0)
}

/** What Discord allows each answer of a cell: see `packages/discord-sandbox/src/routes`. */
export function constraintsOf({ buckets, route, roundTripMs }: Cell): Constraints {
  const bucket: BucketRule = {
    kind: buckets,
    limit: 5,
    periodMs: route === 'thread' ? 5_000 : 2_000,
  }
  return { bucket, roundTripMs, freePageCharacters: route === 'thread' ? 2_000 : undefined }
}

/** Requests per second of one bot, those by the token of an interaction not counted. */
const globalPerSecond = 50

/**
 * What the bot's global limit leaves to each answer: one request in turn. `undefined` where the
 * limit is not what binds.
 */
export function fairShareOf({ route, atOnce, roundTripMs }: Cell): Constraints | undefined {
  if (route === 'original' || atOnce < globalPerSecond) return undefined
  const periodMs = (1_000 * atOnce) / globalPerSecond
  return { bucket: { kind: 'leaky', limit: 1, periodMs }, roundTripMs }
}
