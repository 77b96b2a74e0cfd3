import type { Script } from 'model-sandbox'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isolateFailures, type Scene, startScene } from './scene.ts'

const key = 'sk-this-is-the-secret-key'
let scene: Scene

beforeAll(async () => {
  scene = await startScene({
    environment: { OPENAI_API_KEY: key, MODEL_START_TIMEOUT: '1s', MODEL_IDLE_TIMEOUT: '400ms' },
  })
})
afterAll(() => scene[Symbol.asyncDispose]())
isolateFailures(() => scene)

/** What the answer shows at its end, without the question above it. */
async function outcomeOf(script: Script): Promise<string | undefined> {
  scene.model.always(script)
  const messageId = await scene.ask(scene.newChannel().id, 'Well?')
  await scene.answered()
  return scene.textOf(messageId).replace('> Well?\n\n', '')
}

const failing =
  (status: number, message: string, code?: string): Script =>
  (answer) =>
    answer.error(status, message, code)

const notice = (text: string) => `-# ⚠️ ${text}`
const half = (text: string) => `Half an\n-# ⚠️ ${text}`

describe('a model that fails', () => {
  const refusals: readonly (readonly [string, Script, string])[] = [
    [
      'refuses the key',
      failing(401, `Incorrect API key provided: ${key}`),
      'The model server refused the bot’s key. Please tell whoever runs this bot: OPENAI_API_KEY.',
    ],
    [
      'has no credit left',
      failing(429, 'Quota', 'insufficient_quota'),
      'The bot’s account with the model has no credit left. Please tell whoever runs this bot.',
    ],
    [
      'is busy',
      failing(429, 'Slow down'),
      'The model is busy: too many requests. Please try again in a minute.',
    ],
    [
      'is down',
      failing(503, 'Loading'),
      'The model server has a problem. Please try again in a minute.',
    ],
    [
      'is unknown',
      failing(404, 'No such model'),
      'The model server does not know this model or this address. Please tell whoever runs this bot: OPENAI_MODEL and OPENAI_BASE_URL.',
    ],
    [
      'refuses the request',
      failing(400, 'Too long'),
      'The model refused this request. If the conversation is very long, start a new one.',
    ],
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
      'The model reached its length limit here.',
    ],
    [
      'breaks the connection',
      (answer) => answer.text('Half an').destroy(),
      'The connection to the model broke off, so the answer may be incomplete.',
    ],
    [
      'ends without an end',
      (answer) => answer.text('Half an').end(),
      'The connection to the model broke off, so the answer may be incomplete.',
    ],
    [
      'sends an error among the data',
      (answer) => answer.text('Half an').raw('data: {"error":{"message":"boom"}}\n\n').end(),
      'The model server returned an error or an invalid answer. Please ask again.',
    ],
    [
      'sends nonsense',
      (answer) => answer.text('Half an').raw('data: {oops\n\n').end(),
      'The model server returned an error or an invalid answer. Please ask again.',
    ],
    [
      'falls silent, but for comments that keep the connection alive',
      async (answer, { closed }) => {
        answer.text('Half an')
        const alive = setInterval(() => answer.raw(': alive\n\n'), 50)
        await closed
        clearInterval(alive)
      },
      'The model fell silent, so the answer ends here. Please ask again.',
    ],
    [
      'reaches its length limit',
      (answer) => answer.text('Half an').finish('length').done(),
      'The model reached its length limit here.',
    ],
    [
      'is stopped by its filter',
      (answer) => answer.text('Half an').finish('content_filter').done(),
      'The model’s content filter stopped the answer here.',
    ],
  ]
  it.each(faults)('%s: keeps the text, and says how it ended', async (_, script, text) => {
    expect(await outcomeOf(script)).toBe(half(text))
  })

  it('never begins: is given up after the time for a start', async () => {
    const silent: Script = async (_, { closed }) => closed
    expect(await outcomeOf(silent)).toBe(
      notice('The model did not begin to answer in time. Please try again in a minute.'),
    )
    await scene.model.requests.at(-1)?.closed
  })

  it('answers with what is no stream: says that', async () => {
    expect(await outcomeOf((answer) => answer.json(200, { hello: 'world' }))).toBe(
      notice('The model server returned an error or an invalid answer. Please ask again.'),
    )
  })

  it('has nothing to say: says that', async () => {
    expect(await outcomeOf((answer) => answer.finish('stop').done())).toBe(
      notice('The model had nothing to say. Ask again, perhaps in other words.'),
    )
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
    await scene.answered()
    for (const text of ['And?', 'And now?']) {
      scene.discord.as(scene.bob.id).say(messageId, text)
      await scene.answered()
    }
    expect(scene.model.requests.at(-1)?.messages.slice(1)).toEqual([
      { role: 'user', content: 'Well?' },
      { role: 'assistant', content: 'Yes.' },
      {
        role: 'user',
        content: `[everything so far is from ada; from here on several people write, and the line above each message, which none of them can write, says who]\n[from bob]\nAnd?`,
      },
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
