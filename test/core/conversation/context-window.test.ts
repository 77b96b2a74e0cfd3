import { describe, expect, it } from 'vitest'
import {
  buildPrompt,
  type Conversation,
  cutMarkIn,
  emptyConversation,
  pinnedModelIn,
} from '../../../src/core/conversation/context-window.ts'
import { parseExchanges } from '../../../src/core/conversation/exchange.ts'
import type { ConversationMessage } from '../../../src/core/conversation/message.ts'
import { omittedNote } from '../../../src/core/conversation/prompt-format.ts'
import { statusLine } from '../../../src/core/conversation/status-lines.ts'
import type { CountTokens, PromptMessage } from '../../../src/core/model.ts'
import { said, speaker, typed } from '../../support/messages.ts'

const byWords: CountTokens = async (texts) => texts.map((text) => text.split(' ').length)
const turn = (role: PromptMessage['role'], text: string): PromptMessage => ({ role, text })
const words = (count: number, word: string) => Array.from({ length: count }, () => word).join(' ')
const system = 'prompt'

const whole = (...posts: readonly ConversationMessage[]): Conversation => ({
  ...emptyConversation,
  messages: posts,
})

const parts = (conversation: Conversation, post: ConversationMessage, budget = 100_000) => ({
  ...{ system, conversation, task: { message: post }, budget, count: byWords },
})

/** A question of 20 tokens and an answer of as many, and 4 around each. */
const exchange = (id: number) => [
  said(`${id}`, words(20, `q${id}`)),
  typed(`${id + 1}`, words(20, `a${id}`), { replyToId: `${id}` }),
]

describe('buildPrompt', () => {
  it('puts the system prompt first and the question last', async () => {
    const posts = [said('1', 'Hi'), typed('2', 'Hello', { replyToId: '1' })]
    const {
      messages: prompt,
      cutAt,
      isFirst,
    } = await buildPrompt(parts(whole(...posts), said('3', 'Well?')))
    expect(prompt).toEqual([
      turn('system', system),
      turn('user', 'Hi'),
      turn('assistant', 'Hello'),
      turn('user', 'Well?'),
    ])
    expect([cutAt, isFirst]).toEqual([undefined, false])
  })

  it('leaves out what was said after the question', async () => {
    const posts = [said('1', 'One'), said('2', 'Two'), said('3', 'Three')]
    const { messages: prompt } = await buildPrompt(parts(whole(...posts), said('2', 'Two')))
    expect(prompt.map(({ text }) => text)).toEqual([system, 'One', 'Two'])
  })

  it('does not count what is sure to fit', async () => {
    const count: CountTokens = () => Promise.reject(new Error('counted'))
    const sure = { ...parts(emptyConversation, said('1', 'b'), 15), count }
    expect((await buildPrompt(sure)).messages).toHaveLength(2)
  })

  it('always keeps the question, also when it alone is too long', async () => {
    const { messages: prompt } = await buildPrompt(
      parts(emptyConversation, said('1', words(99, 'why')), 9),
    )
    expect(prompt.at(-1)?.text).toContain('why')
  })

  it('tells the model to go on with an answer that broke off', async () => {
    const posts = [said('1', 'Hi'), typed('2', 'Well', { replyToId: '1' }), said('3', 'Oh')]
    const [first] = parseExchanges(posts)
    const [question] = posts
    if (!first || !question) throw new Error('no exchange')
    const going = {
      ...parts(whole(...posts), question),
      task: { message: question, continues: first },
    }
    const { messages: prompt } = await buildPrompt(going)
    expect(prompt.map(({ role }) => role)).toEqual(['system', 'user', 'assistant', 'user'])
    expect(prompt.at(-1)?.text).toMatch(/^Go on with your last answer/)
  })
})

