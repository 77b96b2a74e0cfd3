import { describe, expect, it } from 'vitest'
import {
  type AnswerHeader,
  emptyHeader,
  formatHeader,
  parseHeader,
} from '../../../src/core/conversation/answer-header.ts'

const about = { channelId: '2', messageId: '3' }

describe('the head of an answer', () => {
  const heads: readonly AnswerHeader[] = [
    { quote: '> Why?' },
    { quote: '> Why?', model: 'org/large_model:v1' },
    { quote: '> Why?', about },
    { quote: '> Why?\n> \n> And how?', about, model: 'large' },
    { quote: '', link: { ...about, how: 'again' } },
    { quote: '', link: { ...about, how: 'on' } },
    { quote: '> Why?', link: { ...about, how: 'again' }, about, model: 'large' },
  ]

  it.each(heads)('is read as it was shown: %j', (head) => {
    for (const guildId of ['1', null]) {
      const text = formatHeader(head, guildId)
      const read = parseHeader(`${text}\n\nBecause.\n\nReally.`, true)
      expect(read).toEqual({
        header: { link: undefined, about: undefined, model: undefined, ...head },
        text,
        body: 'Because.\n\nReally.',
      })
    }
  })

  it('links messages as Discord does', () => {
    const link = { channelId: '2', messageId: '3', how: 'again' } as const
    expect(formatHeader({ quote: '', link }, '1')).toBe('-# 🔁 https://discord.com/channels/1/2/3')
    expect(formatHeader({ quote: '', link }, null)).toContain('/channels/@me/2/3')
  })

  it('is told from an answer that begins with a quote', () => {
    expect(parseHeader('> Who said it?\n\n> To be\n\nHamlet.', true)).toMatchObject({
      header: { quote: '> Who said it?' },
      body: '> To be\n\nHamlet.',
    })
    expect(parseHeader('> To be\n\nHamlet.', false)).toEqual({
      header: emptyHeader,
      text: '',
      body: '> To be\n\nHamlet.',
    })
  })

  it.each([
    '',
    'Just an answer',
    '-# 📌 large\n\nNo quote above',
    '> A quote\nand more\n\nof a model',
    '> Why?\n-# a note\n\nof a model',
  ])('is found nowhere else: %j', (text) => {
    expect(parseHeader(text, true)).toEqual({ header: emptyHeader, text: '', body: text })
  })

  it('takes the name of a model for data', () => {
    const model = '@everyone\n> **x** <@1>'
    const text = formatHeader({ quote: '> Why?', model }, '1')
    expect(text.split('\n')).toHaveLength(2)
    expect(text).toContain('\\@everyone')
  })
})
