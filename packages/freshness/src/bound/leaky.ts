import type { BucketRule, Grid } from './grid.ts'

/**
 * The least sum, over all characters, of the moment at which each is shown, under a leaky bucket.
 *
 * A state is an update at a moment, and how far the bucket is from full then, in moments. Of two
 * states of one moment, the one nearer to full that also cost less makes the other needless.
 */
export function leastUnderLeaky(grid: Grid, { limit, periodMs }: BucketRule): number {
  const { arrived, last, gap, horizon, costs } = grid
  const refill = Math.round(periodMs / limit / grid.stepMs)
  const empty = limit * refill
  const states = Array.from({ length: last }, () => new Map<number, number>())
  const never = Number.POSITIVE_INFINITY
  let least = never

  /** Goes on from an update at `moment`, or from the beginning (-gap, with a full bucket). */
  function expand(moment: number, debt: number, sum: number): void {
    const before = arrived[moment] ?? 0
    const allowed = moment + debt + refill - empty
    // The first update that finds the bucket full. Once that is full again, the update has cost
    // nothing, so nobody need wait longer, unless to open a message that it would have opened.
    let spare: number | undefined
    for (let next = moment + gap; next < last; next += 1) {
      const after = arrived[next] ?? 0
      if (after === before) continue
      if (next >= moment + Math.max(debt, gap)) {
        spare ??= next
        const between = arrived[spare] ?? 0
        const opensNone = costs(before, between) || !costs(between, after)
        if (opensNone && next >= spare + Math.max(refill, gap)) break
      }
      // An update need not wait for nothing: it goes with an arrival, or as soon as it may.
      const isPrompt = after > (arrived[next - 1] ?? 0) || next === moment + gap || next === allowed
      if (!isPrompt) continue
      const price = costs(before, after) ? refill : 0
      const debtAfter = Math.max(0, debt - (next - moment)) + price
      if (debtAfter > empty) continue
      const sumAfter = sum + next * (after - before)
      const known = states[next]?.get(debtAfter) ?? never
      if (sumAfter < known) states[next]?.set(debtAfter, sumAfter)
    }
    const all = arrived[last] ?? 0
    const price = costs(before, all) ? refill : 0
    const end = Math.min(horizon, Math.max(last, moment + gap, moment + debt + price - empty))
    least = Math.min(least, sum + end * (all - before))
  }

  expand(-gap, 0, 0)
  for (const [moment, found] of states.entries()) {
    let cheapest = never
    for (const [debt, sum] of [...found].sort(([one], [other]) => one - other)) {
      if (sum >= cheapest) continue
      cheapest = sum
      expand(moment, debt, sum)
    }
  }
  return least
}
