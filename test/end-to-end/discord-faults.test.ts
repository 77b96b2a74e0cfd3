import type { Script } from 'model-sandbox'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { joinPages } from '../../src/core/layout/join-pages.ts'
import { until } from '../support/bot.ts'
import { isolateFailures, type Scene, startScene } from './scene.ts'

const tokenMessage = '/webhooks/:application/:token/messages/:message'
let scene: Scene

beforeAll(async () => {
  scene = await startScene()
})
afterAll(() => scene[Symbol.asyncDispose]())
isolateFailures(() => scene)

/** Says `first`, waits until the test lets it go on, and says the rest. */
function inTwoParts(first: string, rest: string): { script: Script; goOn: () => void } {
  const gate = Promise.withResolvers<void>()
  return {
    goOn: gate.resolve,
    async script(answer) {
      answer.text(first)
      await gate.promise
      answer.text(rest).finish('stop').done()
    },
  }
}

const saying =
  (text: string): Script =>
  (answer) =>
    answer.text(text).finish('stop').done()

/** A thread with an answer in it, ready to be written in. */
async function openThread(): Promise<string> {
  scene.model.next(saying('Ready.'))
  const messageId = await scene.ask(scene.newChannel().id, 'Ready?')
  await scene.threadOn(messageId)
  await scene.answered()
  return messageId
}

describe('the last edit', () => {
  it.each([
    ['is answered with a 500', (match) => scene.discord.faults.status(match, 500)],
    [
      'is answered with 502s for a while',
      (match) =>
        scene.discord.faults.status({ ...match, times: 3 }, 502, '<html>Bad gateway</html>'),
    ],
    ['meets a closed connection', (match) => scene.discord.faults.drop(match, 'before')],
    [
      'has effect though the connection breaks',
      (match) => scene.discord.faults.drop(match, 'after'),
    ],
    [
      'is rate limited',
      (match) => scene.discord.faults.rateLimit(match, { retryAfterMs: 700, form: 'body' }),
    ],
  ] as const satisfies readonly (readonly [
    string,
    (match: { method: string; route: string; body: (body: unknown) => boolean }) => {
      hits: number
    },
  ])[])('%s: and shows all the same', async (_, plant) => {
    const fault = plant({
      method: 'PATCH',
      route: tokenMessage,
      body: (body) => JSON.stringify(body).includes('the end.'),
    })
    const { script, goOn } = inTwoParts('The beginning and ', 'the end.')
    scene.model.next(script)
    const messageId = await scene.ask(scene.newChannel().id, 'Well?')
    await scene.threadOn(messageId)
    goOn()
    await scene.answered()
    expect(scene.textOf(messageId)).toBe('> Well?\n\nThe beginning and the end.')
    expect(fault.hits).toBeGreaterThan(0)
    expect(scene.bot.log.at(-1)?.msg).toBe('answered')
  })
})

describe('the first message of an answer in a thread', () => {
  it.each(['before', 'after'] as const)(
    'stands once when the connection breaks %s it is made',
    async (when) => {
      const threadId = await openThread()
      const route = '/channels/:channel/messages'
      const fault = scene.discord.faults.drop({ method: 'POST', route }, when)
      scene.model.next(saying('Here.'))
      scene.discord.as(scene.ada.id).say(threadId, 'Where?')
      await scene.answered()
      expect(fault.hits).toBe(1)
      expect(scene.textsIn(threadId)).toEqual(['Here.'])
    },
  )
})

describe('a thread', () => {
  it('is taken as it is when it opened though the connection broke', async () => {
    const fault = scene.discord.faults.drop(
      { method: 'POST', route: '/channels/:channel/messages/:message/threads' },
      'after',
    )
    const threadId = await openThread()
    expect(fault.hits).toBe(1)
    scene.model.next(saying('Yes.'))
    scene.discord.as(scene.ada.id).say(threadId, 'Does it work?')
    await scene.answered()
    expect(scene.textsIn(threadId)).toEqual(['Yes.'])
  })

  it('that is not allowed leaves the answer in place, all of it', async () => {
    const { discord, botUser } = scene
    const { id: channelId } = scene.newChannel()
    discord.faults.revoke(channelId, botUser.id, 'CREATE_PUBLIC_THREADS')
    const long = Array.from({ length: 100 }, (_, number) => `${number} ${'x'.repeat(40)}`).join(
      '\n',
    )
    scene.model.next(saying(long))
    const messageId = await scene.ask(channelId, 'Well?')
    await scene.answered()
    expect(discord.thread(messageId)).toBeUndefined()
    const pages = scene.textsIn(channelId)
    expect(joinPages(pages)).toBe(`> Well?\n\n${long}`)
  })

  it('where the bot may not even write leaves the answer to the interaction', async () => {
    const { discord, botUser } = scene
    const { id: channelId } = scene.newChannel()
    discord.faults.revoke(channelId, botUser.id, 'SEND_MESSAGES', 'SEND_MESSAGES_IN_THREADS')
    const long = Array.from({ length: 100 }, (_, number) => `${number} ${'x'.repeat(40)}`).join(
      '\n',
    )
    scene.model.next(saying(long))
    await scene.ask(channelId, 'Well?')
    await scene.answered()
    const pages = scene.textsIn(channelId)
    expect(joinPages(pages)).toBe(`> Well?\n\n${long}`)
  })
})

