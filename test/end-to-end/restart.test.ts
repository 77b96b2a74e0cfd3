import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type Discord, startDiscord } from 'discord-sandbox'
import { type ModelServer, type Script, startModelServer } from 'model-sandbox'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { BotProcess, until } from '../support/bot.ts'

let discord: Discord
let model: ModelServer
let folder: string
let environment: Record<string, string>
let adaId: string
let channelId: string
const started: BotProcess[] = []

beforeEach(async () => {
  discord = await startDiscord({ maxConcurrency: 16 })
  model = await startModelServer()
  folder = mkdtempSync(path.join(tmpdir(), 'platen-restart-'))
  const user = discord.addBot({ name: 'Platen' })
  adaId = discord.addUser({ name: 'ada' }).id
  const guildId = discord.addGuild({ name: 'Guild', owner: adaId }).id
  discord.addMember(guildId, user.id)
  channelId = discord.addChannel(guildId, { name: 'general' }).id
  environment = {
    DISCORD_TOKEN: user.token,
    DISCORD_API_URL: discord.apiUrl,
    OPENAI_BASE_URL: model.baseUrl,
    DATA_DIR: folder,
  }
})
afterEach(async () => {
  for (const bot of started.splice(0)) await bot[Symbol.asyncDispose]()
  await model[Symbol.asyncDispose]()
  await discord.close()
  rmSync(folder, { recursive: true })
})

async function start(): Promise<BotProcess> {
  const bot = new BotProcess(environment)
  started.push(bot)
  await bot.logged('connected')
  return bot
}

async function crash(bot: BotProcess): Promise<void> {
  bot.kill('SIGKILL')
  await bot.exited
}

const stuck =
  (text: string): Script =>
  async (answer, { closed }) => {
    if (text !== '') answer.text(text)
    await closed
  }

/** Lets the bot die when half an answer shows, and gives what Ada had used. */
async function crashMidway() {
  const bot = await start()
  model.always(stuck('Half an'))
  const used = await discord.as(adaId).command(channelId, 'ask', { question: 'How long?' })
  await until(bot, () => content(used.responseMessageId) !== '')
  await crash(bot)
  return used
}

const content = (messageId: string | undefined) => discord.message(messageId ?? '')?.content ?? ''

