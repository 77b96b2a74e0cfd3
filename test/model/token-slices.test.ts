import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { slicesOf } from '../../src/model/tokens.ts'

/** What is long in one way or another: words, runs, emoji, nothing but spaces. */
const texts = fc.oneof(
  fc.array(fc.string({ maxLength: 40 }), { maxLength: 200 }).map((words) => words.join(' ')),
  fc
    .tuple(fc.constantFrom('a', ' ', '\n', '😀', '=', 'ab ', '\ud800'), fc.nat({ max: 3_000 }))
    .map(([unit, times]) => unit.repeat(times)),
  fc.array(fc.nat({ max: 700 })).map((lengths) => lengths.map((n) => 'x'.repeat(n)).join(' ')),
)

describe('slicesOf', () => {
  it('gives the whole text in short pieces, and never many more than it needs', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const slices = [...slicesOf(text)]
        expect(slices.join('')).toBe(text)
        for (const slice of slices) expect(slice.length).toBeLessThanOrEqual(500)
        for (const slice of slices.slice(0, -1)) expect(slice.length).toBeGreaterThan(250)
        expect(slices.at(-1)).not.toBe('')
      }),
    )
  })

  it('cuts in front of a space where there is one', () => {
    const slices = [...slicesOf('seven letters '.repeat(200))]
    expect(slices.length).toBeGreaterThan(5)
    for (const slice of slices.slice(1)) expect(slice).toMatch(/^ \S/)
  })
})
