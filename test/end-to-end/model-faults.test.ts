import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { severalSpeakersLine } from '../../src/core/conversation/prompt-format.ts'
import { texts as english } from '../../src/locales/en-US.ts'
import type { Script } from '../support/model-server.ts'
import { type Scene, startScene } from './scene.ts'

const key = 'sk-this-is-the-secret-key'
let scene: Scene
let answers = 0

beforeAll(async () => {
  scene = await startScene({
    environment: { OPENAI_API_KEY: key, MODEL_START_TIMEOUT: '1s', MODEL_IDLE_TIMEOUT: '400ms' },
  })
})
afterAll(() => scene[Symbol.asyncDispose]())

/** What the answer shows at its end, without the question above it. */
async function outcomeOf(script: Script): Promise<string | undefined> {
  scene.model.always(script)
  const messageId = await scene.ask(scene.newChannel().id, 'Well?')
  answers += 1
  await scene.answered(answers)
  return scene.textOf(messageId).replace('> Well?\n\n', '')
}

const failing =
  (status: number, message: string, code?: string): Script =>
  (answer) =>
    answer.error(status, message, code)

const { failed } = english
const notice = (text: string) => `-# ⚠️ ${text}`
const half = (text: string) => `Half an\n-# ⚠️ ${text}`

describe('a model that fails', () => {
  const refusals: readonly (readonly [string, Script, string])[] = [
    ['refuses the key', failing(401, `Incorrect API key provided: ${key}`), failed.key],
    ['has no credit left', failing(429, 'Quota', 'insufficient_quota'), failed.quota],
    ['is busy', failing(429, 'Slow down'), failed.busy],
    ['is down', failing(503, 'Loading'), failed.overloaded],
    ['is unknown', failing(404, 'No such model'), failed['not-found']],
    ['refuses the request', failing(400, 'Too long'), failed.rejected],
  ]
  it.each(refusals)('%s: is said in place of an answer', async (_, script, text) => {
    expect(await outcomeOf(script)).toBe(notice(text))
  })

  const faults: readonly (readonly [string, Script, string])[] = [
    [
      'is cut short but leaves the connection open',
      async (answer, { closed }) => {
        answer.text('Half an').finish('length')
        await closed
      },
      english.cutShort.length,
    ],
    ['breaks the connection', (answer) => answer.text('Half an').destroy(), failed.cut],
    ['ends without an end', (answer) => answer.text('Half an').end(), failed.cut],
    [
      'sends an error among the data',
      (answer) => answer.text('Half an').raw('data: {"error":{"message":"boom"}}\n\n').end(),
      failed.broken,
    ],
    [
      'sends nonsense',
      (answer) => answer.text('Half an').raw('data: {oops\n\n').end(),
      failed.broken,
    ],
    [
      'falls silent, but for comments that keep the connection alive',
      async (answer, { closed }) => {
        answer.text('Half an')
        const alive = setInterval(() => answer.raw(': alive\n\n'), 50)
        await closed
        clearInterval(alive)
      },
      failed.stalled,
    ],
    [
      'reaches its length limit',
      (answer) => answer.text('Half an').finish('length').done(),
      english.cutShort.length,
    ],
    [
      'is stopped by its filter',
      (answer) => answer.text('Half an').finish('content_filter').done(),
      english.cutShort.filter,
    ],
  ]
  it.each(faults)('%s: keeps the text, and says how it ended', async (_, script, text) => {
    expect(await outcomeOf(script)).toBe(half(text))
  })

  it('never begins: is given up after the time for a start', async () => {
    const silent: Script = async (_, { closed }) => closed
    expect(await outcomeOf(silent)).toBe(notice(failed['never-started']))
    await scene.model.requests.at(-1)?.closed
  })

  it('answers with what is no stream: says that', async () => {
    expect(await outcomeOf((answer) => answer.json(200, { hello: 'world' }))).toBe(
      notice(failed.broken),
    )
  })

  it('has nothing to say: says that', async () => {
    expect(await outcomeOf((answer) => answer.finish('stop').done())).toBe(notice(english.empty))
  })

  it('thinks for longer than it may be silent: is left to think', async () => {
    const thinking: Script = async (answer) => {
      for (let thought = 0; thought < 6; thought += 1) {
        answer.delta({ reasoning_content: 'hm' })
        await new Promise((resolve) => setTimeout(resolve, 150))
      }
      answer.text('Yes.').finish('stop').done()
    }
    expect(await outcomeOf(thinking)).toBe('Yes.')
  })

  it('opens no thread where there is nothing to go on from', async () => {
    const threads = scene.discord.threads(scene.guildId).length
    await outcomeOf(failing(401, 'No'))
    expect(scene.discord.threads(scene.guildId)).toHaveLength(threads)
  })

  it('can be asked again in its thread', async () => {
    scene.model.always((answer) => answer.text('Now.').finish('stop').done())
    scene.model.next((answer) => answer.text('Yes.').finish('stop').done(), failing(401, 'No'))
    const messageId = await scene.ask(scene.newChannel().id, 'Well?')
    await scene.threadOn(messageId)
    answers += 1
    await scene.answered(answers)
    for (const text of ['And?', 'And now?']) {
      scene.discord.as(scene.bob.id).say(messageId, text)
      answers += 1
      await scene.answered(answers)
    }
    expect(scene.model.requests.at(-1)?.messages.slice(1)).toEqual([
      { role: 'user', content: 'Well?' },
      { role: 'assistant', content: 'Yes.' },
      { role: 'user', content: `${severalSpeakersLine('ada')}\n[from bob]\nAnd?` },
      { role: 'user', content: '[from bob]\nAnd now?' },
    ])
  })

  it('left the cause of each failure in the log, and no secret', () => {
    const failures = scene.bot.log.filter(({ msg }) => msg === 'answer failed')
    expect(failures.length).toBeGreaterThanOrEqual(refusals.length + 5)
    for (const { error } of failures) expect(error).toMatchObject({ message: expect.any(String) })
    expect(scene.bot.output).toContain('Incorrect API key provided: [secret]')
    expect(scene.bot.output).not.toContain(key)
    expect(scene.bot.output).not.toContain(scene.botUser.token)
  })

  it('harmed nothing and nobody in all this', () => {
    scene.expectNoHarm()
  })
})