describe('after a crash in the middle of an answer, the next start', () => {
  it('ends the half-written answer where it shows', async () => {
    const used = await crashMidway()
    const next = await start()
    const ended = `> How long?\n\nHalf an\n-# ⚠️ The bot was stopped while it was answering. Please ask again.`
    await until(next, () => content(used.responseMessageId) === ended)
  })

  it('ends what had not even begun to show', async () => {
    const bot = await start()
    model.always(stuck(''))
    const used = await discord.as(adaId).command(channelId, 'ask', { question: 'How long?' })
    await until(bot, () => model.requests.length === 1)
    await crash(bot)
    const next = await start()
    const notice = `-# ⚠️ The bot was stopped while it was answering. Please ask again.`
    await until(next, () => content(used.responseMessageId) === notice)
  })

  it('answers the message in a thread with a word, and goes on with the conversation', async () => {
    const bot = await start()
    model.next((answer) => answer.text('Yes.').finish('stop').done())
    const used = await discord.as(adaId).command(channelId, 'ask', { question: 'Is it?' })
    const threadId = used.responseMessageId ?? ''
    await bot.logged('answered')
    await until(bot, () => discord.thread(threadId) !== undefined)
    model.always(stuck(''))
    const lost = discord.as(adaId).say(threadId, 'Really?')
    await until(bot, () => model.requests.length === 2)
    await crash(bot)

    const next = await start()
    const replies = () => discord.messages(threadId).filter((one) => one.referenceId === lost.id)
    await until(next, () => replies().length === 1)
    expect(replies()[0]?.content).toBe(
      `-# ⚠️ The bot was stopped while it was answering. Please ask again.`,
    )
    model.always((answer) => answer.text('Really.').finish('stop').done())
    discord.as(adaId).say(threadId, 'Really, really?')
    await next.logged('answered')
    expect(model.requests.at(-1)?.messages.slice(1)).toEqual([
      { role: 'user', content: 'Is it?' },
      { role: 'assistant', content: 'Yes.' },
      { role: 'user', content: 'Really?' },
      { role: 'user', content: 'Really, really?' },
    ])
  })

  it('says so once to messages that would have been answered together, and to none that is gone', async () => {
    const bot = await start()
    model.next((answer) => answer.text('Yes.').finish('stop').done())
    const used = await discord.as(adaId).command(channelId, 'ask', { question: 'Is it?' })
    const threadId = used.responseMessageId ?? ''
    await bot.logged('answered')
    await until(bot, () => discord.thread(threadId) !== undefined)
    model.always(stuck('Half an'))
    const ada = discord.as(adaId)
    const first = ada.say(threadId, 'First')
    const written = () =>
      discord.messages(threadId).filter(({ content }) => /^Half|^-# /.test(content))
    await until(bot, () => written().length === 1)
    ada.say(threadId, 'Second')
    const third = ada.say(threadId, 'Third')
    const fourth = ada.say(threadId, 'Fourth')
    ada.remove(fourth.id)
    // An edit of what is typed now comes behind all this: when it is seen, that was heard.
    ada.edit(first.id, 'First?')
    await until(bot, () => model.requests.length === 3)
    await crash(bot)
    const next = await start()
    await until(next, () => written().length === 2)
    next.kill('SIGTERM')
    await next.exited
    const notice = `-# ⚠️ The bot was stopped while it was answering. Please ask again.`
    expect(written().map(({ content, referenceId }) => [content, referenceId])).toEqual([
      [`Half an\n${notice}`, first.id],
      [notice, third.id],
    ])
  })

  it('ends one that was begun anew because its question had changed', async () => {
    const bot = await start()
    model.next((answer) => answer.text('Yes.').finish('stop').done(), stuck('First'))
    const used = await discord.as(adaId).command(channelId, 'ask', { question: 'Is it?' })
    const threadId = used.responseMessageId ?? ''
    await bot.logged('answered')
    await until(bot, () => discord.thread(threadId) !== undefined)
    const said = discord.as(adaId).say(threadId, 'Really?')
    const reply = () => discord.messages(threadId).find((one) => one.referenceId === said.id)
    await until(bot, () => reply()?.content === 'First')
    model.always(stuck('Second'))
    discord.as(adaId).edit(said.id, 'Really, really?')
    await until(bot, () => reply()?.content === 'Second')
    await crash(bot)
    const next = await start()
    await until(
      next,
      () =>
        reply()?.content ===
        `Second\n-# ⚠️ The bot was stopped while it was answering. Please ask again.`,
    )
    expect(JSON.stringify(reply()?.components)).not.toContain('stop:')
  })

  it('takes the pages away that a new answer in their place had not reached', async () => {
    const long = Array.from({ length: 60 }, (_, line) => `${line} ${'x'.repeat(40)}`).join('\n')
    const bot = await start()
    model.next((answer) => answer.text(long).finish('stop').done(), stuck('New'))
    const used = await discord.as(adaId).command(channelId, 'ask', { question: 'How long?' })
    const threadId = used.responseMessageId ?? ''
    await bot.logged('answered')
    const second = () => discord.messages(threadId).find(({ content }) => content.includes('59 x'))
    await discord.as(adaId).press(second()?.id ?? '', `retry:${used.id}:${adaId}`)
    await until(bot, () => content(threadId) === '> How long?\n\nNew')
    await crash(bot)
    const next = await start()
    const ended = `> How long?\n\nNew\n-# ⚠️ The bot was stopped while it was answering. Please ask again.`
    await until(next, () => content(threadId) === ended && second() === undefined)
    expect(JSON.stringify(discord.message(threadId)?.components)).toContain('retry:')
  })

  it('offers no Retry where nothing tells any more what was asked', async () => {
    const bot = await start()
    model.always(stuck(''))
    const used = await discord.as(adaId).command(channelId, 'ask', { question: 'How long?' })
    await until(bot, () => model.requests.length === 1)
    await crash(bot)
    const next = await start()
    await until(next, () =>
      content(used.responseMessageId).includes(
        'The bot was stopped while it was answering. Please ask again.',
      ),
    )
    const buttons = JSON.stringify(discord.message(used.responseMessageId ?? '')?.components)
    expect(buttons).toContain('delete:')
    expect(buttons).not.toContain('retry:')
  })

  it('leaves an answer alone below which a new one had not begun to show', async () => {
    const bot = await start()
    model.next(
      (answer) => answer.text('One.').finish('stop').done(),
      (answer) => answer.text('Two.').finish('stop').done(),
    )
    const used = await discord.as(adaId).command(channelId, 'ask', { question: 'First?' })
    const threadId = used.responseMessageId ?? ''
    await bot.logged('answered')
    await until(bot, () => discord.thread(threadId) !== undefined)
    discord.as(adaId).say(threadId, 'Second?')
    await until(bot, () => bot.log.filter(({ msg }) => msg === 'answered').length === 2)
    const before = content(threadId)
    model.always(stuck(''))
    await discord.as(adaId).press(threadId, `retry:${used.id}:${adaId}`)
    await until(bot, () => model.requests.length === 3)
    await crash(bot)
    const next = await start()
    next.kill('SIGTERM')
    await next.exited
    expect(content(threadId)).toBe(before)
  })

  it('ends by its Stop button what nobody remembers', async () => {
    const used = await crashMidway()
    environment['DATA_DIR'] = path.join(folder, 'empty')
    const next = await start()
    const messageId = used.responseMessageId ?? ''
    await discord.as(adaId).press(messageId, `stop:${used.id}:${adaId}`)
    const ended = `> How long?\n\nHalf an\n-# ⚠️ The bot was stopped while it was answering. Please ask again.`
    await until(next, () => content(messageId) === ended)
    expect(JSON.stringify(discord.message(messageId)?.components)).toContain('retry:')
  })

  it('repairs each answer once', async () => {
    const used = await crashMidway()
    const next = await start()
    await until(next, () =>
      content(used.responseMessageId).includes(
        'The bot was stopped while it was answering. Please ask again.',
      ),
    )
    next.kill('SIGTERM')
    await next.exited
    const before = content(used.responseMessageId)
    const third = await start()
    third.kill('SIGTERM')
    expect(await third.exited).toBe(0)
    expect(content(used.responseMessageId)).toBe(before)
  })
})
