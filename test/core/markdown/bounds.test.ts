import { expect, it } from 'vitest'
import { Layout } from '../../../src/core/layout/layout.ts'
import { toUnicode } from '../../../src/core/markdown/latex.ts'
import { renderLine } from '../../../src/core/markdown/render-inline.ts'

const nested = (depth: number) => `${'{'.repeat(depth)}x${'}'.repeat(depth)}`

it('reads formulas that are nested a few times, and leaves deeper ones as they are', () => {
  expect(toUnicode(nested(8))).toBe('x')
  expect(toUnicode(nested(20))).toBeUndefined()
  expect(toUnicode(nested(100_000))).toBeUndefined()
})

it('waits for the end of an image no longer than an image can be', () => {
  const shown = (length: number) => renderLine(`![${'a'.repeat(length)}`, '', false).rendered
  expect(shown(100)).toBe('')
  expect(shown(2_000)).not.toBe('')
})

it('shortens white space that no text has', () => {
  const pages = new Layout().finish(`a${' '.repeat(50_000)}b`, undefined)
  expect(pages).toHaveLength(1)
  expect(pages[0]?.length).toBeLessThan(300)
})