describe('an answer', () => {
  it('ends when its message is deleted: the model is stopped and nothing more is sent', async () => {
    const { discord, model } = scene
    model.next(async (answer, { closed }) => {
      const more = setInterval(() => answer.text('more '), 20)
      await closed
      clearInterval(more)
    })
    const messageId = await scene.ask(scene.newChannel().id, 'Well?')
    await scene.threadOn(messageId)
    discord.faults.deleteMessage(messageId)
    await scene.answered()
    await model.requests.at(-1)?.closed
    // One edit may have been under way.
    const after = discord.exchanges.filter(({ status }) => status === 404)
    expect(after.length).toBeLessThanOrEqual(1)
  })

  it('ends with a mark when another of its messages is deleted', async () => {
    const { discord, model } = scene
    const long = Array.from({ length: 60 }, (_, line) => `${line} ${'x'.repeat(40)}`).join('\n')
    model.next(async (answer, { closed }) => {
      answer.text(long)
      await closed
    })
    const messageId = await scene.ask(scene.newChannel().id, 'Well?')
    await scene.threadOn(messageId)
    await until(scene.bot, () => scene.answersIn(messageId).length === 1)
    discord.faults.deleteMessage(messageId)
    await model.requests.at(-1)?.closed
    await scene.answered()
    expect(scene.textsIn(messageId)[0]).toMatch(/59 x+\n-# ⏹️ Stopped\.$/)
  })

  it('is written as the bot’s own when the token is dead before the first word', async () => {
    const { script, goOn } = inTwoParts('', 'Here.')
    scene.model.next(script)
    const { id: channelId } = scene.newChannel()
    const messageId = await scene.ask(channelId, 'Well?')
    const interaction = scene.discord.message(messageId)?.interactionId ?? ''
    scene.discord.faults.expireInteraction(interaction)
    goOn()
    await scene.answered()
    expect(scene.textsIn(channelId)).toContain('> Well?\n\nHere.')
  })

  it('goes on as the bot’s own edits when the token of the interaction dies', async () => {
    const { script, goOn } = inTwoParts('The beginning and ', 'the end.')
    scene.model.next(script)
    const messageId = await scene.ask(scene.newChannel().id, 'Well?')
    await scene.threadOn(messageId)
    const interaction = scene.discord.message(messageId)?.interactionId ?? ''
    scene.discord.faults.expireInteraction(interaction)
    goOn()
    await scene.answered()
    expect(scene.textOf(messageId)).toMatch(/the end\.$/)
  })

  it('outlives a gateway connection that breaks, and misses no message', async () => {
    const threadId = await openThread()
    const { script, goOn } = inTwoParts('The beginning and ', 'the end.')
    scene.model.next(script, saying('I heard you.'))
    scene.discord.as(scene.ada.id).say(threadId, 'Well?')
    await until(scene.bot, () => scene.answersIn(threadId).length === 1)
    scene.discord.gateway.cut()
    scene.discord.as(scene.ada.id).say(threadId, 'Do you hear me?')
    goOn()
    await scene.answered(2)
    const contents = scene.textsIn(threadId)
    expect(contents).toEqual(['The beginning and the end.', 'I heard you.'])
  })

  it('says that it could not read the thread, and does not guess', async () => {
    const threadId = await openThread()
    // In a new session nothing of what was said before is remembered.
    const { gateway } = scene.discord
    const session = gateway.connections[0]?.sessionId
    gateway.invalidSession(false)
    await until(scene.bot, () => ![undefined, session].includes(gateway.connections[0]?.sessionId))
    const before = scene.model.requests.length
    scene.discord.faults.status({ method: 'GET', route: '/channels/:channel/messages' }, 403, {
      code: 50_001,
      message: 'Missing Access',
    })
    scene.discord.as(scene.ada.id).say(threadId, 'Well?')
    await scene.answered()
    await until(scene.bot, () => scene.answersIn(threadId).length === 1)
    expect(scene.answersIn(threadId)[0]?.content).toMatch(/^-# ⚠️ I could not read this thread/)
    expect(scene.model.requests.length).toBe(before)
  })
})

describe('the acknowledgement', () => {
  it.each(['before', 'after'] as const)(
    'is repeated when the connection breaks %s it took effect',
    async (when) => {
      const fault = scene.discord.faults.drop({ method: 'POST', route: /\/callback$/ }, when)
      scene.model.next(saying('Yes.'))
      const messageId = await scene.ask(scene.newChannel().id, 'Well?')
      await scene.answered()
      expect(fault.hits).toBe(1)
      expect(scene.textOf(messageId)).toBe('> Well?\n\nYes.')
    },
  )
})
