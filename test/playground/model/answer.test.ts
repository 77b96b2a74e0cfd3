import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { answerTo } from '../../../playground/model/answer.ts'
import { pieces } from '../../../playground/model/pieces.ts'

function answerToOne(text: string): string {
  return answerTo([{ role: 'user', text }]).text
}

describe('answerTo', () => {
  it('says once per conversation that it is not an AI', () => {
    const first = answerTo([
      { role: 'system', text: 'Be brief.' },
      { role: 'user', text: 'short' },
    ])
    const second = answerTo([
      { role: 'user', text: 'short' },
      { role: 'assistant', text: first.text },
      { role: 'user', text: 'short' },
    ])
    expect(first.text).toContain('not an AI')
    expect(second.text).not.toContain('not an AI')
    expect(first.text).toContain(second.text)
  })

  it('answers in the language of the newest question', () => {
    expect(answerToOne('给我一张表格')).toContain('写了什么')
    expect(answerToOne('a table')).toContain('What people write')
    expect(answerToOne('Write something in Chinese')).toContain('排字机')
    expect(
      answerTo([
        { role: 'user', text: '你好' },
        { role: 'assistant', text: '你好' },
        { role: 'user', text: 'code' },
      ]).text,
    ).toContain('the same small idea')
  })

  it('understands every word it suggests, in both languages', () => {
    const suggestions = {
      en: ['short', 'long', 'code', 'table', 'Chinese', 'error', 'disconnect', 'connect', 'invite'],
      zh: ['短', '长', '代码', '表格', '中文', '错误', '断线', '连接', '邀请'],
    }
    for (const [language, words] of Object.entries(suggestions)) {
      const other = answerToOne(language === 'en' ? 'What is love?' : '什么是爱?')
      const listed = Array.from(other.matchAll(/\*\*(\S+?)\*\*/g), ([, word]) => word)
      expect(listed).toEqual(words)
      for (const word of words) {
        expect(answerToOne(word), word).not.toContain(language === 'en' ? 'You asked:' : '你问的是')
      }
    }
  })

  it('quotes a question it does not know and counts what it was given', () => {
    const question = `What is love?\n${'very '.repeat(100)}`
    const answer = answerTo([
      { role: 'system', text: 'Be brief.' },
      { role: 'user', text: 'short' },
      { role: 'assistant', text: 'Hello.' },
      { role: 'user', text: question },
    ]).text
    expect(answer).toContain('I was given 3 messages')
    expect(answer).toMatch(/^> What is love\? very .*…$/m)
    expect(answer.length).toBeLessThan(1000)
  })

  it('does not take what a person wrote for a pattern', () => {
    expect(answerToOne("$& $' {{heard}} ?")).toContain("> $& $' {{heard}} ?")
  })

  it('fails only when asked to', () => {
    expect(answerTo([{ role: 'user', text: 'an error, please' }]).fate).toBe('error')
    expect(answerTo([{ role: 'user', text: '断线' }]).fate).toBe('disconnect')
    expect(answerTo([{ role: 'user', text: 'short' }]).fate).toBe('complete')
  })

  it('has the same answers in both languages', () => {
    const files = (language: string) =>
      readdirSync(
        new URL(`../../../playground/model/answers/${language}`, import.meta.url),
      ).toSorted()
    expect(files('zh')).toEqual(files('en'))
    expect(files('en').length).toBeGreaterThan(9)
  })

  it('closes every fence in its answers', () => {
    for (const word of ['long', 'code', 'connect', 'invite', '长', '代码', '连接', '邀请']) {
      const fences = answerToOne(word).match(/^```/gm)?.length ?? 0
      expect(fences, word).toBeGreaterThan(0)
      expect(fences % 2, word).toBe(0)
    }
  })
})

describe('pieces', () => {
  const text = 'A family 👨‍👩‍👧‍👦 and 𠮷 in 一个很长的中文句子里, then\n```ts\nconst a = 1\n```'

  it('loses nothing and splits no surrogate pair', () => {
    const cut = Array.from(pieces(text))
    expect(cut.join('')).toBe(text)
    expect(cut.every((piece) => piece.isWellFormed())).toBe(true)
  })

  it('makes pieces of the size of tokens, smaller ones in Chinese', () => {
    for (const piece of pieces(text.repeat(5))) {
      const characters = Array.from(piece).length
      expect(characters).toBeLessThanOrEqual(/\p{Script=Han}/u.test(piece) ? 3 : 8)
    }
  })
})
