import { describe, expect, it } from 'vitest'
import { until } from '../support/bot.ts'
import { type Scene, startScene } from './scene.ts'

/** The bot answers a question in a channel, and a second one in the thread on that answer. */
async function expectItAnswers(scene: Scene): Promise<void> {
  const text = 'A whole answer.'
  scene.model.next((answer) => answer.text(text).finish('stop').done())
  const messageId = await scene.ask(scene.newChannel().id, 'Are you there?')
  await scene.answered()
  expect(scene.textOf(messageId)).toContain(text)
  await scene.threadOn(messageId)
  scene.model.next((answer) => answer.text(text).finish('stop').done())
  scene.discord.as(scene.ada.id).say(messageId, 'And here?')
  await scene.answered()
  expect(scene.textsIn(messageId)).toEqual([text])
}

// Side by side: most of these tests wait.
describe.concurrent('the gateway', () => {
  // The waits are those of real life: some ten seconds each.
  it.each(['unavailable', 'deaf'] as const)(
    'is left for a new session when the host of the old one is %s',
    async (trouble) => {
      await using scene = await startScene()
      scene.discord.gateway.setTrouble('resume', trouble)
      scene.discord.gateway.cut()
      const back = await scene.bot.logged('connected to Discord again')
      expect(back).toMatchObject({ session: 'new' })
      expect(Number(back['afterMs'])).toBeLessThan(30_000)
      await expectItAnswers(scene)
      const lost = scene.bot.log.filter(({ msg }) => msg === 'the connection to Discord was lost')
      expect(lost).toHaveLength(1)
    },
  )
})

describe.concurrent('a single 401', () => {
  it.each([
    ['the typing indicator', 'POST', '/channels/:channel/typing'],
    ['an edit', 'PATCH', '/webhooks/:application/:token/messages/:message'],
    ['a new message', 'POST', '/channels/:channel/messages'],
    ['a new thread', 'POST', '/channels/:channel/messages/:message/threads'],
    ['the reading of messages', 'GET', '/channels/:channel/messages'],
    ['the address of the gateway', 'GET', '/gateway/bot'],
  ])('for %s is no end', async (_, method, route) => {
    await using scene = await startScene()
    const body = { message: '401: Unauthorized', code: 0 }
    scene.discord.faults.status({ method, route }, 401, body)
    await expectItAnswers(scene)
  })
})

describe.concurrent('a token that Discord refuses from now on', () => {
  it('ends the process with what to do, after the running answer', async () => {
    await using scene = await startScene({ environment: { SHUTDOWN_GRACE: '2s' } })
    const going = Promise.withResolvers<void>()
    scene.model.next(async (answer) => {
      answer.text('Half an answer. ')
      await going.promise
      answer.text('The other half.').finish('stop').done()
    })
    const messageId = await scene.ask(scene.newChannel().id, 'Well?')
    await until(scene.bot, () => scene.textOf(messageId).includes('Half'))
    const body = { message: '401: Unauthorized', code: 0 }
    scene.discord.faults.status({ route: /\/(channels|users|guilds)\//, times: 1_000 }, 401, body)
    scene.discord.gateway.close(4004)
    going.resolve()
    expect(await scene.bot.exited).toBe(1)
    expect(scene.bot.errors).toContain('Reset Token')
    expect(scene.textOf(messageId)).toContain('The other half.')
  })
})
