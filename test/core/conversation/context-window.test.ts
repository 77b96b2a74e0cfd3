import { describe, expect, it } from 'vitest'
import {
  type Conversation,
  cutOf,
  emptyConversation,
  pinnedIn,
  transcript,
} from '../../../src/core/conversation/context-window.ts'
import { exchangesIn } from '../../../src/core/conversation/exchange.ts'
import type { Post } from '../../../src/core/conversation/message.ts'
import { leftOut } from '../../../src/core/conversation/prompt-format.ts'
import { noticeLine } from '../../../src/core/conversation/status-lines.ts'
import type { CountTokens, Turn } from '../../../src/core/ports.ts'
import { said, speaker, typed } from '../../support/posts.ts'

const byWords: CountTokens = async (texts) => texts.map((text) => text.split(' ').length)
const turn = (role: Turn['role'], text: string): Turn => ({ role, text })
const words = (count: number, word: string) => Array.from({ length: count }, () => word).join(' ')
const system = 'prompt'

const whole = (...posts: readonly Post[]): Conversation => ({ ...emptyConversation, posts })

const parts = (conversation: Conversation, post: Post, budget = 100_000) => ({
  ...{ system, conversation, asking: { post }, budget, count: byWords },
})

/** A question of 20 tokens and an answer of as many, and 4 around each. */
const exchange = (id: number) => [
  said(`${id}`, words(20, `q${id}`)),
  typed(`${id + 1}`, words(20, `a${id}`), { repliesTo: `${id}` }),
]

describe('transcript', () => {
  it('puts the system prompt first and the question last', async () => {
    const posts = [said('1', 'Hi'), typed('2', 'Hello', { repliesTo: '1' })]
    const { turns, cutAt, isFirst } = await transcript(parts(whole(...posts), said('3', 'Well?')))
    expect(turns).toEqual([
      turn('system', system),
      turn('user', 'Hi'),
      turn('assistant', 'Hello'),
      turn('user', 'Well?'),
    ])
    expect([cutAt, isFirst]).toEqual([undefined, false])
  })

  it('leaves out what was said after the question', async () => {
    const posts = [said('1', 'One'), said('2', 'Two'), said('3', 'Three')]
    const { turns } = await transcript(parts(whole(...posts), said('2', 'Two')))
    expect(turns.map(({ text }) => text)).toEqual([system, 'One', 'Two'])
  })

  it('does not count what is sure to fit', async () => {
    const count: CountTokens = () => Promise.reject(new Error('counted'))
    const sure = { ...parts(emptyConversation, said('1', 'b'), 15), count }
    expect((await transcript(sure)).turns).toHaveLength(2)
  })

  it('always keeps the question, also when it alone is too long', async () => {
    const { turns } = await transcript(parts(emptyConversation, said('1', words(99, 'why')), 9))
    expect(turns.at(-1)?.text).toContain('why')
  })

  it('tells the model to go on with an answer that broke off', async () => {
    const posts = [said('1', 'Hi'), typed('2', 'Well', { repliesTo: '1' }), said('3', 'Oh')]
    const [first] = exchangesIn(posts)
    const [question] = posts
    if (!first || !question) throw new Error('no exchange')
    const going = { ...parts(whole(...posts), question), asking: { post: question, goOn: first } }
    const { turns } = await transcript(going)
    expect(turns.map(({ role }) => role)).toEqual(['system', 'user', 'assistant', 'user'])
    expect(turns.at(-1)?.text).toMatch(/^Go on with your last answer/)
  })
})

