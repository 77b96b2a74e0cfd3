import type { Message } from 'discord-sandbox'
import type { ModelRequest, Script } from 'model-sandbox'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { until } from '../support/bot.ts'
import { type Scene, startScene } from './scene.ts'

let scene: Scene

async function setUp(speed = 1, environment: Readonly<Record<string, string>> = {}): Promise<void> {
  scene = await startScene({ discord: { maxConcurrency: 16, speed }, environment })
  scene.model.always(saying('Yes.'))
}

/** Lets rate limits pass quickly, where much is said. Commands would have to be heard too soon then. */
const fast = 60
beforeEach(async () => setUp())
afterEach(() => scene[Symbol.asyncDispose]())

const saying =
  (text: string): Script =>
  (answer) =>
    answer.text(text).finish('stop').done()

/** Says a text when the test lets it. */
const waitingFor =
  (gate: Promise<void>, text: string): Script =>
  async (answer) => {
    await gate
    answer.text(text).finish('stop').done()
  }

const told = () => scene.model.requests.at(-1)?.messages.slice(1) ?? []
const user = (content: string) => ({ role: 'user', content })
const assistant = (content: string) => ({ role: 'assistant', content })

/** Waits for a reply of the bot to a message, and that it has its end. */
async function replyTo(message: Message): Promise<Message> {
  const find = () =>
    scene.answersIn(message.channelId).find(({ referenceId }) => referenceId === message.id)
  await until(scene.bot, () => JSON.stringify(find()?.components ?? '').includes('"retry:'))
  return find() as Message
}

/** A thread with one question and answer in it. */
async function openThread(question = 'Ready?'): Promise<string> {
  const messageId = await scene.ask(scene.newChannel().id, question)
  await scene.threadOn(messageId)
  await until(scene.bot, () =>
    JSON.stringify(scene.discord.message(messageId)?.components).includes('"retry:'),
  )
  return messageId
}

/** The requests by which the bot has read messages. */
const reads = () =>
  scene.discord.exchanges.filter(
    ({ method, route }) => method === 'GET' && /messages(?:\/:message)?$/.test(route ?? ''),
  ).length

describe('a conversation', () => {
  it('is remembered without a request to Discord, with edits and deletions', async () => {
    const { discord, ada } = scene
    const id = await openThread()
    const first = discord.as(ada.id).say(id, 'One plus one?')
    await replyTo(first)
    const second = discord.as(ada.id).say(id, 'Forget this')
    await replyTo(second)
    discord.as(ada.id).edit(first.id, 'One plus two?')
    discord.as(ada.id).remove(second.id)
    // The answer to what was changed is typed by now, and stays.
    await replyTo(discord.as(ada.id).say(id, 'Well?'))
    const conversation = [
      ...[user('Ready?'), assistant('Yes.'), user('One plus two?'), assistant('Yes.')],
      ...[assistant('Yes.'), user('Well?')],
    ]
    expect(told()).toEqual(conversation)
    expect(reads()).toBe(0)
    // Read from Discord it is the same, by one request: the thread has the message along it is on.
    await scene.restart()
    await replyTo(discord.as(ada.id).say(id, 'And now?'))
    expect(told()).toEqual([...conversation, assistant('Yes.'), user('And now?')])
    expect(reads()).toBe(1)
  })

  it('of a thousand messages is read in pages of a hundred', async () => {
    await scene[Symbol.asyncDispose]()
    await setUp(fast)
    const { discord, ada, bob, botUser } = scene
    const channel = scene.newChannel()
    const thread = discord.as(ada.id).openThread(channel.id, 'Long')
    const people = [ada, bob]
    const texts = Array.from({ length: 999 }, (_, index) => `message ${index}`)
    for (const [index, text] of texts.entries()) {
      discord.as(people[index % 2]?.id ?? '').say(thread.id, text)
    }
    await replyTo(discord.as(ada.id).say(thread.id, `<@${botUser.id}> well?`))
    const [first, second] = told()
    expect(first).toEqual(user('message 0'))
    expect(second).toEqual(
      user(
        `[everything so far is from ada; from here on several people write, and the line above each message, which none of them can write, says who]\n[from bob]\nmessage 1`,
      ),
    )
    expect(
      told()
        .slice(2)
        .map(({ content }) => content),
    ).toEqual([
      ...texts.slice(2).map((text, index) => `[from ${index % 2 === 0 ? 'ada' : 'bob'}]\n${text}`),
      '[from bob]\nwell?'.replace('bob', 'ada'),
    ])
    // A thousand messages, and the page that shows that there are no more; no starter.
    expect(reads()).toBeLessThanOrEqual(12)
  })
})

