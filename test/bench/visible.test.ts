import { describe, expect, it } from 'vitest'
import { textOf } from '../../bench/text.ts'
import { plain, shownCharacters } from '../../bench/visible.ts'

const text = plain('The first line.\n\n```ts\nconst one = 1\nconst two = 2\n```\n\nThe last line.')
const shown = (...pages: readonly string[]) => text.slice(0, shownCharacters(text, pages))

describe('shownCharacters', () => {
  it('finds nothing in nothing', () => {
    expect(shown()).toBe('')
    expect(shown('', '...', '▋')).toBe('')
  })

  it('finds the whole text, whatever the white space', () => {
    expect(shown('The first line.\n```ts\nconst one = 1\nconst two = 2\n```\nThe last line.')).toBe(
      text,
    )
  })

  it('passes over the quoted question, also where it resembles the answer', () => {
    expect(shown('> The first question?\n\nThe first li')).toBe('The first li')
    expect(shown('> The first line.')).toBe('')
  })

  it('stops at a cursor, a notice and a code block closed for the moment', () => {
    expect(shown('The first ▋')).toBe('The first')
    expect(shown('The first\n-# ⚠️ The model was cut.')).toBe('The first')
    expect(shown('The first line.\n```ts\nconst on\n```')).toBe('The first line. ```ts const on')
  })

  it('goes on in the next page, past a code block closed and opened again', () => {
    const pages = [
      'The first line.\n```ts\nconst one = 1\n```',
      '```ts\nconst two = 2\n```\nThe la',
    ]
    expect(shown(...pages)).toBe('The first line. ```ts const one = 1 const two = 2 ``` The la')
  })

  it('goes on in the next page where white space stood', () => {
    expect(shown('The first', 'line.')).toBe('The first line.')
  })

  it('goes on in the next page in the middle of a word', () => {
    expect(shown('The fir', 'st line.')).toBe('The first line.')
  })

  it('does not count what stands behind a gap', () => {
    expect(shown('The first line.', 'const two = 2\n```\nThe last line.')).toBe('The first line.')
    expect(shown('', 'first line.')).toBe('')
  })

  it('does not count what has changed', () => {
    expect(shown('The first lime. ```ts const one = 1')).toBe('The first li')
    expect(shown('The firstline.')).toBe('The first')
  })

  it('counts every beginning of a generated text as what it is', () => {
    const long = plain(textOf(3_000, 1))
    for (let length = 0; length <= long.length; length += 7) {
      const beginning = long.slice(0, length).trimEnd()
      const pages = [`> #1\n\n${beginning.slice(0, 1_500)} ▋`, beginning.slice(1_500)]
      expect(shownCharacters(long, pages)).toBe(beginning.length)
    }
  })
})