describe('a conversation that no longer fits', () => {
  // 5 tokens each for prompt and question.
  const posts = [10, 20, 30, 40, 50].flatMap(exchange)
  const now = said('60', 'now')

  it('is cut in one step to two thirds, at the beginning of an exchange', async () => {
    expect((await transcript(parts(whole(...posts), now, 250))).cutAt).toBeUndefined()
    const { turns, cutAt } = await transcript(parts(whole(...posts), now, 249))
    const marker = leftOut.split(' ').length
    // Prompt, first question with the marker, question: 5, 24 + marker, 5; each exchange 48.
    const room = 249 * (2 / 3) - 34 - marker
    const kept = Math.floor(room / 48)
    expect(kept).toBeGreaterThan(0)
    expect(cutAt).toBe(`${60 - 10 * kept}`)
    expect(turns).toHaveLength(3 + 2 * kept)
    expect(turns[1]).toEqual(turn('user', `${words(20, 'q10')}\n\n${leftOut}`))
    expect(turns[2]).toEqual(turn('user', words(20, `q${cutAt}`)))
    expect(turns.at(-1)).toEqual(turn('user', 'now'))
  })

  it('stays cut where its newest answers say so', async () => {
    const note = noticeLine('Cut: https://discord.com/channels/1/1/40', 'cut')
    const marked = typed('61', `Yes.\n${note}`, { repliesTo: '60' })
    const later = said('70', 'later')
    const all = whole(...posts, now, marked)
    const { turns, cutAt } = await transcript(parts(all, later, 249))
    expect(cutAt).toBeUndefined()
    expect(turns.map(({ text }) => text.split(' ')[0])).toEqual(
      [system, 'q10', 'q40', 'a40', 'q50', 'a50', 'now', 'Yes.', 'later'].map(
        (text) => text.split(' ')[0],
      ),
    )
    // What is read from Discord only as far as the cut, and how it began, tells the same.
    const cold = { posts: all.posts.slice(6), isWhole: false, beginning: all.posts.slice(0, 1) }
    expect((await transcript(parts(cold, later, 249))).turns).toEqual(turns)
  })

  it('leaves out what belongs to questions before the cut, also where these were not read', async () => {
    const note = noticeLine('Cut: https://discord.com/channels/1/1/40', 'cut')
    const late = [
      ...exchange(30),
      said('40', 'q40'),
      typed('41', 'a second page of 30'),
      typed('42', 'a40', { repliesTo: '40' }),
      typed('43', `-# 🔁 https://discord.com/channels/1/1/31\n\nanother answer to 30`),
      typed('44', 'another answer to 30', { repliesTo: '30' }),
      typed('45', `Yes.\n${note}`, { repliesTo: '40' }),
    ]
    const first = exchange(10)
    const warm = await transcript(parts(whole(...first, ...late), now))
    const cold = { posts: late.slice(2), isWhole: false, beginning: first.slice(0, 1) }
    expect((await transcript(parts(cold, now))).turns).toEqual(warm.turns)
    expect(warm.turns.map(({ text }) => text).join()).not.toContain('30')
  })

  it('is cut where it could not be read from its beginning', async () => {
    const cold = { posts: posts.slice(3), isWhole: false, beginning: posts.slice(0, 1) }
    const { turns, cutAt } = await transcript(parts(cold, now))
    // The answer that stands first there lost its question.
    expect(cutAt).toBe('30')
    expect(turns[1]?.text).toBe(`${words(20, 'q10')}\n\n${leftOut}`)
    expect(turns).toHaveLength(3 + 6)
  })

  it('says so where its first question is gone, too', async () => {
    const cold = { posts: posts.slice(4), isWhole: false, beginning: [] }
    const { turns } = await transcript(parts(cold, now))
    expect(turns[1]).toEqual(turn('user', leftOut))
  })

  it('names who speaks in what is kept, alike however it was read', async () => {
    const bob = speaker('Bob')
    const note = noticeLine('Cut: https://discord.com/channels/1/1/40', 'cut')
    const all = [
      ...exchange(10),
      said('20', 'I', { speaker: bob }),
      ...exchange(40),
      typed('45', `Yes.\n${note}`, { repliesTo: '40' }),
      said('50', 'Me too', { speaker: bob }),
    ]
    const warm = await transcript(parts(whole(...all), now))
    const cold = { posts: all.slice(3), isWhole: false, beginning: all.slice(0, 1) }
    expect((await transcript(parts(cold, now))).turns).toEqual(warm.turns)
    expect(warm.turns.at(-2)?.text).toContain('[from bob]\nMe too')
  })
})

