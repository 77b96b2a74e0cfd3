import { describe, expect, it } from 'vitest'
import { joinPages } from '../../../src/core/layout/join-pages.ts'
import { Layout } from '../../../src/core/layout/layout.ts'
import { pagesOf } from '../../support/page-rules.ts'

const finish = (text: string) => new Layout().finish(text)
const grow = (text: string) => new Layout().grow(text)

const lines = (count: number, line: string) => Array.from({ length: count }, () => line).join('\n')

/** A page of words that has its mark behind its last space. */
const inLastSpace = (page: string, mark: string) => page.replace(/ (?=\S+$)/, ` ${mark}`)

describe('pages', () => {
  it('keep a text that fits as it is, without the white space around it', () => {
    expect(finish('Hello\nworld')).toEqual(['Hello\nworld'])
    expect(finish('\n Hello \n\n')).toEqual(['Hello'])
    expect(finish('  \n ')).toEqual([])
    expect(grow(' ')).toEqual([])
  })

  it('break between blocks, without a mark', () => {
    const block = 'word '.repeat(240).trim()
    expect(finish(`${block}\n\n${block}`)).toEqual([block, block])
  })

  it('break between lines, with one mark', () => {
    const line = 'x'.repeat(1_500)
    expect(finish(`${line}\n${line}`)).toEqual([`${line}\u200b`, line])
  })

  it('break between sentences, with two marks, rather than between words', () => {
    const first = `${'word '.repeat(299)}word.`
    const second = 'word '.repeat(200).trim()
    expect(finish(`${first} ${second}`)).toEqual([inLastSpace(first, '\u2009'), second])
  })

  it('break behind the full stop of a language without spaces', () => {
    const sentence = `${'字'.repeat(1_200)}。`
    expect(finish(sentence + sentence)).toEqual([`${sentence}\u2060`, sentence])
  })

  it('break between words where there is no end of a sentence', () => {
    const text = 'abcd '.repeat(500).trim()
    const pages = finish(text)
    // 399 words and the spaces between them are 1994 units, and one more would be 1999 with two marks.
    expect(pages[0]).toBe(`${'abcd '.repeat(398)}\u2009abcd`)
    expect(joinPages(pages)).toBe(text)
  })

  it('break inside a word as the last resort, but in no character', () => {
    expect(finish('y'.repeat(2_001))).toEqual([`${'y'.repeat(1_999)}\u2060`, 'yy'])
    const family = '👩‍👩‍👧‍👦'
    const [first = ''] = finish(family.repeat(300))
    expect(first).toBe(`${family.repeat(181)}\u2060`)
    const accents = finish(`${'e\u0301\u0302'.repeat(1_000)}`)
    expect(accents[0]).toBe(`${'e\u0301\u0302'.repeat(666)}\u2060`)
  })

  it('cut a single character that is longer than a page between its code points', () => {
    const pages = finish(`a${'\u0301'.repeat(5_000)}`)
    expect(pages.map((page) => page.length)).toEqual([2_000, 2_000, 1_003])
    const text = `a${'\u0301'.repeat(1_998)} b`
    expect(joinPages(pagesOf(text, [text.length]))).toBe(text)
  })

  it('keep odd white space at a break, in front of the mark', () => {
    const block = 'x'.repeat(1_500)
    expect(finish(`${block}\n\n\n${block}`)).toEqual([`${block}\n\n\n\u2060`, block])
  })

  it('leave no heading alone at the end', () => {
    const block = 'word '.repeat(240).trim()
    const code = `\`\`\`\n${lines(30, 'x'.repeat(30))}\n\`\`\``
    expect(finish(`${block}\n\n## Title\n\n${code}`)).toEqual([block, `## Title\n\n${code}`])
    expect(finish(`${block}\n\n**Title**\n\n${code}`)).toEqual([block, `**Title**\n\n${code}`])
  })

  it('break in no heading where there is another place', () => {
    for (const heading of ['## Some title', '**Some title**', '> ## Some title']) {
      const pages = finish(lines(200, heading))
      for (const page of pages) expect(page).toMatch(/Some\s+title\**$/)
    }
  })

  it('have their marks in white space inside, where nobody meets them', () => {
    const words = 'x'.repeat(990)
    const pages = finish(`${words} ${words}\n${words} ${words} ${words}`)
    expect(pages.join('')).not.toMatch(/[\u200b\u2060]/)
    expect(pages.join(' ').split(/\s+/)).toEqual(Array.from({ length: 5 }, () => words))
    expect(joinPages(pages)).toBe(`${words} ${words}\n${words} ${words} ${words}`)
    // A space at the end of a line, which Discord would trim with the rest.
    const odd = `${'word '.repeat(300)}\n`.repeat(3).trim()
    expect(finish(odd).join('')).not.toMatch(/[\u200b\u2060]/)
    expect(joinPages(finish(odd))).toBe(odd)
  })

  it('keep the lines of a list item together', () => {
    const item = `- ${'a'.repeat(600)}\n  ${'b'.repeat(600)}`
    expect(finish(`${item}\n${item}`)).toEqual([item.replace('\n', '\u2006\n'), item])
  })

  it('are not left nearly empty for a nicer break', () => {
    const [first = ''] = finish(`Well.\n\n${'word '.repeat(1_000)}`)
    expect(first.length).toBeGreaterThan(1_900)
  })

  it('break in no link, no code and no bold words where there is another place', () => {
    const before = `${'word '.repeat(394)}so`
    for (const whole of [
      '[a b c d e f g h i j](https://e.org)',
      '`a b c d e f g h i j k l m n`',
      '**a b c d e f g h i j k l m**',
    ]) {
      const [first, second] = finish(`${before} ${whole} end`)
      expect([first, second]).toEqual([inLastSpace(before, '\u2009'), `${whole} end`])
    }
  })

  it('repeat the mark of a quote that goes on', () => {
    const text = `> ${'word '.repeat(600).trim()}`
    const pages = finish(text)
    expect(pages.map((page) => page.slice(0, 6))).toEqual(['> word', '> word'])
    expect(joinPages(pages)).toBe(text)
  })

  it('do not change when they are closed', () => {
    const layout = new Layout()
    const closed = layout.grow('abcd '.repeat(500))[0]
    expect(layout.grow(`${'abcd '.repeat(500)} and more **bold`)[0]).toBe(closed)
    expect(layout.finish(`${'abcd '.repeat(500)} and more **bold** words`)[0]).toBe(closed)
  })

  it('are the same in whatever pieces a long line comes', () => {
    const text = `${'word '.repeat(380)}[a bracket ${'word '.repeat(60)}] that is no link`
    const layout = new Layout()
    for (let length = 1; length < text.length; length += 1) layout.grow(text.slice(0, length))
    expect(layout.finish(text)).toEqual(finish(text))
  })

  it('carry white space that looks like a mark of their own', () => {
    for (const space of ['\u2006', '\u2009', '\u200a']) {
      const number = `${'x'.repeat(1_500)}10${space}000`
      for (const behind of ['\n\n', '\n', ' ', 'y'.repeat(1_000)]) {
        const text = `${number}${behind}${'y'.repeat(1_500)}`
        expect(joinPages(finish(text))).toBe(text)
      }
      const code = `\`\`\`\n${'y'.repeat(1_500)}${space}\n${'y'.repeat(1_500)}\n\`\`\``
      expect(joinPages(finish(code))).toBe(code)
    }
  })

  it('carry what looks like a mark of their own', () => {
    const text = `${'x'.repeat(1_500)}\u200b\n${'y'.repeat(1_500)}\u2060\n\n${'z'.repeat(1_500)}`
    expect(joinPages(finish(text))).toBe(text)
  })
})

