import { describe, expect, it } from 'vitest'
import { Layout } from '../../../src/core/layout/layout.ts'

const grow = (text: string) => new Layout().grow(text).join('\n')

describe('a half-written line', () => {
  it.each([
    ['so **bold', 'so **bold**'],
    ['so **bold words*', 'so **bold words**'],
    ['so **', 'so'],
    ['so *', 'so'],
    ['so *italic', 'so *italic*'],
    ['so _italic', 'so _italic_'],
    ['so __under', 'so __under__'],
    ['so __under_', 'so __under__'],
    ['so ~~strike', 'so ~~strike~~'],
    ['so ~~strike~', 'so ~~strike~~'],
    ['so ||secret', 'so ||secret||'],
    ['so ||secret|', 'so ||secret||'],
    ['so ***both', 'so ***both***'],
    ['\\*so **bold', '\\*so **bold**'],
    ['so **bold and *italic', 'so **bold and *italic***'],
    ['so `code', 'so `code`'],
    ['so `', 'so'],
    ['so ``a ` b', 'so ``a ` b``'],
    ['so ``a`', 'so ``a``'],
    ['so `` `a` `', 'so `` `a` ``'],
    ['so **`a**b', 'so **`a**b`**'],
    ['- **item', '- **item**'],
    ['* **item', '* **item**'],
    ['> **quoted', '> **quoted**'],
    ['这是**重点', '这是**重点**'],
  ])('is closed for the moment: %s', (text, wanted) => {
    expect(grow(text)).toBe(wanted)
  })

  it.each([
    'so **bold** words',
    'a snake_case_name',
    'a _private_name and',
    'see https://e.org/a_b_*c',
    'so 2 * 3',
    'so 2*3',
    '* item',
    'a __init__ method',
    'an escaped \\*star',
    '`**` and',
    'f(x) = [1, 2] and',
    'x || y',
  ])('is left alone: %s', (text) => {
    expect(grow(text)).toBe(text)
  })

  it('shows only the text of a link, wherever it breaks off', () => {
    const link = '[the text](https://e.org/a_b)'
    for (let length = 2; length < link.length; length += 1) {
      const text = link.slice(1, Math.min(length, link.indexOf(']')))
      expect(grow(`see ${link.slice(0, length)}`)).toBe(`see ${text.trim()}`)
    }
    expect(grow(`see ${link}`)).toBe(`see ${link}`)
    expect(grow('see ![the text](https://e.o')).toBe('see the text')
  })

  it.each([
    '#',
    '###',
    '####',
    '-',
    '>',
    '*',
    '**',
    '---',
    '|',
    '| a',
    '```',
    '~~~',
    '- ```',
    '$$',
  ])('does not show before anybody knows what it is: %s', (text) => {
    expect(grow(`Text\n${text}`)).toBe('Text')
  })

  it('is closed also where only the closing marks have no place', () => {
    const [page = ''] = new Layout().grow(`**${'x'.repeat(1_997)}`)
    expect(page.length).toBeLessThanOrEqual(2_000)
    expect(page.endsWith('x**')).toBe(true)
  })

  it('takes nothing of the code block above it where it has no place', () => {
    const code = `\`\`\`\n${'y'.repeat(1_982)}\n\`\`\``
    expect(new Layout().grow(`${code}\n**abcdefghijkl`)).toEqual([`${code}\n**abcde**`])
  })

  it('stays as it is when the model leaves it so', () => {
    for (const text of [
      'so **bold',
      'so `code',
      'see [text](https://e.o',
      'so ||secret',
      '#',
      '-',
      'so *',
      '$\\frac',
    ]) {
      expect(new Layout().finish(text)).toEqual([text])
    }
  })
})
