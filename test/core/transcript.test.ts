import { describe, expect, it } from 'vitest'
import type { CountTokens, Turn } from '../../src/core/ports.ts'
import { transcript } from '../../src/core/transcript.ts'

const byWords: CountTokens = async (texts) => texts.map((text) => text.split(' ').length)
const turn = (role: Turn['role'], text: string): Turn => ({ role, text })
const words = (count: number, word: string) => Array.from({ length: count }, () => word).join(' ')

describe('transcript', () => {
  it('puts the system prompt first and the question last', async () => {
    const history = [turn('user', 'Hi'), turn('assistant', 'Hello')]
    const parts = { system: 'Be kind.', history, question: 'Well?', budget: 500, count: byWords }
    expect(await transcript(parts)).toEqual([
      turn('system', 'Be kind.'),
      ...history,
      turn('user', 'Well?'),
    ])
  })

  it('does not count what is sure to fit', async () => {
    const count: CountTokens = () => Promise.reject(new Error('counted'))
    const parts = { system: 'a', history: [], question: 'b', budget: 10, count }
    expect(await transcript(parts)).toHaveLength(2)
  })

  it('keeps the first turn and the newest ones that fit the budget', async () => {
    const history = [
      turn('user', 'first'),
      turn('assistant', words(20, 'second')),
      turn('user', words(20, 'third')),
      turn('assistant', words(20, 'fourth')),
    ]
    const parts = { system: 'prompt', history, question: 'now', count: byWords }
    // Prompt, question and first turn: 5 tokens each; the others 24 each.
    expect(await transcript({ ...parts, budget: 15 + 48 })).toEqual([
      turn('system', 'prompt'),
      history[0],
      history[2],
      history[3],
      turn('user', 'now'),
    ])
    expect(await transcript({ ...parts, budget: 15 + 47 })).toEqual([
      turn('system', 'prompt'),
      history[0],
      history[3],
      turn('user', 'now'),
    ])
    expect(await transcript({ ...parts, budget: 15 + 72 })).toHaveLength(6)
  })

  it('always keeps the question, also when it alone is too long', async () => {
    const parts = { system: 'prompt', history: [], question: words(99, 'why'), budget: 9 }
    expect(await transcript({ ...parts, count: byWords })).toHaveLength(2)
  })
})