describe('a conversation that no longer fits', () => {
  // 5 tokens each for prompt and question.
  const posts = [10, 20, 30, 40, 50].flatMap(exchange)
  const now = said('60', 'now')

  it('is cut in one step to two thirds, at the beginning of an exchange', async () => {
    expect((await buildPrompt(parts(whole(...posts), now, 250))).cutAt).toBeUndefined()
    const { messages: prompt, cutAt } = await buildPrompt(parts(whole(...posts), now, 249))
    const marker = omittedNote.split(' ').length
    // Prompt, first question with the marker, question: 5, 24 + marker, 5; each exchange 48.
    const room = 249 * (2 / 3) - 34 - marker
    const kept = Math.floor(room / 48)
    expect(kept).toBeGreaterThan(0)
    expect(cutAt).toBe(`${60 - 10 * kept}`)
    expect(prompt).toHaveLength(3 + 2 * kept)
    expect(prompt[1]).toEqual(turn('user', `${words(20, 'q10')}\n\n${omittedNote}`))
    expect(prompt[2]).toEqual(turn('user', words(20, `q${cutAt}`)))
    expect(prompt.at(-1)).toEqual(turn('user', 'now'))
  })

  it('stays cut where its newest answers say so', async () => {
    const note = statusLine('Cut: https://discord.com/channels/1/1/40', 'cut')
    const marked = typed('61', `Yes.\n${note}`, { replyToId: '60' })
    const later = said('70', 'later')
    const all = whole(...posts, now, marked)
    const { messages: prompt, cutAt } = await buildPrompt(parts(all, later, 249))
    expect(cutAt).toBeUndefined()
    expect(prompt.map(({ text }) => text.split(' ')[0])).toEqual(
      [system, 'q10', 'q40', 'a40', 'q50', 'a50', 'now', 'Yes.', 'later'].map(
        (text) => text.split(' ')[0],
      ),
    )
    // What is read from Discord only as far as the cut, and how it began, tells the same.
    const cold = {
      messages: all.messages.slice(6),
      isComplete: false,
      opening: all.messages.slice(0, 1),
    }
    expect((await buildPrompt(parts(cold, later, 249))).messages).toEqual(prompt)
  })

  it('leaves out what belongs to questions before the cut, also where these were not read', async () => {
    const note = statusLine('Cut: https://discord.com/channels/1/1/40', 'cut')
    const late = [
      ...exchange(30),
      said('40', 'q40'),
      typed('41', 'a second page of 30'),
      typed('42', 'a40', { replyToId: '40' }),
      typed('43', `-# 🔁 https://discord.com/channels/1/1/31\n\nanother answer to 30`),
      typed('44', 'another answer to 30', { replyToId: '30' }),
      typed('45', `Yes.\n${note}`, { replyToId: '40' }),
    ]
    const first = exchange(10)
    const warm = await buildPrompt(parts(whole(...first, ...late), now))
    const cold = { messages: late.slice(2), isComplete: false, opening: first.slice(0, 1) }
    expect((await buildPrompt(parts(cold, now))).messages).toEqual(warm.messages)
    expect(warm.messages.map(({ text }) => text).join()).not.toContain('30')
  })

  it('is cut where it could not be read from its beginning', async () => {
    const cold = { messages: posts.slice(3), isComplete: false, opening: posts.slice(0, 1) }
    const { messages: prompt, cutAt } = await buildPrompt(parts(cold, now))
    // The answer that stands first there lost its question.
    expect(cutAt).toBe('30')
    expect(prompt[1]?.text).toBe(`${words(20, 'q10')}\n\n${omittedNote}`)
    expect(prompt).toHaveLength(3 + 6)
  })

  it('says so where its first question is gone, too', async () => {
    const cold = { messages: posts.slice(4), isComplete: false, opening: [] }
    const { messages: prompt } = await buildPrompt(parts(cold, now))
    expect(prompt[1]).toEqual(turn('user', omittedNote))
  })

  it('names who speaks in what is kept, alike however it was read', async () => {
    const bob = speaker('Bob')
    const note = statusLine('Cut: https://discord.com/channels/1/1/40', 'cut')
    const all = [
      ...exchange(10),
      said('20', 'I', { speaker: bob }),
      ...exchange(40),
      typed('45', `Yes.\n${note}`, { replyToId: '40' }),
      said('50', 'Me too', { speaker: bob }),
    ]
    const warm = await buildPrompt(parts(whole(...all), now))
    const cold = { messages: all.slice(3), isComplete: false, opening: all.slice(0, 1) }
    expect((await buildPrompt(parts(cold, now))).messages).toEqual(warm.messages)
    expect(warm.messages.at(-2)?.text).toContain('[from bob]\nMe too')
  })
})