describe('prompt caches', () => {
  it('hit: each request begins with the one before, but where the budget was passed', async () => {
    const budget = 2_000
    const posts: Post[] = []
    const people = [speaker('Ada'), speaker('Bob'), speaker('Cleo')]
    let before: readonly Turn[] = []
    let cuts = 0
    for (let index = 0; index < 200; index += 1) {
      const id = `${1_000 + index * 10}`
      const who = people[index < 20 ? 0 : index % 3]
      const question = said(id, words(10 + (index % 7), `q${index}`), { speaker: who })
      posts.push(question)
      // Every other time nothing is remembered, and all is read from Discord again.
      const conversation = index % 2 === 0 ? whole(...posts) : readAgain(posts)
      const { turns, cutAt } = await transcript(parts(conversation, question, budget))
      const size = (await byWords(turns.map(({ text }) => text))).reduce((sum, n) => sum + n + 4, 0)
      expect(size).toBeLessThanOrEqual(budget)
      if (cutAt === undefined) expect(turns.slice(0, before.length)).toEqual(before)
      else cuts += 1
      const note = cutAt === undefined ? '' : `\n${noticeLine(`Cut: ${linkTo(cutAt)}`, 'cut')}`
      const text = words(15 + (index % 5), `a${index}`)
      posts.push(typed(`${Number(id) + 1}`, text + note, { repliesTo: id }))
      before = turns
    }
    // Each cut makes room for a third of the budget: about 17 exchanges of some 40 tokens.
    expect(cuts).toBeGreaterThan(2)
    expect(cuts).toBeLessThan(200 / 12)
  })
})

const linkTo = (id: string) => `https://discord.com/channels/1/1/${id}`

/** What a reading back to the cut gives, where there is one. */
function readAgain(posts: readonly Post[]): Conversation {
  const cut = posts.findLast((post) => cutOf(post) !== undefined)
  const from = cut && cutOf(cut)
  if (from === undefined) return whole(...posts)
  return {
    posts: posts.filter(({ id }) => Number(id) >= Number(from)),
    isWhole: false,
    beginning: posts.slice(0, 1),
  }
}

describe('the model of a conversation', () => {
  const command = (id: string, text: string) => typed(`${id}1`, text, { command: id })
  const pinned = (...posts: readonly Post[]) => pinnedIn(exchangesIn(posts))

  it('is the one that was chosen last', () => {
    const chosen = command('10', '> Why?\n-# 📌 large\n\nBecause.\n-# 📌 large · 1.0 s')
    expect(pinned(chosen)).toBe('large')
    const later = command('20', '> Why?\n-# 📌 small\n\nBecause.')
    expect(pinned(chosen, later, said('30', 'Hi'))).toBe('small')
  })

  it('is told by the footer, too', () => {
    expect(
      pinned(said('10', 'Hi'), typed('11', 'Yes.\n-# 📌 large · 1.0 s', { repliesTo: '10' })),
    ).toBe('large')
  })

  it('is the usual one where none was chosen, or that one is gone', () => {
    const usual = typed('11', 'Yes.\n-# small · 1.0 s', { repliesTo: '10' })
    expect(pinned(said('10', 'Hi'), usual)).toBeUndefined()
    const chosen = command('10', '> Why?\n-# 📌 large\n\nBecause.')
    const gone = typed('21', 'Yes.\n-# 📍 large is gone.', { repliesTo: '20' })
    expect(pinned(chosen, said('20', 'Hi'), gone)).toBeUndefined()
  })
})
