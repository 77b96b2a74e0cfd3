import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { joinPages } from '../../../src/core/layout/join-pages.ts'
import { Layout } from '../../../src/core/layout/layout.ts'
import { missingWord, pagesOf, wordsOf } from '../../support/page-rules.ts'

/** A piece of Markdown, and the words that people must be able to read of it, in order. */
interface Piece {
  readonly text: string
  readonly words: string
}

const same = (text: string): Piece => ({ text, words: text })

const word = fc.oneof(
  { weight: 6, arbitrary: fc.stringMatching(/^[a-zA-Z0-9]{1,12}$/) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      '漢字の',
      '说明，',
      'مرحبا',
      '👩‍👩‍👧‍👦',
      'é́́',
      'snake_case',
      '𠮷',
      'नमस्ते',
      '🇩🇪🇫🇷',
    ),
  },
  { weight: 1, arbitrary: fc.constantFrom('x'.repeat(700), '字'.repeat(900), '😀'.repeat(600)) },
)
const words = fc.array(word, { minLength: 1, maxLength: 25 }).map((all) => all.join(' '))

/** Words with marks, well-formed or not; none that is ever redrawn. */
const inline = fc
  .array(
    fc.oneof(
      { weight: 5, arbitrary: words },
      {
        weight: 3,
        arbitrary: fc
          .tuple(fc.constantFrom('**', '*', '_', '__', '~~', '||', '`', '``'), words)
          .map(([mark, text]) => mark + text + mark),
      },
      {
        weight: 1,
        arbitrary: fc.constantFrom(
          ...[
            '[text](https://example.org/a_b?c=1)',
            '2 * 3',
            '**',
            '*',
            '_',
            '`',
            '[',
            ']',
            '(',
            '||',
          ],
          ...[
            '~~',
            'https://example.org/snake_case_*x*',
            '<b>',
            '#',
            'Yes. No! Why? ',
            '\u200b',
            '\u2060',
          ],
          ...['``\u200b', '\u200b\u200b', '"Quoted." ', '  ', '\t', '100 %', '\\*'],
        ),
      },
    ),
    { minLength: 1, maxLength: 8 },
  )
  .map((parts) => parts.join(' '))

const codeLine = fc.oneof(
  fc.stringMatching(/^ {0,8}[a-z(){};=.$_*|# ]{0,80}$/),
  fc.constantFrom(
    '',
    '  ',
    '> quoted',
    '| a | b |',
    '$x^2$',
    '#### no heading',
    '``',
    '"``"',
    'y'.repeat(2_500),
  ),
  fc.constantFrom('a``', '``\u200b', '---', '~~~', '<think>'),
)
const codeLines = fc.array(codeLine, { maxLength: 60 })
const language = fc.constantFrom('', 'js', 'c++', 'python', 'objective-c')

const plainBlock = fc.oneof(
  { weight: 6, arbitrary: inline },
  { weight: 1, arbitrary: inline.map((text) => `## ${text}`) },
  {
    weight: 2,
    arbitrary: fc
      .array(inline, { minLength: 1, maxLength: 8 })
      .map((all) => all.map((text) => `- ${text}`).join('\n')),
  },
  {
    weight: 1,
    arbitrary: fc
      .array(inline, { minLength: 1, maxLength: 6 })
      .map((all) => all.map((text, index) => `${index}. ${text}\n   - ${text}`).join('\n')),
  },
  {
    weight: 2,
    arbitrary: fc
      .array(inline, { minLength: 1, maxLength: 5 })
      .map((all) => all.map((text) => `> ${text}`).join('\n')),
  },
  {
    weight: 3,
    arbitrary: fc
      .tuple(language, codeLines)
      .map(([info, lines]) => [`\`\`\`${info}`, ...lines, '```'].join('\n')),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(language, codeLines)
      .map(([info, lines]) =>
        [`\`\`\`${info}`, ...lines, '```'].map((line) => `> ${line}`).join('\n'),
      ),
  },
)
const between = fc.constantFrom(
  '\n\n',
  '\n\n',
  '\n\n',
  '\n',
  '\n\n\n',
  '  \n',
  '\n \n',
  '\n\n\n\n\n',
)

const joined = (blocks: fc.Arbitrary<string>) =>
  fc
    .array(fc.tuple(blocks, between), { minLength: 1, maxLength: 14 })
    .map((parts) => parts.flat().join(''))

/** Nothing in it is ever redrawn: stars by chance may be a rule. */
const plainText = joined(plainBlock).filter(
  (text) =>
    !/^\s*<(think|reason)/i.test(text) &&
    !/^(?: {0,3}> ?)* {0,3}([-*_])([ \t]*\1){2,}[ \t]*$/m.test(text),
)

const cell = fc.oneof(
  words.map((text) => text.slice(0, 40).toWellFormed()),
  fc.constantFrom('`a | b`', 'x \\| y', '**bold**', ''),
)
const table = fc
  .tuple(
    fc.integer({ min: 1, max: 4 }),
    fc.array(fc.array(cell, { minLength: 4, maxLength: 4 }), { maxLength: 40 }),
  )
  .map(([columns, rows]) => {
    const line = (cells: readonly string[]) => `| ${cells.slice(0, columns).join(' | ')} |`
    const header = ['One', 'Two', 'Three', 'Four']
    const lines = [line(header), line(['---', ':-:', '--:', '---']), ...rows.map(line)]
    // As a list, each row says the names of its columns again.
    return { text: lines.join('\n'), words: rows.map(line).join('\n') }
  })

const redrawn: fc.Arbitrary<Piece> = fc.oneof(
  table,
  words.map((text) => same(`##### ${text}`)),
  fc.constant({ text: '---', words: '' }),
  words.map((text) => same(`![${text.slice(0, 90).toWellFormed()}](https://example.org/a.png)`)),
  fc.constantFrom(
    { text: 'so $\\alpha + \\frac{a}{b}$ it', words: 'so α a b it' },
    { text: 'and \\(x^2\\) or \\[\\sum_{i=1}^{n} i\\] end', words: 'and x² or i end' },
    { text: '$$\nE = mc^2\n$$', words: 'E mc²' },
    { text: 'from $5 to $6', words: 'from 5 to 6' },
  ),
  fc
    .tuple(fc.constantFrom('~~~', '````', '~~~~~'), language, codeLines)
    .map(([mark, info, lines]) =>
      same([mark + info, ...lines.filter((line) => !line.includes('~~~')), mark].join('\n')),
    ),
  fc
    .tuple(codeLines, fc.constantFrom('- ', '1. '))
    .map(([lines, lead]) =>
      same(
        `${lead}item\n   \`\`\`js title="x y"\n${lines.map((line) => `   ${line}`).join('\n')}\n   \`\`\``,
      ),
    ),
  words.map((text) => ({
    text: `${'so it goes, '.repeat(18)}${text} $\\alpha$ and \`code $x$\` or \\(\\beta\\) ![a b](c) ${text}`,
    words: `${'so it goes, '.repeat(18)}${text} α and code x or β a b c ${text}`,
  })),
  fc.constant({ text: '````\n```js\ninner\n```\n````', words: 'inner' }),
)

/** Whatever a keyboard can do. */
const hostile = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 200 }),
  fc
    .array(
      fc.constantFrom(
        '`',
        '``',
        '```',
        '~~~',
        '*',
        '_',
        '|',
        '||',
        '[',
        '](',
        ')',
        '$',
        '\\',
        '\n',
        '\n\n',
        ' ',
        '> ',
        '- ',
        '#',
        '|-|',
        'a',
        '字',
        '\u0301',
        '\u200d',
        '😀',
        '\u200b',
        '\u2060',
        '<think>',
      ),
      { maxLength: 300 },
    )
    .map((parts) => parts.join('')),
  fc
    .tuple(
      fc.constantFrom(
        '*',
        '_',
        '~',
        '`',
        '|',
        '[',
        '(',
        '$',
        '<',
        '>',
        '#',
        '-',
        '\\',
        '\u0301',
        '![',
      ),
      fc.integer({ min: 1, max: 5_000 }),
    )
    .map(([mark, count]) => mark.repeat(count)),
  fc.constant(`a${'\u0301'.repeat(5_000)}`),
)

