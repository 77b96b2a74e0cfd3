import type { BucketRule, Grid } from './grid.ts'

/**
 * The least sum, over all characters, of the moment at which each is shown, under fixed windows: the
 * first request that costs opens one, and the next can open only when it has ended.
 *
 * Everything that arrived until a window opens shows at its opening. So what the past leaves to the
 * future is one number for each moment at which a window may open, and one for each moment at which
 * an update may be shown while none is open.
 */
export function leastUnderFixed(grid: Grid, { limit, periodMs }: BucketRule): number {
  const { arrived, last, gap, horizon, costs } = grid
  const length = Math.round(periodMs / grid.stepMs)
  const never = Number.POSITIVE_INFINITY
  const opening = new Float64Array(last).fill(never)
  const closed = new Float64Array(last).fill(never)
  let least = never

  /** Goes on from an update at `moment` to updates that find no window open. */
  function leave(moment: number, sum: number, earliest: number): void {
    const before = arrived[moment] ?? 0
    // The first update. Once its window has ended, it has cost nothing, so nobody need wait longer,
    // unless to open a message that it would have opened, or a window with nothing else to show.
    let spare: number | undefined
    for (let next = Math.max(earliest, moment + gap); next < last; next += 1) {
      const after = arrived[next] ?? 0
      if (after === before) continue
      spare ??= next
      const between = arrived[spare] ?? 0
      const opensNone = costs(before, between) || !costs(between, after)
      if (opensNone && after > between && next >= spare + Math.max(length, gap)) break
      const into = costs(before, after) ? opening : closed
      into[next] = Math.min(into[next] ?? never, sum + next * (after - before))
    }
    const end = Math.min(horizon, Math.max(last, earliest, moment + gap))
    least = Math.min(least, sum + end * ((arrived[last] ?? 0) - before))
  }

  /** Everything that can be done in the window that an update at `start` opens. */
  function within(start: number, sum: number): void {
    const end = start + length
    const spent = Array.from({ length: limit + 1 }, () =>
      new Float64Array(Math.min(end, last) - start).fill(never),
    )
    const set = (requests: number, moment: number, value: number) => {
      const row = spent[requests]
      if (row) row[moment - start] = Math.min(row[moment - start] ?? never, value)
    }
    set(1, start, sum)
    for (let moment = start; moment < Math.min(end, last); moment += 1) {
      let cheapest = never
      for (let requests = 1; requests <= limit; requests += 1) {
        const value = spent[requests]?.[moment - start] ?? never
        if (value >= cheapest) continue
        cheapest = value
        const before = arrived[moment] ?? 0
        for (let next = moment + gap; next < Math.min(end, last); next += 1) {
          const after = arrived[next] ?? 0
          if (after === before) continue
          // An update within a window need not wait for nothing; one that opens a window may.
          if (after === arrived[next - 1] && next !== moment + gap) continue
          set(requests + (costs(before, after) ? 1 : 0), next, value + next * (after - before))
        }
        const all = arrived[last] ?? 0
        const fits = requests < limit || !costs(before, all)
        const showing = Math.min(horizon, Math.max(last, moment + gap))
        if (fits) least = Math.min(least, value + showing * (all - before))
      }
      // How many requests were spent matters no more once the window has ended.
      if (cheapest < never) leave(moment, cheapest, end)
    }
  }

  leave(-gap, 0, 0)
  for (let moment = 0; moment < last; moment += 1) {
    const shown = closed[moment] ?? never
    if (shown < never) leave(moment, shown, 0)
    const opened = opening[moment] ?? never
    if (opened < never) within(moment, opened)
  }
  return least
}