describe('code blocks', () => {
  const open = (count: number) => `\`\`\`js\n${lines(count, 'x'.repeat(39))}`

  it('move to the next page whole when they would be cut', () => {
    const block = 'word '.repeat(160).trim()
    const code = `${open(40)}\n\`\`\``
    expect(finish(`${block}\n\n${code}`)).toEqual([block, code])
  })

  it('that are longer than a page are closed and opened again with their language', () => {
    const code = `${open(100)}\n\`\`\``
    // 49 lines of 40 units, the first line and the fence below: 1969; another line would be too much.
    expect(finish(code)).toEqual([
      `${open(49)}\n\`\`\``,
      `${open(49)}\n\`\`\``,
      `${open(2)}\n\`\`\``,
    ])
    expect(joinPages(finish(code))).toBe(code)
  })

  it('cut inside a line say so', () => {
    const text = `\`\`\`\n${'y'.repeat(3_000)}\n\`\`\``
    expect(finish(text)).toEqual([
      `\`\`\`\n${'y'.repeat(1_991)}\n\`\`\`\u2060`,
      `\`\`\`\n${'y'.repeat(1_009)}\n\`\`\``,
    ])
    expect(joinPages(finish(text))).toBe(text)
  })

  it('side by side stay two', () => {
    const text = `${open(40)}\n\`\`\`\n\n${open(40)}\n\`\`\``
    const pages = finish(text)
    expect(pages[0]).toBe(`${open(40)}\n\`\`\`\n\n\u2060`)
    expect(joinPages(pages)).toBe(text)
  })

  it('stay closed where the white space behind them has no place on their page', () => {
    for (const space of ['\n\n\n', `\n${' '.repeat(60)}\n`]) {
      for (let length = 1_930; length <= 1_992; length += 1) {
        const code = `\`\`\`\n${'y'.repeat(length)}\n\`\`\``
        const text = `${code}${space}Text`
        expect(joinPages(pagesOf(text, [code.length, text.length - 1]))).toBe(text)
      }
    }
  })

  it('in quotes are cut in the quote', () => {
    const quoted = `> \`\`\`js\n${lines(100, `> ${'x'.repeat(37)}`)}\n> \`\`\``
    const pages = finish(quoted)
    expect(pages[0]?.endsWith('\n> ```')).toBe(true)
    expect(pages[1]?.startsWith('> ```js\n> x')).toBe(true)
    expect(joinPages(pages)).toBe(quoted)
  })

  it('end with the quote in which they stand', () => {
    expect(finish('> ```\n> code\n\nText')).toEqual(['> ```\n> code\n> ```\n\nText'])
  })

  it('are closed for the moment, and for good when the model leaves them open', () => {
    expect(grow('Look:\n\n```js\nlet a')).toEqual(['Look:\n\n```js\nlet a\n```'])
    expect(finish('Look:\n\n```js\nlet a')).toEqual(['Look:\n\n```js\nlet a\n```'])
  })

  it('show nothing before there is code, and nothing of a half-written fence', () => {
    for (const half of ['`', '``', '```', '```j', '```js\n', '```js\n\n', '~~', '~~~']) {
      expect(grow(`Look:\n\n${half}`)).toEqual(['Look:'])
    }
    for (const half of ['`', '``', '```', '  ``']) {
      expect(grow(`\`\`\`\ncode\n${half}`)).toEqual(['```\ncode\n```'])
    }
  })

  it('with tildes or longer fences get those that Discord draws', () => {
    expect(finish('~~~py\ncode\n~~~')).toEqual(['```py\ncode\n```'])
    expect(finish('````\ncode\n````')).toEqual(['```\ncode\n```'])
    expect(finish('``` js\ncode\n```')).toEqual(['```js\ncode\n```'])
  })

  it('are not ended by three backticks in them', () => {
    const text = '````md\n```js\ncode\n```\n````'
    expect(finish(text)).toEqual(['```md\n``\u200b`js\ncode\n``\u200b`\n```'])
    expect(joinPages(finish(text))).toBe('```md\n```js\ncode\n```\n```')
    expect(finish('```js\nlet a = "```"\n```')).toEqual(['```js\nlet a = "``\u200b`"\n```'])
  })

  it('in list items stand at the margin', () => {
    expect(finish('1. Do this:\n   ```sh\n   ls\n     -l\n   ```\n2. Done')).toEqual([
      '1. Do this:\n```sh\nls\n  -l\n```\n2. Done',
    ])
    expect(finish('- ```sh\n  ls\n  ```')).toEqual(['- ```sh\nls\n```'])
  })

  it('show more than a language in the first line of code', () => {
    expect(finish('```js title="a b"\ncode\n```')).toEqual(['```js\ntitle="a b"\ncode\n```'])
  })

  it('are left alone inside', () => {
    const text = '```\n| a | b |\n|---|---|\n#### x\n---\n$x^2$ ![a](b)\n<think>\n**open\n```'
    expect(finish(text)).toEqual([text])
  })

  it('are none where backticks stand in a line', () => {
    expect(finish('Type ``` to open')).toEqual(['Type ``\u200b` to open'])
    expect(finish('So ```code``` it is')).toEqual(['So `code` it is'])
    expect(joinPages(finish('Type ``` to open'))).toBe('Type ``` to open')
  })
})

