import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseHeader } from '../../../src/core/conversation/answer-header.ts'
import {
  questionPages,
  readQuestionPage,
  readQuote,
  shortQuote,
  wholeQuote,
} from '../../../src/core/conversation/question-quote.ts'
import { Layout } from '../../../src/core/layout/layout.ts'

describe('a question with code', () => {
  const questions = [
    'Why does this fail?\n```js\nfoo()\nbar()\n```',
    '```js\nfoo()\n```\nWhy?',
    'Why ```foo',
    'What is […]',
    'a ```b``` c',
  ]

  it.each(questions)('is quoted so that its quote can be read back: %j', (question) => {
    const { text, isWhole } = shortQuote(question)
    const [page = '', ...others] = new Layout(text).finish('Because.')
    expect(others).toEqual([])
    const { header, body } = parseHeader(page, true)
    const quote = readQuote(header.quote)
    expect(body).toBe('Because.')
    expect(quote.isCut).toBe(!isWhole)
    if (isWhole) expect(quote.question).toBe(question)
    else expect(quote.question).toMatch(/\w/)
  })

  it('is told from a cut one when it ends like one', () => {
    const [page = ''] = new Layout(wholeQuote('What is […]')).finish('Because.')
    expect(readQuote(parseHeader(page, true).header.quote)).toMatchObject({ isCut: false })
  })
})

describe('quotes', () => {
  it('shows a short question whole', () => {
    expect(shortQuote('Why?\nHow?')).toEqual({ text: '> Why?\n> How?', isWhole: true })
  })

  it('shows the beginning of a long one, in two lines and 300 characters', () => {
    expect(shortQuote('a\nb\nc')).toEqual({ text: '> a\n> b […]', isWhole: false })
    const { text, isWhole } = shortQuote('x'.repeat(301))
    expect(text).toBe(`> ${'x'.repeat(300)} […]`)
    expect(isWhole).toBe(false)
  })

  it('cuts no character of two units in half', () => {
    expect(shortQuote(`a${'😀'.repeat(200)}`).text.isWellFormed()).toBe(true)
  })

  const words = fc.string({ unit: 'grapheme', minLength: 1 }).filter((text) => /\S/.test(text))
  const questions = fc.array(words, { minLength: 1, maxLength: 8 }).map((lines) =>
    lines
      .join('\n')
      .replaceAll(/\r|\u2028|\u2029/g, ' ')
      .trim(),
  )

  it('finds the question and the answer again', () => {
    fc.assert(
      fc.property(questions, questions, (question, answer) => {
        const { header, body } = parseHeader(`${wholeQuote(question)}\n\n${answer}`, true)
        expect(readQuote(header.quote)).toEqual({ question, isCut: false })
        expect(body).toBe(answer)
      }),
    )
  })

  it('puts a long question on pages and together again', () => {
    const paragraph = fc.stringMatching(/^[a-z \n😀]{1,80}$/u)
    const long = fc
      .array(paragraph, { minLength: 1, maxLength: 90 })
      .map((parts) => parts.join('').trim())
      .filter((text) => text !== '')
    fc.assert(
      fc.property(long, (question) => {
        const pages = questionPages(question)
        expect(pages.every((page) => page.length <= 2_000 && page === page.trim())).toBe(true)
        expect(pages.map((page, index) => readQuestionPage(page, index + 1)).join('')).toBe(
          question,
        )
      }),
    )
  })

  it('does not take an answer for such a page', () => {
    expect(readQuestionPage('-# a footer\ntext', 1)).toBeUndefined()
    expect(readQuestionPage('-# ❓ 2/2\ntext', 1)).toBeUndefined()
    expect(readQuestionPage('-# ❓ 2/1\ntext', 2)).toBeUndefined()
  })
})
