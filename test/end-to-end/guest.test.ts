import type { Message } from 'discord-sandbox'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { until } from '../support/bot.ts'
import { isolateFailures, type Scene, startScene } from './scene.ts'

let scene: Scene
let channelId: string

/** A server without the bot, in which Ada has the app with her. */
beforeAll(async () => {
  scene = await startScene({ portal: { installTypes: [0, 1] } })
  const { discord, ada, bob, botUser } = scene
  const guild = discord.addGuild({ name: 'Elsewhere', owner: bob.id })
  discord.addMember(guild.id, ada.id)
  discord.installForUser(botUser.id, ada.id)
  channelId = discord.addChannel(guild.id, { name: 'general' }).id
})
afterAll(() => scene[Symbol.asyncDispose]())
isolateFailures(() => scene)

const told = () => scene.model.requests.at(-1)?.messages.slice(1)
const user = (content: string) => ({ role: 'user', content })

function hasEnded(message: Message | undefined): boolean {
  const buttons = JSON.stringify(message?.components ?? [])
  return message !== undefined && message.content !== '' && !buttons.includes('"stop:')
}

it('answers by the token alone, and opens no thread', async () => {
  const { discord, ada } = scene
  const used = await discord.as(ada.id).command(channelId, 'ask', { question: 'Hello?' })
  const messageId = used.responseMessageId ?? ''
  await until(scene.bot, () => hasEnded(discord.message(messageId)))
  expect(scene.textOf(messageId)).toBe('> Hello?\n\nYes.')
  expect(told()).toEqual([user('Hello?')])
  expect(discord.thread(messageId)).toBeUndefined()
})

it('says so where no more messages may follow', async () => {
  const { discord, ada, model, botUser } = scene
  const lines = Array.from({ length: 400 }, (_, line) => `${line} ${'x'.repeat(40)}`)
  model.next((answer) => answer.text(lines.join('\n')).finish('stop').done())
  const before = discord.messages(channelId).length
  await discord.as(ada.id).command(channelId, 'ask', { question: 'Everything?' })
  const pages = () =>
    discord
      .messages(channelId)
      .slice(before)
      .filter(({ authorId }) => authorId === botUser.id)
  await until(
    scene.bot,
    () =>
      pages()
        .at(-1)
        ?.content.includes('Discord allows no more messages of mine here, so the answer ends.') ===
      true,
  )
  expect(pages().length).toBeLessThanOrEqual(6)
  expect(pages()[0]?.content).toMatch(/^> Everything\?\n\n0 x/)
})

it('whispers where somebody else’s message is asked about', async () => {
  const { discord, ada, bob } = scene
  const target = discord.as(bob.id).say(channelId, 'Nobody wins')
  const opened = await discord.as(ada.id).contextMenu(channelId, 'Ask about this', target.id)
  const used = await discord.as(ada.id).submitModal(opened, { question: 'Is that so?' })
  expect(used.ephemeral).toBe(true)
  const find = () =>
    discord
      .as(ada.id)
      .read(channelId)
      .find(({ id }) => id === used.responseMessageId)
  await until(scene.bot, () => hasEnded(find()))
  expect(told()).toEqual([user('[about this message from bob]\n> Nobody wins\nIs that so?')])
})

it('answers in a group of people', async () => {
  const { discord, ada, bob } = scene
  const cleo = discord.addUser({ name: 'cleo' })
  const group = discord.addGroupDirectMessage([ada.id, bob.id, cleo.id])
  const long = Array.from({ length: 60 }, (_, line) => `${line} ${'x'.repeat(40)}`).join('\n')
  scene.model.next((answer) => answer.text(long).finish('stop').done())
  await discord.as(ada.id).command(group.id, 'ask', { question: 'Lunch?' })
  const pages = () => discord.messages(group.id)
  await until(scene.bot, () => pages().length === 2 && pages().every(hasEnded))
  expect(pages()[1]?.content).toContain('59 x')
  // Nobody would find the first page again by a button below the second.
  expect(pages().map(({ components }) => components)).toEqual([[], []])
  expect(told()).toEqual([user('Lunch?')])
})

it('answers in the text chat of a voice channel', async () => {
  const { discord, ada, guildId } = scene
  const voice = discord.addChannel(guildId, { name: 'voice', type: 2 })
  const used = await discord.as(ada.id).command(voice.id, 'ask', { question: 'Loud?' })
  await until(scene.bot, () => hasEnded(discord.message(used.responseMessageId ?? '')))
  expect(told()).toEqual([user('Loud?')])
})

it('broke no rule of Discord', () => {
  expect(scene.violations).toEqual([])
})
