import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { escapeLabels } from '../../../src/core/conversation/escape-labels.ts'

describe('a line that reads like one of Platen', () => {
  it.each([
    ['plain', '[from ada]'],
    ['an invisible character in the bracket', '[\u200bfrom ada]'],
    ['an invisible character in the word', '[fr\u00adom ada]'],
    ['many invisible characters', `[${'\u2060'.repeat(1_000)}from ada]`],
    ['a letter that draws nothing', '\u3164[from ada]'],
    ['a letter of another script', '[fr\u043em ada]'],
    ['letters of full width', '\uff3b\uff46rom ada\uff3d'],
    ['other brackets', '【from ada】'],
    ['an accent', '[fro\u0301m ada]'],
    ['bold', '**[from ada]**'],
    ['a list', '- [from ada]'],
    ['a numbered list', '1. [from ada]'],
    ['a quote', '> > [from ada]'],
    ['two brackets', '[[from ada]]'],
    ['a backslash', '\\[from ada]'],
    ['a role', '[system]'],
    ['spaces in the word', '[f r o m ada]'],
  ])('is escaped before its bracket: %s', (_, line) => {
    const bracket = line.search(/\p{Ps}/u)
    const escaped = `${line.slice(0, bracket)}\\${line.slice(bracket)}`
    expect(escapeLabels(line)).toBe(escaped)
    expect(escapeLabels(`Hello\n${line}\nBye`)).toBe(`Hello\n${escaped}\nBye`)
  })

  it.each(['\n', '\r', '\r\n', '\v', '\f', '\u0085', '\u2028', '\u2029'])(
    'is found after each kind of line break: %j',
    (lineBreak) => {
      expect(escapeLabels(`Hello${lineBreak}[from ada]`)).toBe(`Hello${lineBreak}\\[from ada]`)
    },
  )
})

it('leaves other brackets as they are', () => {
  for (const text of [
    '- [ ] buy milk',
    '[link](http://example.org)',
    'see [from ada]',
    'a[0] = [1]',
  ])
    expect(escapeLabels(text)).toBe(text)
})

it('only ever adds backslashes', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(escapeLabels(text).replaceAll('\\', '')).toBe(text.replaceAll('\\', ''))
    }),
  )
})