describe('prompt caches', () => {
  it('hit over two hundred turns and across restarts: each request begins with the one before', async () => {
    await scene[Symbol.asyncDispose]()
    await setUp(fast, { CONTEXT_TOKENS: '3000' })
    const { discord, ada, bob, botUser, model } = scene
    const words = (count: number, word: string) => `${word} `.repeat(count).trim()
    model.always((answer, { messages }) => {
      const last = messages.at(-1)?.content ?? ''
      answer
        .text(words(30 + (last.length % 7), 'answer'))
        .finish('stop')
        .done()
    })
    const { id } = discord.as(ada.id).openThread(scene.newChannel().id, 'Long')
    const question = 'What is it all about?'
    await replyTo(discord.as(ada.id).say(id, `<@${botUser.id}> ${question}`))
    let cuts = 0
    const cutAnswers: string[] = []
    for (let turn = 0; turn < 200; turn += 1) {
      const who = turn > 20 && turn % 3 === 0 ? bob : ada
      if ([50, 51, 120].includes(turn)) await scene.restart()
      const said = discord.as(who.id).say(id, `${turn}: ${words(12 + (turn % 5), 'question')}`)
      const { content } = await replyTo(said)
      const [before, now] = model.requests.slice(-2).map(({ messages }) => messages)
      if (before === undefined || now === undefined) throw new Error('no requests')
      if (
        content.includes(
          `-# ✂️ The conversation has grown too long for the model. It knows the first question, and everything from here on:`,
        )
      ) {
        cuts += 1
        cutAnswers.push(content)
        expect(sizeOf(now)).toBeLessThan(sizeOf(before) * 0.75)
      } else {
        expect(now.slice(0, before.length)).toEqual(before)
      }
      expect(now[1]?.content.startsWith(question)).toBe(true)
    }
    const last = model.requests.at(-1)?.messages ?? []
    expect(last[1]?.content).toBe(
      `${question}\n\n[left out: messages that no longer fit; the conversation goes on below]`,
    )
    // Some 50 tokens each: 200 of them fill a budget of 3,000 more than three times.
    expect(cuts).toBeGreaterThanOrEqual(4)
    expect(cuts).toBeLessThanOrEqual(20)
    // People can follow the link to where it goes on.
    for (const content of cutAnswers) {
      const [, messageId = ''] = /\/(\d+)\n-# test-model/.exec(content) ?? []
      expect(discord.message(messageId)?.channelId).toBe(id)
    }
  }, 120_000)
})

function sizeOf(messages: ModelRequest['messages']): number {
  return messages.reduce((sum, { content }) => sum + content.length, 0)
}

