import { describe, expect, it } from 'vitest'
import {
  endedLine,
  footerLine,
  noticeLine,
  tellsOfEnd,
  withoutOwnLines,
} from '../../src/core/own-lines.ts'
import { words as english } from '../../src/words/en-US.ts'
import { words as simplifiedChinese } from '../../src/words/zh-CN.ts'

const languages = [english, simplifiedChinese]

describe('footerLine', () => {
  it('names the model, the tokens where they are counted, and the seconds', () => {
    const effort = { model: 'gpt-5', tokens: 312, ms: 4_249 }
    expect(footerLine(effort, english)).toBe('-# gpt-5 · 312 tokens · 4.2 s')
    expect(footerLine({ ...effort, tokens: undefined, ms: 61_600 }, english)).toBe(
      '-# gpt-5 · 62 s',
    )
    expect(footerLine({ ...effort, tokens: 1 }, english)).toContain(' 1 token ')
  })

  it('takes a model’s name for data', () => {
    const line = footerLine({ model: '@everyone\n**x**', tokens: 1, ms: 0 }, english)
    expect(line).not.toContain('\n')
    expect(line).toContain('\\@everyone \\*\\*x\\*\\*')
  })
})

describe('withoutOwnLines', () => {
  it.each(languages)('takes off everything that Platen says below an answer', (words) => {
    const said = [
      noticeLine(words.failed.cut),
      noticeLine(words.stopped, '⏹️'),
      footerLine({ model: 'org/model:latest', tokens: 5, ms: 50_000 }, words),
      footerLine({ model: 'a model · 2', tokens: undefined, ms: 500 }, words),
      noticeLine(words.byAi, '🤖'),
    ]
    expect(withoutOwnLines(['The text.', '', ...said].join('\n'))).toBe('The text.\n')
    expect(withoutOwnLines(said.join('\n'))).toBe('')
  })

  it('leaves the small print that a model writes', () => {
    for (const text of ['Yes.\n-# a note', 'Yes.\n-# one · two', '-# 5 apples, 3 s']) {
      expect(withoutOwnLines(text)).toBe(text)
    }
  })

  it('takes nothing from the middle', () => {
    const text = `One\n${noticeLine('Two')}\nThree`
    expect(withoutOwnLines(text)).toBe(text)
  })
})

describe('tellsOfEnd', () => {
  it.each(languages)('knows the messages that tell of an end', ({ ended }) => {
    expect(tellsOfEnd(endedLine(ended.done(48), '123'))).toBe(true)
    expect(tellsOfEnd(endedLine(ended.failed(120), '123'))).toBe(true)
    expect(tellsOfEnd('-# done, 48 s')).toBe(false)
    expect(tellsOfEnd(`${endedLine(ended.done(48), '123')}\nMore`)).toBe(false)
  })

  it('reads as people are told', () => {
    expect(endedLine(english.ended.done(48), '123')).toBe('-# done, 48 s <@123>')
  })
})
