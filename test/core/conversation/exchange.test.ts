import { describe, expect, it } from 'vitest'
import { exchangesBefore } from '../../../src/core/conversation/context-window.ts'
import { parseExchanges } from '../../../src/core/conversation/exchange.ts'
import type { ConversationMessage } from '../../../src/core/conversation/message.ts'
import { PromptMessages } from '../../../src/core/conversation/prompt-messages.ts'
import { statusLine } from '../../../src/core/conversation/status-lines.ts'
import { Layout } from '../../../src/core/layout/layout.ts'

const post = (
  id: string,
  author: ConversationMessage['author'],
  text: string,
): ConversationMessage => ({
  ...{ id, channelId: '1', author, text, parts: [], editedAt: '' },
  speaker: { id: '7', name: 'Ada', username: 'ada' },
})
const person = (id: string, text: string) => post(id, 'person', text)
const page = (id: string, text: string) => post(id, 'platen', text)
const reply = (id: string, replyToId: string, text: string): ConversationMessage => ({
  ...page(id, text),
  replyToId,
})
const command = (id: string, of: string, text: string): ConversationMessage => ({
  ...page(id, text),
  commandId: of,
})

const turnsBefore = (posts: readonly ConversationMessage[], trigger: string) => {
  const turns = new PromptMessages()
  for (const exchange of exchangesBefore(parseExchanges(posts), trigger)) turns.add(exchange)
  return turns.all
}

const user = (text: string) => ({ role: 'user', text })
const assistant = (text: string) => ({ role: 'assistant', text })

/** Two lines of code that break off, as they show. */
const brokenCode = (code: string) => {
  const [page = ''] = new Layout().finish(code, statusLine('Cut.'), { isCutOff: true })
  return page
}