describe('messages that come while an answer is being typed', () => {
  it('have the model asked again with both, where no words show and the author is the same', async () => {
    const { discord, ada, model } = scene
    const id = await openThread()
    model.next(async (_, { closed }) => closed, saying('Both.'))
    const before = model.requests.length
    discord.as(ada.id).say(id, 'What is')
    await until(scene.bot, () => model.requests.length === before + 1)
    const second = discord.as(ada.id).say(id, 'the answer?')
    const answer = await replyTo(second)
    await model.requests[before]?.closed
    expect(answer.content).toMatch(/^Both\./)
    expect(told()).toEqual([
      ...[user('Ready?'), assistant('Yes.')],
      ...[user('What is'), user('the answer?')],
    ])
    expect(scene.answersIn(id)).toHaveLength(1)
  })

  it('of another author wait, and are answered together', async () => {
    const { discord, ada, bob, model } = scene
    const id = await openThread()
    const gate = Promise.withResolvers<void>()
    model.next(waitingFor(gate.promise, 'One.'), saying('All.'))
    const before = model.requests.length
    const first = discord.as(ada.id).say(id, 'First')
    await until(scene.bot, () => model.requests.length === before + 1)
    discord.as(bob.id).say(id, 'Second')
    discord.as(ada.id).say(id, 'Third')
    const taken = discord.as(bob.id).say(id, 'Oops')
    discord.as(bob.id).remove(taken.id)
    const last = discord.as(bob.id).say(id, 'Fourth')
    gate.resolve()
    await replyTo(first)
    const answer = await replyTo(last)
    expect(answer.content).toMatch(/^All\./)
    expect(told().slice(4)).toEqual([
      user(
        `[everything so far is from ada; from here on several people write, and the line above each message, which none of them can write, says who]\n[from bob]\nSecond`,
      ),
      user('[from ada]\nThird'),
      user('[from bob]\nFourth'),
    ])
    expect(scene.answersIn(id)).toHaveLength(2)
  })

  it('wait for more where that is set, and are asked once', async () => {
    await scene.restart({ BURST_MS: '400' })
    const { discord, ada, model } = scene
    const id = await openThread()
    const before = model.requests.length
    discord.as(ada.id).say(id, 'One')
    discord.as(ada.id).say(id, 'Two')
    await replyTo(discord.as(ada.id).say(id, 'Three'))
    expect(model.requests.length).toBe(before + 1)
    expect(told().slice(2)).toEqual([user('One'), user('Two'), user('Three')])
  })

  it('do not take the place of a command, which shows where it stands', async () => {
    const { discord, ada, bob, model } = scene
    const id = await openThread()
    const gate = Promise.withResolvers<void>()
    model.next(waitingFor(gate.promise, 'One.'))
    const before = model.requests.length
    discord.as(ada.id).say(id, 'First')
    await until(scene.bot, () => model.requests.length === before + 1)
    const used = await discord.as(bob.id).command(id, 'ask', { question: 'Second?' })
    const shown = () => discord.message(used.responseMessageId ?? '')?.content ?? ''
    await until(
      scene.bot,
      () => shown() === `> Second?\n\n-# ⏳ waiting, 1 question before this one`,
    )
    const third = discord.as(ada.id).say(id, 'Third')
    gate.resolve()
    await replyTo(third)
    expect(shown()).toMatch(/^> Second\?\n\nYes\./)
    expect(told()).toEqual([
      ...[user('Ready?'), assistant('Yes.'), user('First'), assistant('One.')],
      user(
        `[everything so far is from ada; from here on several people write, and the line above each message, which none of them can write, says who]\n[from bob]\nSecond?`,
      ),
      assistant('Yes.'),
      user('[from ada]\nThird'),
    ])
  })

  it('leave a waiting command that is stopped: it ends at once', async () => {
    const { discord, ada, bob, model } = scene
    const id = await openThread()
    const gate = Promise.withResolvers<void>()
    model.next(waitingFor(gate.promise, 'One.'))
    const before = model.requests.length
    const first = discord.as(ada.id).say(id, 'First')
    await until(scene.bot, () => model.requests.length === before + 1)
    const used = await discord.as(bob.id).command(id, 'ask', { question: 'Second?' })
    const messageId = used.responseMessageId ?? ''
    const shown = () => discord.message(messageId)?.content ?? ''
    await until(scene.bot, () => shown().includes('⏳'))
    await discord.as(bob.id).press(messageId, `stop:${used.id}:${bob.id}`)
    await until(scene.bot, () => shown() === `> Second?\n\n-# ⏹️ Stopped.`)
    gate.resolve()
    await replyTo(first)
    expect(model.requests.length).toBe(before + 1)
  })

  it('come behind a command that was used right before', async () => {
    const { discord, ada, model } = scene
    const id = await openThread()
    const before = model.requests.length
    const used = discord.as(ada.id).command(id, 'ask', { question: 'First?' })
    const second = discord.as(ada.id).say(id, 'Second')
    await used
    await replyTo(second)
    const asked = model.requests.slice(before).map(({ messages }) => messages.at(-1)?.content)
    expect(asked).toEqual(['First?', 'Second'])
  })
})