describe('prompt caches', () => {
  it('hit: each request begins with the one before, but where the budget was passed', async () => {
    const budget = 2_000
    const posts: ConversationMessage[] = []
    const people = [speaker('Ada'), speaker('Bob'), speaker('Cleo')]
    let before: readonly PromptMessage[] = []
    let cuts = 0
    for (let index = 0; index < 200; index += 1) {
      const id = `${1_000 + index * 10}`
      const who = people[index < 20 ? 0 : index % 3]
      const question = said(id, words(10 + (index % 7), `q${index}`), { speaker: who })
      posts.push(question)
      // Every other time nothing is remembered, and all is read from Discord again.
      const conversation = index % 2 === 0 ? whole(...posts) : readAgain(posts)
      const { messages: prompt, cutAt } = await buildPrompt(parts(conversation, question, budget))
      const size = (await byWords(prompt.map(({ text }) => text))).reduce(
        (sum, n) => sum + n + 4,
        0,
      )
      expect(size).toBeLessThanOrEqual(budget)
      if (cutAt === undefined) expect(prompt.slice(0, before.length)).toEqual(before)
      else cuts += 1
      const note = cutAt === undefined ? '' : `\n${statusLine(`Cut: ${linkTo(cutAt)}`, 'cut')}`
      const text = words(15 + (index % 5), `a${index}`)
      posts.push(typed(`${Number(id) + 1}`, text + note, { replyToId: id }))
      before = prompt
    }
    // Each cut makes room for a third of the budget: about 17 exchanges of some 40 tokens.
    expect(cuts).toBeGreaterThan(2)
    expect(cuts).toBeLessThan(200 / 12)
  })
})

const linkTo = (id: string) => `https://discord.com/channels/1/1/${id}`

/** What a reading back to the cut gives, where there is one. */
function readAgain(posts: readonly ConversationMessage[]): Conversation {
  const cut = posts.findLast((post) => cutMarkIn(post) !== undefined)
  const from = cut && cutMarkIn(cut)
  if (from === undefined) return whole(...posts)
  return {
    messages: posts.filter(({ id }) => Number(id) >= Number(from)),
    isComplete: false,
    opening: posts.slice(0, 1),
  }
}

describe('the model of a conversation', () => {
  const command = (id: string, text: string) => typed(`${id}1`, text, { commandId: id })
  const pinned = (...posts: readonly ConversationMessage[]) => pinnedModelIn(parseExchanges(posts))

  it('is the one that was chosen last', () => {
    const chosen = command('10', '> Why?\n-# 📌 large\n\nBecause.\n-# 📌 large · 1.0 s')
    expect(pinned(chosen)).toBe('large')
    const later = command('20', '> Why?\n-# 📌 small\n\nBecause.')
    expect(pinned(chosen, later, said('30', 'Hi'))).toBe('small')
  })

  it('is told by the footer, too', () => {
    expect(
      pinned(said('10', 'Hi'), typed('11', 'Yes.\n-# 📌 large · 1.0 s', { replyToId: '10' })),
    ).toBe('large')
  })

  it('is the usual one where none was chosen, or that one is gone', () => {
    const usual = typed('11', 'Yes.\n-# small · 1.0 s', { replyToId: '10' })
    expect(pinned(said('10', 'Hi'), usual)).toBeUndefined()
    const chosen = command('10', '> Why?\n-# 📌 large\n\nBecause.')
    const gone = typed('21', 'Yes.\n-# 📍 large is gone.', { replyToId: '20' })
    expect(pinned(chosen, said('20', 'Hi'), gone)).toBeUndefined()
  })
})