describe('head and tail', () => {
  it('stand above and below the answer', () => {
    expect(new Layout('> Why?').finish('Because.', '-# so')).toEqual(['> Why?\n\nBecause.\n-# so'])
    expect(new Layout('> Why?').finish('', '-# empty')).toEqual(['> Why?\n\n-# empty'])
    expect(new Layout().finish('', '-# empty')).toEqual(['-# empty'])
  })

  it('are nothing without an answer', () => {
    expect(new Layout('> Why?').grow('')).toEqual([])
    expect(new Layout('> Why?').grow('<thi')).toEqual([])
    expect(new Layout('> Why?').grow('**')).toEqual([])
    expect(new Layout('> Why?').finish('')).toEqual([])
  })

  it('leave the question as it was written', () => {
    const head = '> Is $x^2$ a **square\n> | a | b |\n> |---|---|\n> #### and `` ``` ``?'
    const [page = ''] = new Layout(head).finish('Yes.')
    expect(joinPages([page])).toBe(`${head}\n\nYes.`)
  })

  it('close the code block that a cut question left open', () => {
    expect(new Layout('> ```js\n> let a …').finish('Yes.')).toEqual([
      '> ```js\n> let a …\n> ```\n\nYes.',
    ])
  })

  it('stand below a code block that the model left open', () => {
    expect(new Layout().finish('```js\nlet a', '-# cut')).toEqual(['```js\nlet a\n```\n-# cut'])
  })

  it('takes words of a full page with it where the answer may go on', () => {
    for (let length = 1_975; length <= 1_992; length += 1) {
      const code = `\`\`\`\n${'y'.repeat(length)}`
      const pages = new Layout().finish(code, '-# a long enough tail', { isCutOff: true })
      const text = joinPages(pages.map((page) => page.replace(/\n-# .*$/, '')))
      expect(text.replaceAll('\u2060', '')).toBe(`${code}\n\`\`\``)
      expect(pages.at(-1)).toMatch(/^```\ny+\n```\u2060\n-# /)
    }
  })

  it('goes whole onto another page, below whatever stands there', () => {
    const tail = `-# ${'tail '.repeat(60)}end`
    for (const above of [`## ${'x '.repeat(900)}`, lines(60, '**Some bold title of a list**')]) {
      expect(new Layout().finish(above, tail).at(-1)).toMatch(/(?:^|\n)-# (?:tail )+end$/)
    }
  })

  it('goes onto a page of its own where the last one is full', () => {
    const text = 'y'.repeat(1_990)
    expect(new Layout().finish(text, '-# a long enough tail')).toEqual([
      `${text}\u200b`,
      '-# a long enough tail',
    ])
  })
})
