import { describe, expect, it } from 'vitest'
import { isSamePhrase, makePassPhrase } from '../../../../playground/page/auth/pass-phrase.ts'

describe('makePassPhrase', () => {
  it('makes groups of letters that cannot be taken for others', () => {
    for (let count = 0; count < 200; count += 1) {
      expect(makePassPhrase()).toMatch(/^[a-km-np-z2-9]{4}(-[a-km-np-z2-9]{4}){4}$/)
    }
  })

  it('makes another one each time, of all of its letters', () => {
    const made = Array.from({ length: 500 }, makePassPhrase)
    expect(new Set(made).size).toBe(500)
    expect(new Set(made.join('').replaceAll('-', '')).size).toBe(32)
  })
})

describe('isSamePhrase', () => {
  it('compares whole phrases', () => {
    expect(isSamePhrase('correct horse', 'correct horse')).toBe(true)
    expect(isSamePhrase('correct hors', 'correct horse')).toBe(false)
    expect(isSamePhrase('correct horse battery', 'correct horse')).toBe(false)
    expect(isSamePhrase('Correct horse', 'correct horse')).toBe(false)
    expect(isSamePhrase('', 'correct horse')).toBe(false)
  })

  it('takes letters for the same that a keyboard composes otherwise', () => {
    expect(isSamePhrase('cafe\u0301 au lait', 'caf\u00e9 au lait')).toBe(true)
    expect(isSamePhrase(' 一二三四五六\n', '一二三四五六')).toBe(true)
  })
})
