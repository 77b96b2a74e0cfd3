import type { Message } from 'discord-sandbox'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { until } from '../support/bot.ts'
import { isolateFailures, type Scene, startScene } from './scene.ts'

let scene: Scene

beforeAll(async () => {
  scene = await startScene({
    portal: { messageContent: false },
    environment: { MESSAGE_CONTENT: 'off' },
  })
})
afterAll(() => scene[Symbol.asyncDispose]())
isolateFailures(() => scene)

const told = () => scene.model.requests.at(-1)?.messages.slice(1)
const user = (content: string) => ({ role: 'user', content })
const assistant = (content: string) => ({ role: 'assistant', content })

async function replyTo(message: Message): Promise<string> {
  const find = () =>
    scene.answersIn(message.channelId).find(({ referenceId }) => referenceId === message.id)
  await until(scene.bot, () => !['', undefined].includes(find()?.content))
  await until(scene.bot, () => !JSON.stringify(find()?.components).includes('"stop:'))
  return find()?.content ?? ''
}

it('works by /ask and mentions where the bot may not read what people write', async () => {
  const { discord, ada, botUser, model } = scene
  const { id: channelId } = scene.newChannel()
  const messageId = await scene.ask(channelId, 'Why?')
  const { id: threadId } = await scene.threadOn(messageId)
  const hint = `-# 💡 To go on, mention me in your message: I cannot read the others.`
  await until(scene.bot, () => discord.message(messageId)?.content.includes(hint) === true)
  const before = model.requests.length
  discord.as(ada.id).say(threadId, 'Nobody can read this')
  const answer = await replyTo(discord.as(ada.id).say(threadId, `<@${botUser.id}> and now?`))
  expect(model.requests.length).toBe(before + 1)
  expect(told()).toEqual([user('Why?'), assistant('Yes.'), user('and now?')])
  expect(answer).not.toContain(hint)

  // A reply with a ping to a message of the bot's own carries its text.
  const [own] = scene.answersIn(threadId)
  await replyTo(discord.as(ada.id).say(threadId, 'Sure?', { replyTo: own?.id ?? '' }))
  expect(told()?.at(-1)).toEqual(user('Sure?'))
})

it('asks to be mentioned where a reply comes empty, and never sends an empty question', async () => {
  const { discord, ada, model } = scene
  const { id: channelId } = scene.newChannel()
  const messageId = await scene.ask(channelId, 'Why?')
  await scene.threadOn(messageId)
  await until(scene.bot, () =>
    JSON.stringify(discord.message(messageId)?.components).includes('"retry:'),
  )
  const before = model.requests.length
  const said = discord.as(ada.id).say(channelId, 'Really?', { replyTo: messageId })
  expect(await replyTo(said)).toBe(
    `-# ⚠️ Discord does not let me read this message. Mention me in it, or use /ask.`,
  )
  expect(model.requests.length).toBe(before)
})

it('says in /help how to go on', async () => {
  const { discord, ada } = scene
  const { id: channelId } = scene.newChannel()
  const used = await discord.as(ada.id).command(channelId, 'help')
  expect(used.ephemeral).toBe(true)
  const [help] = discord.messages(channelId)
  expect(help?.content).toBe(
    '**/ask** asks the model, and a thread opens on its answer.\nI cannot read messages that do not mention me. To go on, **@mention** me in each one, or use **/ask** in the thread.\nRight-click a message, **Apps → Ask about this**: a question about that message.\n**/ask private:** True shows the answer to you alone. **/leave** lets you talk among yourselves.\nBelow each answer: **Stop**, **Retry**, **Continue**, **Delete**. Answers are written by an AI.',
  )
})

it('hears everything in direct messages all the same', async () => {
  const { discord, ada, botUser } = scene
  const { id } = discord.addDirectMessage(ada.id, botUser.id)
  await replyTo(discord.as(ada.id).say(id, 'Hi'))
  expect(told()).toEqual([user('Hi')])
})

it('broke no rule of Discord', () => {
  expect(scene.violations).toEqual([])
  expect(scene.discord.rateLimited).toEqual([])
})
