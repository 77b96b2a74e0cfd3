import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { endsInCode, layout, pageLimit } from '../../../src/core/layout/layout.ts'

const withoutSpace = (text: string) => text.replaceAll(/\s/g, '')

/** Texts with long lines, many lines, and characters of two units. */
const texts = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 80 }),
      fc.constantFrom('\n', ' ', '\n\n', '```\n', 'word '.repeat(120), '字'.repeat(700)),
      fc.constant('😀'.repeat(1_001)),
    ),
    { maxLength: 60 },
  )
  .map((parts) => parts.join(''))

describe('layout', () => {
  it('keeps a text that fits as it is', () => {
    expect(layout('Hello\nworld')).toEqual(['Hello\nworld'])
    expect(layout('  \n ')).toEqual([])
  })

  it('breaks between lines, else between words, else anywhere', () => {
    const line = 'x'.repeat(1_500)
    expect(layout(`${line}\n${line}`)).toEqual([line, line])
    expect(layout(`${line} ${line}`)).toEqual([line, line])
    expect(layout('y'.repeat(2_001))).toEqual(['y'.repeat(2_000), 'y'])
  })

  it('cuts no character of two units in half', () => {
    expect(layout(`a${'😀'.repeat(1_000)}`)).toEqual([`a${'😀'.repeat(999)}`, '😀'])
  })

  it('makes pages that Discord accepts, and loses nothing but the white space at breaks', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const pages = layout(text)
        for (const page of pages) {
          expect(page.length).toBeLessThanOrEqual(pageLimit)
          expect(page).toBe(page.trim())
          expect(page).not.toBe('')
          expect(page.isWellFormed()).toBe(true)
        }
        expect(withoutSpace(pages.join(''))).toBe(withoutSpace(text))
      }),
    )
  })

  it('never changes a page that is full', () => {
    fc.assert(
      fc.property(texts, fc.double({ min: 0, max: 1, noNaN: true }), (text, share) => {
        const cut = Math.floor(text.length * share)
        const before = layout(text.slice(0, cut))
        const after = layout(text)
        expect(after.slice(0, Math.max(0, before.length - 1))).toEqual(before.slice(0, -1))
      }),
    )
  })
})

describe('endsInCode', () => {
  it('counts the fences', () => {
    expect(endsInCode('a\n```js\nb')).toBe(true)
    expect(endsInCode('a\n```js\nb\n```\nc')).toBe(false)
    expect(endsInCode('say `` ` ``')).toBe(false)
  })
})
