import { describe, expect, it } from 'vitest'
import { parseModelTitle, threadTitle } from '../../../src/core/conversation/thread-title.ts'

describe('titleOf', () => {
  it('takes the first line that has words in it', () => {
    expect(threadTitle('\n```js\n  How  do I\tsort?\nthanks')).toBe('How do I sort?')
  })

  it('cuts at 100 characters, and no character in parts', () => {
    expect(threadTitle('x'.repeat(100))).toBe('x'.repeat(100))
    expect(threadTitle('x'.repeat(101))).toBe(`${'x'.repeat(99)}…`)
    const family = '👨‍👩‍👧‍👦'
    const title = threadTitle(`a${family.repeat(20)}`)
    expect(title.length).toBeLessThanOrEqual(100)
    expect(title).toBe(`a${family.repeat(8)}…`)
  })

  it('has a name for a question without words', () => {
    expect(threadTitle('???')).toBe('???')
    expect(threadTitle('🎉 🎉')).toBe('🎉 🎉')
    expect(threadTitle('\u200b')).toBe('…')
  })
})

describe('modelTitle', () => {
  it.each([
    ['The Colour of the Sky', 'The Colour of the Sky'],
    ['"The Colour of the Sky."\n', 'The Colour of the Sky'],
    ['**Title: Why is it so?**', 'Title: Why is it so?'],
    ['## 天空的颜色。', '天空的颜色'],
    ['「天空的颜色」', '天空的颜色'],
    ['\n\nBlue skies\nand more', 'Blue skies'],
  ])('takes the title out of %j', (said, title) => {
    expect(parseModelTitle(said)).toBe(title)
  })

  it.each(['', '  \n', '***', 'word '.repeat(13)])('finds none in %j', (said) => {
    expect(parseModelTitle(said)).toBeUndefined()
  })
})
