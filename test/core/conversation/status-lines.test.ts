import { describe, expect, it } from 'vitest'
import {
  endNotice,
  escapeName,
  footerLine,
  isEndNotice,
  readPinnedModel,
  readStatus,
  statusLine,
  withoutStatusLines,
} from '../../../src/core/conversation/status-lines.ts'
import { texts as english } from '../../../src/locales/en-US.ts'
import { texts as simplifiedChinese } from '../../../src/locales/zh-CN.ts'

const effort = { model: 'gpt-5', tokens: 312, ms: 4_249, isPinned: false }
const languages = [english, simplifiedChinese]

describe('footerLine', () => {
  it('names the model, the tokens where they are counted, and the seconds', () => {
    expect(footerLine(effort, english)).toBe('-# gpt-5 · 312 tokens · 4.2 s')
    expect(footerLine({ ...effort, tokens: undefined, ms: 61_600 }, english)).toBe(
      '-# gpt-5 · 62 s',
    )
    expect(footerLine({ ...effort, tokens: 1 }, english)).toContain(' 1 token ')
  })

  it('takes a model’s name for data', () => {
    const line = footerLine({ ...effort, model: '@everyone\n**x**' }, english)
    expect(line).not.toContain('\n')
    expect(line).toContain('\\@everyone \\*\\*x\\*\\*')
  })
})

describe('withoutOwnLines', () => {
  it.each(languages)('takes off everything that Platen says below an answer', (words) => {
    const said = [
      statusLine(words.failed.cut),
      statusLine(words.stopped, 'stopped'),
      statusLine(`${words.cut} https://discord.com/channels/1/2/3`, 'cut'),
      statusLine(words.unread('a.png'), 'unread'),
      statusLine(words.thinking(12), 'thinking'),
      statusLine(words.waiting(2), 'waiting'),
      statusLine(words.unpinned('large'), 'unpinned'),
      statusLine(words.mentionMe, 'hint'),
      statusLine(words.commands.leave.left, 'left'),
      footerLine({ ...effort, model: 'org/model:latest', isPinned: true }, words),
      footerLine({ ...effort, model: 'a model · 2', tokens: undefined }, words),
      statusLine(words.byAi, 'ai'),
    ]
    expect(withoutStatusLines(['The text.', '', ...said].join('\n'))).toBe('The text.\n')
    expect(withoutStatusLines(said.join('\n'))).toBe('')
  })

  it('leaves the small print that a model writes', () => {
    for (const text of ['Yes.\n-# a note', 'Yes.\n-# one · two', '-# 5 apples, 3 s']) {
      expect(withoutStatusLines(text)).toBe(text)
    }
  })

  it('takes nothing from the middle', () => {
    const text = `One\n${statusLine('Two')}\nThree`
    expect(withoutStatusLines(text)).toBe(text)
  })
})

describe('readPinned', () => {
  it.each(languages)('finds the model that was chosen, in the footer or alone', (words) => {
    const pinned = { ...effort, model: 'org/my_model:v1', isPinned: true }
    const below = [statusLine(words.stopped, 'stopped'), footerLine(pinned, words)]
    expect(readPinnedModel(['Text.', ...below].join('\n'))).toBe(pinned.model)
    expect(readPinnedModel(`Text.\n${statusLine(escapeName(pinned.model), 'pinned')}`)).toBe(
      pinned.model,
    )
  })

  it('finds none where the usual one answered, or where the model speaks of one', () => {
    expect(readPinnedModel(`Text.\n${footerLine(effort, english)}`)).toBeUndefined()
    expect(readPinnedModel('-# 📌 large\nis what it says')).toBeUndefined()
  })
})

describe('readNotice', () => {
  it('gives what stands behind a mark at the end, and nowhere else', () => {
    const text = `-# ✂️ in the text\n\nWords\n-# ✂️ below it\n-# 🤖 An AI.`
    expect(readStatus(text, 'cut')).toBe('below it')
    expect(readStatus('-# ✂️ above\nWords', 'cut')).toBeUndefined()
  })
})

describe('tellsOfEnd', () => {
  it.each(languages)('knows the messages that tell of an end', ({ ended }) => {
    expect(isEndNotice(endNotice(ended.done(48), '123'))).toBe(true)
    expect(isEndNotice(endNotice(ended.failed(120), '123'))).toBe(true)
    expect(isEndNotice('-# done, 48 s')).toBe(false)
    expect(isEndNotice(`${endNotice(ended.done(48), '123')}\nMore`)).toBe(false)
  })

  it('reads as people are told', () => {
    expect(endNotice(english.ended.done(48), '123')).toBe('-# done, 48 s <@123>')
  })
})