/** So much that nearly nothing has room below it, in forms that leave few places for a break. */
const fullPage = fc
  .tuple(
    fc.constantFrom(
      (length: number) => 'x'.repeat(length),
      (length: number) => `## ${'x'.repeat(length)}`,
      (length: number) => `**${'word '.repeat(length / 5)}`,
      (length: number) => `\`\`\`\n${'y'.repeat(length)}\n\`\`\``,
      (length: number) => `> ${'字'.repeat(length)}`,
      (length: number) => `a\u2009${'\u0301'.repeat(length)}`,
    ),
    fc.integer({ min: 1_900, max: 2_000 }),
  )
  .map(([fill, length]) => fill(length))

const anything = joined(
  fc.oneof(
    { weight: 3, arbitrary: plainBlock },
    { weight: 3, arbitrary: hostile },
    { weight: 3, arbitrary: redrawn.map(({ text }) => text) },
    { weight: 2, arbitrary: fullPage },
  ),
)

const cutsOf = (text: string, shares: readonly number[]) =>
  shares.map((share) => Math.floor(share * text.length)).sort((one, other) => one - other)
const shares = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 40 })

const runs = { numRuns: 150 }

describe('a layout', { timeout: 60_000 }, () => {
  it('gives pages in every frame that Discord accepts, and never changes a closed one', () => {
    fc.assert(
      fc.property(anything, shares, (text, cuts) => {
        pagesOf(text, cutsOf(text, cuts))
      }),
      runs,
    )
  })

  it('comes to the same pages in whatever pieces the text came', () => {
    fc.assert(
      fc.property(anything, shares, (text, cuts) => {
        expect(pagesOf(text, cutsOf(text, cuts))).toEqual(new Layout().finish(text))
      }),
      runs,
    )
  })

  it('keeps the text exactly where nothing is redrawn', () => {
    fc.assert(
      fc.property(plainText, (text) => {
        expect(joinPages(new Layout().finish(text))).toBe(text.trim())
      }),
      runs,
    )
  })

  it('keeps every word in its order where something is redrawn', () => {
    const pieces = fc.array(fc.oneof(redrawn, plainBlock.map(same)), {
      minLength: 1,
      maxLength: 12,
    })
    fc.assert(
      fc.property(pieces, (parts) => {
        const pages = new Layout().finish(parts.map(({ text }) => text).join('\n\n'))
        const wanted = wordsOf(parts.map(({ words }) => words).join('\n\n'))
        expect(missingWord(wanted, wordsOf(joinPages(pages)))).toBeUndefined()
      }),
      runs,
    )
  })

  it('puts a quoted question and a tail around it, and gives all of it back', () => {
    const question = plainText.map((text) =>
      text
        .split('\n')
        .map((line) => `> ${line}`)
        .join('\n'),
    )
    fc.assert(
      fc.property(question, inline, (head, text) => {
        const answer = `so ${text}`
        const pages = new Layout(head).finish(answer, '-# tail')
        expect(joinPages(pages).replaceAll(/\s+/g, ' ')).toBe(
          `${head}\n\n${answer.trimEnd()}\n-# tail`.trim().replaceAll(/\s+/g, ' '),
        )
      }),
      runs,
    )
  })
})