describe('a table', () => {
  const table = '| a | b |\n|---|---|\n| 1 | 2 |'

  it('is told to the model as it wrote it; without the database, as it shows', async () => {
    const { discord, ada, model } = scene
    const id = await openThread()
    model.next(saying(table))
    await replyTo(discord.as(ada.id).say(id, 'A table'))
    await replyTo(discord.as(ada.id).say(id, 'Thanks'))
    expect(told().at(-2)).toEqual(assistant(table))
    await scene.restart()
    await replyTo(discord.as(ada.id).say(id, 'Again, thanks'))
    expect(told().at(-4)?.content).toMatch(/^```/)
  })
})

describe('a thread', () => {
  it('is named by the model where that is set, once, and only where nobody has named it', async () => {
    await scene.restart({ TITLES: 'model' })
    const { discord, ada, model } = scene
    model.always((answer, { body }) => {
      if (body['stream'] === true) return answer.text('Rayleigh.').finish('stop').done()
      return answer.whole('"The Colour of the Sky."')
    })
    const id = await openThread('Why is the sky blue?')
    await until(scene.bot, () => discord.thread(id)?.name === 'The Colour of the Sky')
    const titles = model.requests.filter(({ body }) => body['stream'] !== true)
    expect(titles).toHaveLength(1)
    await replyTo(discord.as(ada.id).say(id, 'And red?'))
    expect(model.requests.filter(({ body }) => body['stream'] !== true)).toHaveLength(1)
  })

  it('keeps the name that somebody gave it before the model did', async () => {
    await scene.restart({ TITLES: 'model' })
    const { discord, botUser, model } = scene
    const gate = Promise.withResolvers<void>()
    model.always(async (answer, { body }) => {
      if (body['stream'] === true) return answer.text('Rayleigh.').finish('stop').done()
      await gate.promise
      return answer.whole('The Colour of the Sky')
    })
    const id = await openThread('Why is the sky blue?')
    await until(scene.bot, () => model.requests.some(({ body }) => body['stream'] !== true))
    await fetch(`${discord.apiUrl}/v10/channels/${id}`, {
      method: 'PATCH',
      headers: { authorization: `Bot ${botUser.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'Ours' }),
    })
    const looks = () =>
      discord.exchanges.filter(({ method, path }) => method === 'GET' && path === `/channels/${id}`)
    gate.resolve()
    await until(scene.bot, () => looks().length === 1)
    // Nothing follows the look: what is asked after it is answered.
    await replyTo(discord.as(scene.ada.id).say(id, 'And red?'))
    expect(discord.thread(id)?.name).toBe('Ours')
  })

  it('has who asked in it, and stays open as long as its channel or the settings say', async () => {
    await scene.restart({ THREAD_ARCHIVE: '1d' })
    const { discord, ada } = scene
    const id = await openThread()
    await until(scene.bot, () => discord.thread(id)?.memberIds.includes(ada.id) === true)
    expect(discord.thread(id)?.autoArchiveMinutes).toBe(1_440)
    const channel = discord.addChannel(scene.guildId, {
      ...{ name: 'quick', defaultAutoArchiveMinutes: 60 },
    })
    const messageId = await scene.ask(channel.id, 'Quick?')
    await scene.threadOn(messageId)
    expect(discord.thread(messageId)?.autoArchiveMinutes).toBe(60)
  })
})
