import { describe, expect, it } from 'vitest'
import { batchesOf, cellsOf, parts } from '../../bench/grid.ts'
import { fresherOf, verdictOf } from '../../bench/report/verdict.ts'
import type { Result } from '../../bench/result.ts'

const [cell] = cellsOf('quick')
if (cell === undefined) throw new Error('The quick part is empty')

const good: Result = {
  kind: 'measured',
  cell,
  contender: 'Platen',
  meanLagMs: 120,
  p95LagMs: 200,
  firstLagMs: 30,
  lastLagMs: { mean: 30, p95: 40 },
  worstMeanLagMs: 120,
  missing: 0,
  incomplete: 0,
  boundMs: 100,
  ratio: 1.2,
  updates: 5,
  refused: 0,
  isCut: false,
  cpuSeconds: 0.1,
  errors: [],
}

describe('verdictOf', () => {
  it('passes a run without losses, 429s and long lags', () => {
    expect(verdictOf([good], 1)).toEqual({ ratio: 1.2, problems: [] })
  })

  it.each([
    ['a 429', { refused: 1 }],
    ['lost text', { missing: 1 }],
    ['a tail without an end', { isCut: true }],
    ['a long lag', { ratio: 2.1 }],
    ['a lag that is no number', { ratio: Number.NaN }],
  ])('fails for %s', (_, change) => {
    expect(verdictOf([good, { ...good, ...change }], 1).problems).toHaveLength(1)
  })

  it('fails where nothing was measured', () => {
    const nothing = { kind: 'not measured', cell, contender: 'Platen', reason: 'It ended' } as const
    expect(verdictOf([good, nothing], 1).problems).toHaveLength(1)
    expect(verdictOf([], 1).problems).toHaveLength(1)
  })
})

describe('verdictOf on a busy machine', () => {
  it('does not judge lags, but all that is no matter of time', () => {
    expect(verdictOf([{ ...good, ratio: 3 }], 40).problems).toEqual([])
    expect(verdictOf([{ ...good, ratio: 3, refused: 1 }], 40).problems).toHaveLength(1)
    expect(verdictOf([{ ...good, ratio: 3, missing: 1 }], 40).problems).toHaveLength(1)
    expect(verdictOf([], 40).problems).toHaveLength(1)
  })
})

describe('fresherOf', () => {
  it('takes the fresher run of each cell, and what went wrong from both', () => {
    const worse = { ...good, ratio: 1.9 }
    expect(fresherOf([good, worse], [worse, good])).toEqual([good, good])
    const refused = { ...worse, refused: 1, missing: 2, isCut: true }
    expect(fresherOf([good], [refused])).toMatchObject([
      { ratio: 1.2, refused: 1, missing: 2, isCut: true },
    ])
  })

  it('keeps a cell that could not be measured', () => {
    const nothing = { kind: 'not measured', cell, contender: 'Platen', reason: 'It ended' } as const
    expect(fresherOf([nothing], [good])).toEqual([nothing])
    expect(fresherOf([good], [nothing])).toEqual([good])
  })
})

describe('batchesOf', () => {
  it.each(Object.keys(parts) as (keyof typeof parts)[])('runs every cell of %s once', (part) => {
    const cells = cellsOf(part)
    const batches = batchesOf(cells)
    expect(new Set(batches.flat())).toEqual(new Set(cells))
    expect(batches.flat()).toHaveLength(cells.length)
    for (const batch of batches) {
      expect(new Set(batch.map(({ seconds }) => seconds)).size).toBe(1)
      const load = batch.reduce((sum, one) => sum + one.atOnce * one.tokensPerSecond, 0)
      expect(batch.length === 1 || load <= 800).toBe(true)
    }
  })
})
