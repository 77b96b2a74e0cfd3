import { describe, expect, it } from 'vitest'
import { joinPages } from '../../../src/core/layout/join-pages.ts'
import { Layout } from '../../../src/core/layout/layout.ts'
import { pagesOf } from '../../support/page-rules.ts'

const drawn = (text: string) => new Layout().finish(text).join('\n=====\n')
const grow = (text: string) => new Layout().grow(text).join('\n=====\n')
const everyFrame = (text: string) =>
  pagesOf(
    text,
    Array.from(text, (_, at) => at + 1),
  )

describe('a table', () => {
  const table = '| Name | Points |\n|:--|--:|\n| Ada | 12 |\n| Grace | 3 |'

  it('becomes a code block with aligned columns', () => {
    expect(drawn(`So:\n\n${table}\n\nThat was it.`)).toBe(
      'So:\n\n```\nName  | Points\n:---- | -----:\nAda   |     12\nGrace |      3\n```\n\nThat was it.',
    )
  })

  it('is aligned for wide characters', () => {
    expect(drawn('| 名 | n |\n|---|---|\n| 漢字 | 1 |\n| 👍 | 2 |')).toBe(
      '```\n名   | n\n---- | -\n漢字 | 1\n👍   | 2\n```',
    )
  })

  it('keeps pipes in code and escaped pipes in their cells', () => {
    expect(drawn('| a | b |\n|---|---|\n| `x | y` | p \\| q |')).toBe(
      '```\na     | b\n----- | -----\nx | y | p | q\n```',
    )
  })

  it('too wide for a phone becomes a list', () => {
    const wide = 'a value that is rather too long for a column of a table'
    expect(drawn(`| Name | What |\n|---|---|\n| **Ada** | ${wide} |\n| Bob | ${wide}, too |`)).toBe(
      `**Name:** **Ada**\n**What:** ${wide}\n\n**Name:** Bob\n**What:** ${wide}, too`,
    )
  })

  it('with links becomes a list, where they work', () => {
    expect(drawn('| a |\n|---|\n| [x](https://e.org) |')).toBe('**a:** [x](https://e.org)')
  })

  it('shows no pipes while it is written', () => {
    const before = 'So:\n\n'
    const header = '```\nName | Points\n:--- | -----:\n```'
    for (let length = 1; length <= table.length; length += 1) {
      const page = grow(before + table.slice(0, length))
      const rows = table.slice(0, length).split('\n').length - 1
      if (rows < 2) expect(page).toBe('So:')
      else if (rows === 2) expect(page).toBe(`So:\n\n${header}`)
      else expect(page).toBe('So:\n\n```\nName | Points\n:--- | -----:\nAda  |     12\n```')
    }
  })

  it('without pipes at the ends is one, too', () => {
    expect(drawn('a | b\n--- | ---\n1 | 2\n\nText')).toBe('```\na | b\n- | -\n1 | 2\n```\n\nText')
    expect(grow('a | b\n--')).toBe('a')
  })

  it('is none without its second line', () => {
    expect(drawn('| a | b |\nText')).toBe('| a | b |\nText')
    expect(drawn('either a | b\n\nor c')).toBe('either a | b\n\nor c')
  })

  it('longer than a page goes on below its header again', () => {
    const rows = Array.from({ length: 150 }, (_, row) => `| row ${row} | ${'x'.repeat(20)} |`)
    const pages = new Layout().finish(`| Row | Value |\n|---|---|\n${rows.join('\n')}`)
    expect(pages.length).toBe(3)
    for (const page of pages) {
      expect(page).toMatch(/^```\nRow\s+\| Value\n-+ \| -+\nrow \d+\s+\| x{20}\n[\s\S]*\n```$/)
    }
    const numbers = pages.join('\n').match(/(?<=row )\d+/g)
    expect(numbers).toEqual(rows.map((_, row) => `${row}`))
  })

  it('that fits on the next page moves there whole', () => {
    const block = 'word '.repeat(340).trim()
    const rows = Array.from({ length: 12 }, (_, row) => `| row ${row} | ${'x'.repeat(20)} |`)
    const [first, second = ''] = new Layout().finish(
      `${block}\n\n| Row | Value |\n|---|---|\n${rows.join('\n')}`,
    )
    expect(first).toBe(block)
    expect(second.startsWith('```\nRow')).toBe(true)
  })

  it('fits on its page in every frame, also with nothing but its header', () => {
    const before = 'x'.repeat(1_980)
    const pages = everyFrame(`${before}\n\n${table}`)
    expect(pages[0]).toBe(before)
    expect(pages[1]?.startsWith('```\nName')).toBe(true)
  })

  it('with a header that is too wide is a list in every frame', () => {
    const name = 'x'.repeat(2_500)
    const pages = everyFrame(`| Name ${name} | Points |\n|---|---|\n| Ada | 12 |`)
    expect(joinPages(pages)).toBe(`**Name ${name}:** Ada\n**Points:** 12`)
    expect(
      grow('| A header wider than any phone shows | and another one as wide |\n|---|---|\n'),
    ).toBe('**A header wider than any phone shows** · **and another one as wide**')
  })

  it('with a row that is longer than a page, but narrow, goes on as a list', () => {
    const accents = `a${'\u0301'.repeat(2_500)}`
    const pages = everyFrame(`${table}\n| ${accents} | 1 |\n| Eve | 2 |`)
    expect(pages[0]).toMatch(/^```\nName[\s\S]*\nGrace \| {6}3\n```$/)
    expect(joinPages(pages.slice(1))).toBe(
      `**Name:** ${accents}\n**Points:** 1\n\n**Name:** Eve\n**Points:** 2`,
    )
  })

  it('has the same rows in whatever pieces they came', () => {
    const row = `${'x'.repeat(250)} | 1`
    for (const mark of ['', '> ']) {
      const text = [...table.split('\n'), row, '| Eve | 2 |'].map((line) => mark + line).join('\n')
      expect(everyFrame(text)).toEqual(new Layout().finish(text))
    }
    const indented = `${' '.repeat(250)}${table}`
    expect(everyFrame(`Text\n${indented}`)).toEqual(new Layout().finish(`Text\n${indented}`))
  })

  it('keeps the cells of a row that has too many', () => {
    expect(drawn('| a | b |\n|---|---|\n| 1 | 2 | 3 |\n| 4 |')).toBe(
      '```\na | b\n- | ---\n1 | 2 3\n4 |\n```',
    )
  })

  it('stays in the quote in which it stands', () => {
    expect(drawn('> | a |\n> |---|\n> | 1 |')).toBe('> ```\n> a\n> -\n> 1\n> ```')
  })
})