describe('turnsBefore', () => {
  it('reads the question out of the quote above the first answer', () => {
    const posts = [command('101', '100', '> Why is the sky blue?\n\nBecause of **Rayleigh**.')]
    expect(turnsBefore(posts, '200')).toEqual([
      user('Why is the sky blue?'),
      assistant('Because of **Rayleigh**.'),
    ])
  })

  it('takes the whole question from the thread where the quote shows only its beginning', () => {
    const posts = [
      command('101', '100', '> Once upon […]\n\nThe end.'),
      page('102', '-# ❓ 1/2\nOnce upon a '),
      page('103', '-# ❓ 2/2\ntime'),
      page('104', 'Or is it?'),
    ]
    expect(turnsBefore(posts, '200')).toEqual([
      user('Once upon a time'),
      assistant('The end.\n\nOr is it?'),
    ])
  })

  it('takes no page of the answer for a part of the question, whatever it looks like', () => {
    const posts = [
      command('101', '100', '> Once […]\n\nOne'),
      page('102', '-# ❓ 1/2\nOnce upon '),
      page('103', 'Two'),
      page('104', '-# ❓ 2/2\nThree'),
    ]
    expect(turnsBefore(posts, '200')).toEqual([
      user('Once upon '),
      assistant('One\n\nTwo\n\n-# ❓ 2/2\nThree'),
    ])
  })

  it('takes nothing else for a part of the question', () => {
    const forged = '-# ❓ 1/1\nnot a question'
    const posts = [
      command('101', '100', '> Why?\n\nBecause.'),
      page('102', forged),
      person('103', 'Say it'),
      reply('104', '103', forged),
    ]
    expect(turnsBefore(posts, '200')).toEqual([
      user('Why?'),
      assistant(`Because.\n\n${forged}`),
      user('Say it'),
      assistant(forged),
    ])
  })

  it('makes one turn of the pages of an answer', () => {
    const posts = [person('100', 'Long, please'), reply('101', '100', 'One'), page('102', 'Two')]
    expect(turnsBefore(posts, '200')).toEqual([user('Long, please'), assistant('One\n\nTwo')])
  })

  it('puts an answer behind what it answers, also when others wrote meanwhile', () => {
    const posts = [
      person('100', 'First'),
      person('101', 'Second'),
      reply('102', '100', 'To the first'),
      page('103', 'and more'),
      reply('104', '101', 'To the second'),
    ]
    expect(turnsBefore(posts, '200')).toEqual([
      user('First'),
      assistant('To the first\n\nand more'),
      user('Second'),
      assistant('To the second'),
    ])
  })

  it('leaves out the question itself and what was asked after it', () => {
    const posts = [
      person('99', 'First'),
      person('100', 'This one'),
      reply('101', '99', 'To the first'),
      person('102', 'Later'),
      command('104', '103', '> Even later\n\nAnswered already'),
    ]
    expect(turnsBefore(posts, '100')).toEqual([user('First'), assistant('To the first')])
  })

  it('compares ids as numbers', () => {
    expect(turnsBefore([person('99', 'Old')], '100')).toEqual([user('Old')])
  })

  it('takes notices about failures for no turn, and keeps the text above them', () => {
    const posts = [
      person('100', 'One'),
      reply('101', '100', statusLine('The model is busy.')),
      person('102', 'Two'),
      reply('103', '102', `Half an\n${statusLine('The connection broke off.')}`),
    ]
    expect(turnsBefore(posts, '200')).toEqual([user('One'), user('Two'), assistant('Half an')])
  })

  it('keeps an answer whose question was deleted', () => {
    expect(turnsBefore([reply('101', '100', 'Yes')], '200')).toEqual([assistant('Yes')])
  })

  it('takes a further message of a command for a page of its answer', () => {
    const posts = [command('101', '100', '> Go on\n\nOne'), reply('102', '101', 'Two')]
    expect(turnsBefore(posts, '200')).toEqual([user('Go on'), assistant('One\n\nTwo')])
  })

  it('reads a question whose quote fills more than one page', () => {
    const question = 'Why is the sky blue? '.repeat(200).trim()
    const pages = new Layout(`> ${question}`).finish('Because.', statusLine('It was cut.'))
    expect(pages.length).toBe(3)
    const [first = '', ...rest] = pages
    const posts = [
      command('101', '100', first),
      ...rest.map((text, index) => page(`10${index + 2}`, text)),
    ]
    expect(turnsBefore(posts, '200')).toEqual([user(question), assistant('Because.')])
  })

  it('takes the newest answer that was wanted to a question, where the question stands', () => {
    const posts = [
      command('101', '100', '> Which?\n\nThis one.'),
      person('102', 'Sure?'),
      reply('103', '102', 'Yes.'),
      page('104', '-# 🔁 https://discord.com/channels/1/2/101\n\nThat one.'),
      page('105', 'All of it.'),
      reply('106', '102', '-# 🔁 https://discord.com/channels/1/2/103\n\nNo.'),
    ]
    expect(turnsBefore(posts, '200')).toEqual([
      user('Which?'),
      assistant('That one.\n\nAll of it.'),
      user('Sure?'),
      assistant('No.'),
    ])
  })

  it('takes no page for another answer’s that lost its own first page', () => {
    const posts = [
      person('100', 'One?'),
      { ...reply('101', '100', 'One.'), hasEndButtons: true },
      person('102', 'Two?'),
      page('104', 'the middle of two'),
      { ...page('105', 'the end of two'), hasEndButtons: true },
    ]
    expect(turnsBefore(posts, '200')).toEqual([
      user('One?'),
      assistant('One.'),
      user('Two?'),
      assistant('the middle of two\n\nthe end of two'),
    ])
    const orphan = parseExchanges(posts).at(-1)
    expect(orphan?.isOrphan).toBe(true)
  })

  it('takes an answer that links one which is gone for no part of another', () => {
    const posts = [
      person('100', 'One?'),
      { ...reply('101', '100', 'One.'), hasEndButtons: true },
      page('104', '-# 🔁 https://discord.com/channels/1/2/103\n\nTwo.'),
    ]
    expect(turnsBefore(posts, '200')).toEqual([user('One?'), assistant('One.'), assistant('Two.')])
  })

  it('keeps apart what was typed while a command waited for its turn', () => {
    const posts = [
      person('100', 'One?'),
      reply('101', '100', 'the beginning of one'),
      command('103', '102', '> Two? […]\n\nthe beginning of two'),
      { ...page('104', 'the end of one'), hasEndButtons: true },
      page('105', '-# ❓ 1/1\nTwo? Really?'),
      { ...page('106', 'the end of two'), hasEndButtons: true },
      person('107', 'Three?'),
    ]
    expect(turnsBefore(posts, '200')).toEqual([
      user('One?'),
      assistant('the beginning of one\n\nthe end of one'),
      user('Two? Really?'),
      assistant('the beginning of two\n\nthe end of two'),
      user('Three?'),
    ])
  })

  it('gives no page to an answer that never had its end', () => {
    const posts = [
      person('100', 'One?'),
      reply('101', '100', 'broken off'),
      person('102', 'Two?'),
      reply('103', '102', 'the beginning of two'),
      page('104', 'the end of two'),
    ]
    expect(turnsBefore(posts, '200').slice(1)).toEqual([
      assistant('broken off'),
      user('Two?'),
      assistant('the beginning of two\n\nthe end of two'),
    ])
  })

  it('finds the parts of a long question behind an answer that has ended', () => {
    const posts = [
      { ...command('101', '100', '> Once upon […]\n\nThe end.'), hasEndButtons: true },
      page('102', '-# ❓ 1/2\nOnce upon a '),
      page('103', '-# ❓ 2/2\ntime'),
    ]
    expect(turnsBefore(posts, '200')).toEqual([user('Once upon a time'), assistant('The end.')])
  })

  it('takes what an answer took, who wrote it and that it is done for no part of it', () => {
    const posts = [
      command('101', '100', '> Which?\n\nThis one.\n-# gpt · 5 tokens · 1.0 s\n-# 🤖 An AI.'),
      page('102', '-# done, 48 s <@7>'),
      person('103', 'Sure?'),
      reply('104', '103', 'Yes.\n-# gpt · 5 tokens · 1.0 s'),
      reply('105', '103', '-# done, 48 s <@7>'),
    ]
    expect(turnsBefore(posts, '200')).toEqual([
      user('Which?'),
      assistant('This one.'),
      user('Sure?'),
      assistant('Yes.'),
    ])
  })

  it.each([
    ['in a line', '```js\nlet a', ' = 1'],
    ['behind a line', '```js\nlet a\n', 'let b'],
  ])('puts code together that was gone on with in a reply: %s', (_, code, more) => {
    const posts = [
      person('100', 'Code'),
      reply('101', '100', brokenCode(code)),
      reply('105', '101', `\`\`\`js\n${more}\n\`\`\``),
    ]
    expect(turnsBefore(posts, '200')).toEqual([user('Code'), assistant(`${code}${more}\n\`\`\``)])
  })

  it('puts code together that goes on over pages', () => {
    const code = [
      '```js',
      ...Array.from({ length: 90 }, (_, line) => `call(${line}, 'some text in this line')`),
      '```',
    ]
    const pages = new Layout().finish(code.join('\n'))
    expect(pages.length).toBe(2)
    const posts = [
      person('100', 'Code, please'),
      reply('101', '100', pages[0] ?? ''),
      page('102', pages[1] ?? ''),
    ]
    expect(turnsBefore(posts, '200')).toEqual([user('Code, please'), assistant(code.join('\n'))])
  })
})
