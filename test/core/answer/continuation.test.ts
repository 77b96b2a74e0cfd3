import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  Continuation,
  continuationOpening,
  textToContinue,
} from '../../../src/core/answer/continuation.ts'
import { withoutStatusLines } from '../../../src/core/conversation/status-lines.ts'
import { joinPages } from '../../../src/core/layout/join-pages.ts'
import { Layout } from '../../../src/core/layout/layout.ts'

/** What shows after each piece, the last one being whole. */
function join(text: string, ...pieces: readonly string[]): readonly string[] {
  const seam = new Continuation(text)
  return pieces.map((_, index) =>
    seam.join(pieces.slice(0, index + 1).join(''), index === pieces.length - 1),
  )
}

describe('Seam', () => {
  it('adds what the model says to what there is', () => {
    expect(join('Once upon a ti', 'me', ', far', ' away')).toEqual([
      'Once upon a time',
      'Once upon a time, far',
      'Once upon a time, far away',
    ])
  })

  it('gives what the model says where there is nothing yet', () => {
    expect(join('', 'He', 'llo')).toEqual(['He', 'Hello'])
  })

  it('leaves out the words that are only repeated, from the first frame on', () => {
    const text = 'It was the best of times, it was'
    const frames = join(text, 'of times', ', it was', ' the worst', ' of times')
    expect(frames).toEqual([text, text, `${text} the worst`, `${text} the worst of times`])
  })

  it('keeps lines of code that look alike', () => {
    const text = 'if (a) {\n    if (b) {\n        f()\n        }\n'
    expect(join(text, '      }\n', '    }\n').at(-1)).toBe(`${text}      }\n    }\n`)
  })

  it('keeps what stands in the text already, but is no repetition', () => {
    expect(join('f(x)\ng(x)\n', 'f(', 'x)').at(-1)).toBe('f(x)\ng(x)\nf(x)')
  })

  it('leaves out the reasoning in front, but keeps white space that belongs to the text', () => {
    expect(join('One', '<think>', 'hm</think>\n\n', ', two').at(-1)).toBe('One, two')
    expect(join('One', ' two').at(-1)).toBe('One two')
    expect(join('One', '\n\nTwo').at(-1)).toBe('One\n\nTwo')
  })

  it('never takes anything back, whatever the pieces', () => {
    const piece = fc.string({ unit: fc.constantFrom('a', 'b', ' ') })
    fc.assert(
      fc.property(piece, fc.array(piece, { minLength: 1 }), (text, pieces) => {
        const frames = join(text, ...pieces)
        for (const [index, frame] of frames.entries()) {
          expect(frame.startsWith(frames[index - 1] ?? text)).toBe(true)
        }
        const last = frames.at(-1) ?? ''
        expect((text + pieces.join('')).endsWith(last.slice(text.length))).toBe(true)
      }),
    )
  })
})

describe('a page on which an answer broke off', () => {
  const page = (text: string) => {
    const [only = '', ...others] = new Layout().finish(text, '-# ⚠️ Cut.', { isCutOff: true })
    expect(others).toEqual([])
    return withoutStatusLines(only)
  }

  it.each([
    ['in a word', 'Once upon a ti'],
    ['behind a space', 'Once upon a '],
    ['behind an empty line', 'Once.\n\n'],
    ['in a line of code', 'Look:\n```js\nlet a\nlet b ='],
    ['at the end of a line of code', 'Look:\n```js\nlet a\n'],
    ['in quoted code', '> ```js\n> let a'],
    ['behind code', 'Look:\n```js\nlet a\n```\n'],
    ['in a row of backticks', 'Three: `` ` ` `` and ``'],
  ])('gives its text back: %s', (_, text) => {
    expect(textToContinue(page(text))).toBe(text)
  })

  it.each([
    ['code', `Look:\n\`\`\`js\n${'let a = "some text"\n'.repeat(120)}`],
    ['Chinese', '我们在这里写下很多没有空格的文字'.repeat(200)],
    ['words', 'some words '.repeat(300)],
  ])('has words of it, wherever it broke off: %s', (_, text) => {
    for (let length = 1_900; length < 2_010; length += 1) {
      const whole = text.slice(0, length)
      const pages = new Layout().finish(whole, '-# ⚠️ Cut.', { isCutOff: true })
      const bare = pages.map(withoutStatusLines)
      const last = textToContinue(bare.at(-1) ?? '')
      expect(last.trim()).not.toBe('')
      expect(pages.every((each) => each.length <= 2_000)).toBe(true)
      // Laid out anew with what follows, it comes to the same as if it had never broken off.
      const more = text.slice(length, length + 300)
      const goneOn = new Layout().finish(last + more)
      const read = joinPages([...bare.slice(0, -1), ...goneOn])
      expect(read).toBe(joinPages(new Layout().finish(whole + more)))
    }
  })

  it('opens its code again in a further message', () => {
    expect(continuationOpening(page('Look:\n```js\nlet a'))).toBe('```js\n')
    expect(continuationOpening(page('```js\nlet a\n```\nand\n```\nlet b'))).toBe('```\n')
    expect(continuationOpening(page('Look:\n```js\nlet a\n```\n'))).toBe('')
  })
})
