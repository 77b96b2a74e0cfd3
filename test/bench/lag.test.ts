import { describe, expect, it } from 'vitest'
import { arrivalsOf, freshnessOf, together } from '../../bench/lag.ts'
import { charactersOf, piecesOf, textOf } from '../../bench/text.ts'
import { plain } from '../../bench/visible.ts'

const pieces = [
  { atMs: 1_000, text: 'ab ' },
  { atMs: 2_000, text: 'cd' },
  { atMs: 3_000, text: ' ef' },
]

describe('arrivalsOf', () => {
  it('counts white space with what follows it', () => {
    expect(arrivalsOf(pieces)).toEqual([
      { atMs: 1_000, characters: 2 },
      { atMs: 2_000, characters: 3 },
      { atMs: 3_000, characters: 3 },
    ])
  })

  it('counts the characters of the plain text', () => {
    const text = textOf(2_000, 3)
    const arrivals = arrivalsOf(piecesOf(text).map((piece) => ({ atMs: 0, text: piece })))
    const counted = arrivals.reduce((sum, { characters }) => sum + characters, 0)
    expect(counted).toBe(plain(text).length)
  })
})

describe('freshnessOf', () => {
  it('measures from the arrival of each character to the first state that shows it', () => {
    const states = [
      { atMs: 1_100, content: 'a' },
      { atMs: 2_500, content: 'ab cd' },
      { atMs: 3_200, content: 'ab cd ef' },
    ]
    const fresh = freshnessOf(pieces, [states])
    // a 100; b 1,500; " cd" 500; " ef" 200.
    expect(fresh.meanLagMs).toBe((100 + 1_500 + 3 * 500 + 3 * 200) / 8)
    expect(fresh).toMatchObject({ firstLagMs: 100, lastLagMs: 200, characters: 8, missing: 0 })
  })

  it('follows an answer over two messages', () => {
    const first = [
      { atMs: 1_500, content: 'ab' },
      { atMs: 2_100, content: 'ab c' },
    ]
    const second = [
      { atMs: 2_200, content: 'd' },
      { atMs: 3_300, content: 'd ef' },
    ]
    const fresh = freshnessOf(pieces, [first, second])
    expect(fresh.meanLagMs).toBe((2 * 500 + 2 * 100 + 200 + 3 * 300) / 8)
    expect(fresh.lastLagMs).toBe(300)
  })

  it('counts what never shows as shown 5 s after the end', () => {
    const fresh = freshnessOf(pieces, [[{ atMs: 2_000, content: 'ab cd' }]])
    expect(fresh).toMatchObject({ lastLagMs: undefined, missing: 3 })
    expect(fresh.meanLagMs).toBe((2 * 1_000 + 3 * 0 + 3 * 5_000) / 8)
  })

  it('counts what did not show when the bench stopped waiting as shown then', () => {
    const fresh = freshnessOf(pieces, [[{ atMs: 2_000, content: 'ab cd' }]], 63_000)
    expect(fresh.meanLagMs).toBe((2 * 1_000 + 3 * 0 + 3 * 60_000) / 8)
  })

  it('counts what was taken away again as missing', () => {
    const states = [
      { atMs: 3_000, content: 'ab cd ef' },
      { atMs: 4_000, content: 'ab' },
    ]
    expect(freshnessOf(pieces, [states])).toMatchObject({ lastLagMs: undefined, missing: 6 })
  })
})

describe('together', () => {
  it('takes the last lags from the answers that showed whole', () => {
    const whole = freshnessOf(pieces, [[{ atMs: 3_000, content: 'ab cd ef' }]])
    const cut = freshnessOf(pieces, [[{ atMs: 3_000, content: 'ab cd' }]])
    const figures = together([whole, cut])
    expect(figures).toMatchObject({ incomplete: 1, missing: 3, lastLagMs: { mean: 0, p95: 0 } })
    expect(figures.meanLagMs).toBe((whole.meanLagMs + cut.meanLagMs) / 2)
    expect(figures.worstMeanLagMs).toBe(cut.meanLagMs)
  })
})

describe('textOf', () => {
  it('has the length asked for, and so many pieces', () => {
    for (const count of [1, 20, 61, 600]) {
      const text = textOf(charactersOf(count), count)
      expect(piecesOf(text)).toHaveLength(count)
      expect(piecesOf(text).join('')).toBe(text)
      expect(text).toBe(text.trim())
    }
  })

  it('differs for each seed', () => {
    expect(textOf(100, 1)).not.toBe(textOf(100, 2))
    expect(textOf(100, 1)).toBe(textOf(100, 1))
  })
})