describe('what Discord cannot draw', () => {
  it('deep headings become bold', () => {
    expect(drawn('#### Title ####\ntext')).toBe('**Title**\ntext')
    expect(drawn('##### A **bold** `a**b` title')).toBe('**A bold `a**b` title**')
    expect(drawn('### Title')).toBe('### Title')
    expect(drawn('####hash')).toBe('####hash')
  })

  it('rules become lines', () => {
    for (const rule of ['---', '***', '___', '- - -', ' * * *']) {
      expect(drawn(`a\n\n${rule}\n\nb`)).toBe('a\n\n────────────\n\nb')
    }
    expect(drawn('a -- b')).toBe('a -- b')
  })

  it('images become links', () => {
    expect(drawn('See ![a cat](https://e.org/cat.png "Cat"), nice!')).toBe(
      'See [a cat](https://e.org/cat.png "Cat"), nice!',
    )
    expect(drawn('![](https://e.org/cat.png)')).toBe('https://e.org/cat.png')
    expect(drawn('`![a](b)` and Hey![1]')).toBe('`![a](b)` and Hey![1]')
  })
})

describe('a formula', () => {
  it.each([
    ['$\\alpha \\le \\beta$', 'α ≤ β'],
    ['$E = mc^2$', 'E = mc²'],
    ['$x_{10} + x_i^{n+1}$', 'x₁₀ + xᵢⁿ⁺¹'],
    ['$\\frac{a}{b}$', 'a/b'],
    ['$\\frac{a + b}{2c}$', '(a + b)/2c'],
    ['$\\sqrt{2} \\cdot \\sqrt{x+1}$', '√2 · √(x+1)'],
    ['$\\sqrt[3]{8}$', '∛8'],
    ['$\\sqrt{x^2}$', '√(x²)'],
    ['\\(2\\times3\\)', '2 × 3'],
    ['\\[\\sum_{i=1}^{n} i = \\frac{n(n+1)}{2}\\]', '∑ᵢ₌₁ⁿ i = (n(n+1))/2'],
    ['$A \\Rightarrow B \\to C$', 'A ⇒ B → C'],
    ['$x \\in \\mathbb{R}, \\; x \\neq 0$', 'x ∈ ℝ, x ≠ 0'],
    ['$v_{\\text{max}} = 3\\,\\text{m}$', 'vₘₐₓ = 3 m'],
    ['$e^{i\\pi} + 1 = 0$', 'e^(iπ) + 1 = 0'],
    ['$\\left( \\hat{x} \\right)$', '( x\u0302 )'],
    ['$$\\int_0^1 x^2 dx$$', '∫₀¹ x² dx'],
    ['$n$', 'n'],
    ['$a*b*c$', 'a∗b∗c'],
  ])('that is simple becomes Unicode: %s', (source, wanted) => {
    expect(drawn(`So ${source} holds.`)).toBe(`So ${wanted} holds.`)
  })

  it.each([
    ['$\\begin{matrix} a & b \\end{matrix}$', '`\\begin{matrix} a & b \\end{matrix}`'],
    ['\\(\\unknown{x}\\)', '`\\unknown{x}`'],
  ])('that is not simple stays as code: %s', (source, wanted) => {
    expect(drawn(`So ${source} holds.`)).toBe(`So ${wanted} holds.`)
  })

  it('may stand on lines of its own', () => {
    expect(drawn('So:\n\n$$\na^2 + b^2 = c^2\n$$\n\nand on')).toBe('So:\n\na² + b² = c²\n\nand on')
    expect(drawn('\\[\n\\begin{aligned}\nx &= 1 \\\\\ny &= 2\n\\end{aligned}\n\\]\nand on')).toBe(
      '```tex\n\\begin{aligned}\nx &= 1 \\\\\ny &= 2\n\\end{aligned}\n```\nand on',
    )
  })

  it.each([
    'It costs $5 and $6.',
    'From $5 to 10$ or so.',
    'It is US$5 = EU$4.',
    'Set $HOME and $PATH.',
    '`$x^2$` and ``\\(x\\)``',
    'An escaped \\$x^2$ sign',
    'Two dollars $$ and $$ more',
    'cost($) = 5',
    '$$\nx = 1\n\ny = 2\n$$',
    'An escaped \\[bracket\\] and \\(two words\\)',
  ])('is not what stands in: %s', (text) => {
    expect(drawn(text)).toBe(text)
  })

  it('does not show before it is whole', () => {
    expect(grow('So $\\frac{a}{')).toBe('So')
    expect(grow('So \\(x')).toBe('So')
    expect(grow('It costs $5 and')).toBe('It costs $5 and')
    expect(grow('So\n\n$$\nx^2')).toBe('So')
  })
})

describe('reasoning', () => {
  it('that opens an answer is hidden', () => {
    expect(drawn('<think>\nHm.\n</think>\n\nYes.')).toBe('Yes.')
    expect(drawn('\n<Reasoning>Hm.</reasoning>Yes.')).toBe('Yes.')
    expect(drawn('<thinking>a</thinking>\n<think>b</think>\nYes.')).toBe('Yes.')
  })

  it('shows at no moment', () => {
    const text = '<think>Hm, <b>.</think>\nYes.'
    for (let length = 0; length <= text.indexOf('Yes'); length += 1) {
      expect(grow(text.slice(0, length))).toBe('')
    }
    expect(drawn('<think>Never closed')).toBe('')
  })

  it('is anything like it later, or in code', () => {
    expect(drawn('Yes. <think>Hm.</think>')).toBe('Yes. <think>Hm.</think>')
    expect(drawn('`<think>` it is')).toBe('`<think>` it is')
    expect(drawn('<thought>Hm.')).toBe('<thought>Hm.')
    expect(grow('<thought')).toBe('<thought')
    expect(drawn('<thi')).toBe('<thi')
  })
})
