import { createServer } from 'node:net'
import { type Discord, type DiscordOptions, startDiscord } from 'discord-sandbox'
import { type ModelServer, startModelServer } from 'model-sandbox'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { commands } from '../../commands/index.ts'
import { BotProcess, until } from '../support/bot.ts'
import { withoutSmallPrint } from '../support/small-print.ts'

let discord: Discord
let model: ModelServer
let environment: Record<string, string>
let botId: string
let guildId: string
let channelId: string
let adaId: string
const started: BotProcess[] = []

const namesOf = (definitions: readonly object[]) =>
  definitions.map((one) => ('name' in one ? one.name : undefined)).sort()
const names = namesOf([...commands.slash, ...commands.message].map(({ definition }) => definition))

async function setUp(options: DiscordOptions = {}): Promise<void> {
  // Tests start the bot more often than a real one may identify.
  discord = await startDiscord({ maxConcurrency: 16, ...options })
  model = await startModelServer()
  const user = discord.addBot({ name: 'Platen' })
  adaId = discord.addUser({ name: 'ada' }).id
  guildId = discord.addGuild({ name: 'Guild', owner: adaId }).id
  discord.addMember(guildId, user.id)
  channelId = discord.addChannel(guildId, { name: 'general' }).id
  botId = user.id
  environment = {
    DISCORD_TOKEN: user.token,
    DISCORD_API_URL: discord.apiUrl,
    OPENAI_BASE_URL: model.baseUrl,
  }
}

afterEach(async () => {
  for (const bot of started.splice(0)) await bot[Symbol.asyncDispose]()
  await model[Symbol.asyncDispose]()
  await discord.close()
})

function start(more: Readonly<Record<string, string>> = {}): BotProcess {
  const bot = new BotProcess({ ...environment, ...more })
  started.push(bot)
  return bot
}

async function startConnected(more: Readonly<Record<string, string>> = {}): Promise<BotProcess> {
  const bot = start(more)
  await bot.logged('connected')
  return bot
}

const writes = () =>
  discord.exchanges.filter(({ method, path }) => method === 'PUT' && path.endsWith('/commands'))

describe('the start', () => {
  beforeEach(() => setUp())

  it('names every wrong setting at once and no secret, and ends with 1', async () => {
    const bot = new BotProcess({ OPENAI_API_KEY: 'sk-secret', HTTP_PORT: 'x', LOG_LEVEL: 'loud' })
    started.push(bot)
    expect(await bot.exited).toBe(1)
    for (const name of ['DISCORD_TOKEN', 'HTTP_PORT', 'LOG_LEVEL']) {
      expect(bot.errors).toContain(`${name}:`)
    }
    expect(bot.output).not.toContain('sk-secret')
    expect(bot.errors).not.toContain('    at ')
  })

  it('asks for a model’s name where the server has several', async () => {
    model.models = ['small', 'large']
    const bot = start()
    expect(await bot.exited).toBe(1)
    expect(bot.errors).toMatch(/OPENAI_MODEL: .*small, large/)
  })

  it('says what to do when Discord refuses the token, and does not show it', async () => {
    const token = 'MTIzNDU2Nzg5MDEyMzQ1Njc4.GaBcDe.not-the-right-token-at-all'
    const bot = start({ DISCORD_TOKEN: token })
    expect(await bot.exited).toBe(1)
    expect(bot.errors).toContain('Reset Token')
    expect(bot.output).not.toContain(token)
  })

  it('says what to click when the Message Content intent is off', async () => {
    const { token } = discord.addBot({ name: 'Blind', messageContent: false })
    const bot = start({ DISCORD_TOKEN: token })
    expect(await bot.exited).toBe(1)
    expect(bot.errors).toContain('Message Content Intent')
    expect(bot.errors).toContain('https://discord.com/developers/applications')
  })

  it('says how to invite the bot when it is not in the server that was named', async () => {
    const bot = start({ DISCORD_GUILD_ID: '123456789012345678' })
    expect(await bot.exited).toBe(1)
    expect(bot.errors).toContain('DISCORD_GUILD_ID')
    expect(bot.errors).toContain(`client_id=${botId}`)
  })

  it('doubts a model that the server does not list, and an address without a list', async () => {
    const bot = await startConnected({ OPENAI_MODEL: 'mistyped' })
    await bot.logged('the model server does not list this model; it has test-model')
    const lost = await startConnected({
      OPENAI_MODEL: 'test-model',
      OPENAI_BASE_URL: model.baseUrl.replace('/v1', '/v2'),
    })
    const doubt = 'does OPENAI_BASE_URL end in /v1?'
    await until(lost, () => lost.log.some(({ msg }) => msg?.includes(doubt) === true))
  })

  it('waits for a Discord that cannot be reached', async () => {
    const bot = start({ DISCORD_API_URL: 'http://127.0.0.1:9/api' })
    await bot.logged('Discord cannot be reached; trying again')
    bot.kill('SIGTERM')
    expect(await bot.exited).toBe(0)
  })

  it('waits where Discord allows no session any more today, and says until when', async () => {
    await discord.close()
    await setUp({ identifiesPerDay: 1 })
    await startConnected()
    const second = start()
    const line = await second.logged('Discord allows no new session for now; waiting')
    expect(Date.parse(String(line['until']))).toBeGreaterThan(Date.now())
    second.kill('SIGTERM')
    expect(await second.exited).toBe(0)
  })

  it('waits for no model: the server may come later', async () => {
    const bot = await startConnected({ OPENAI_BASE_URL: 'http://127.0.0.1:9/v1' })
    const used = await discord.as(adaId).command(channelId, 'ask', { question: 'Well?' })
    await bot.logged('answer failed')
    const { content } = discord.message(used.responseMessageId ?? '') ?? {}
    expect(content).toBe(
      `> Well?\n\n-# ⚠️ The model server cannot be reached. Please try again in a minute.`,
    )
  })

  it('says in production, and without a token, that the token is missing', async () => {
    const bot = new BotProcess({ OPENAI_API_KEY: 'k', NODE_ENV: 'production' })
    started.push(bot)
    expect(await bot.exited).toBe(1)
    expect(bot.errors).toContain('DISCORD_TOKEN: is missing')
  })

  it('says so when its port for health is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => other.once('listening', resolve))
    const address = other.address()
    const port = typeof address === 'object' && address ? address.port : 0
    const bot = start({ HTTP_PORT: String(port) })
    expect(await bot.exited).toBe(1)
    expect(bot.output).toContain('HTTP_PORT')
    other.close()
  })

  it('tells whether it is connected, and what it has done', async () => {
    const probe = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => probe.once('listening', resolve))
    const address = probe.address()
    const port = typeof address === 'object' && address ? address.port : 0
    await new Promise((resolve) => probe.close(resolve))
    const bot = await startConnected({ HTTP_PORT: String(port) })
    const get = (path: string) => fetch(`http://127.0.0.1:${port}${path}`)
    expect((await get('/healthz')).status).toBe(200)
    expect((await get('/readyz')).status).toBe(200)
    await discord.as(adaId).command(channelId, 'ask', { question: 'Well?' })
    await bot.logged('answered')
    const text = await (await get('/metrics')).text()
    expect(text).toContain('platen_answers_total{ending="finished"} 1')
    expect(text).toContain('platen_answers_running 0')
    expect(text).toMatch(/^platen_disconnected_seconds_total 0\.\d+$/m)
    discord.gateway.setTrouble('gateway', 'unavailable')
    discord.gateway.setTrouble('resume', 'unavailable')
    discord.gateway.cut()
    await bot.logged('the connection to Discord was lost')
    expect((await get('/healthz')).status).toBe(200)
    const ready = await get('/readyz')
    expect([ready.status, await ready.text()]).toEqual([503, 'not ready: gateway'])
  })
})

describe('the commands', () => {
  // Discord lets commands be written twice a minute: here a minute is a second.
  beforeEach(() => setUp({ speed: 60 }))

  it('are registered when they changed, and only then', async () => {
    const first = await startConnected()
    expect(writes()).toHaveLength(1)
    expect(namesOf(discord.commands(botId))).toEqual(names)
    first.kill('SIGTERM')
    await first.exited
    await startConnected()
    expect(writes()).toHaveLength(1)
  })

  it('are no reason to stop when they cannot be registered', async () => {
    const first = await startConnected()
    first.kill('SIGTERM')
    await first.exited
    const route = '/applications/:application/commands'
    discord.faults.status({ method: 'GET', route, times: 10 }, 503)
    const bot = await startConnected()
    await bot.logged('the commands could not be registered')
    expect(namesOf(discord.commands(botId))).toEqual(names)
  })

  it('stand in one server when told so, and nowhere else; and the other way round', async () => {
    const everywhere = await startConnected()
    everywhere.kill('SIGTERM')
    await everywhere.exited
    const here = await startConnected({ DISCORD_GUILD_ID: guildId })
    expect(discord.commands(botId)).toEqual([])
    expect(namesOf(discord.commands(botId, guildId))).toEqual(names)
    here.kill('SIGTERM')
    await here.exited
    const before = writes().length
    const again = await startConnected({ DISCORD_GUILD_ID: guildId })
    expect(writes()).toHaveLength(before)
    again.kill('SIGTERM')
    await again.exited
    await startConnected()
    expect(namesOf(discord.commands(botId))).toEqual(names)
    expect(discord.commands(botId, guildId)).toEqual([])
  })
})

describe('the stop', () => {
  beforeEach(() => setUp())

  /** An answer under way that goes on when the test says so. */
  async function askSlowly() {
    const gate = Promise.withResolvers<void>()
    model.always(async (answer, { closed }) => {
      answer.text('Half an')
      await Promise.race([gate.promise, closed])
      answer.text(' hour.').finish('stop').done()
    })
    const used = await discord.as(adaId).command(channelId, 'ask', { question: 'How long?' })
    const shown = () => discord.message(used.responseMessageId ?? '')?.content ?? ''
    return { goOn: gate.resolve, shown }
  }

  it('lets running answers end', async () => {
    const bot = await startConnected()
    const { goOn, shown } = await askSlowly()
    await until(bot, () => shown() !== '')
    bot.kill('SIGTERM')
    await bot.logged('stopping')
    goOn()
    expect(await bot.exited).toBe(0)
    expect(withoutSmallPrint(shown())).toBe('> How long?\n\nHalf an hour.')
  })

  it('ends those that take too long, and says so', async () => {
    const bot = await startConnected({ SHUTDOWN_GRACE: '100ms' })
    const { shown } = await askSlowly()
    await until(bot, () => shown() !== '')
    bot.kill('SIGINT')
    expect(await bot.exited).toBe(0)
    expect(withoutSmallPrint(shown())).toBe(
      `> How long?\n\nHalf an\n-# ⚠️ The bot was stopped while it was answering. Please ask again.`,
    )
  })

  it('tells who asks meanwhile to come again', async () => {
    const bot = await startConnected()
    const { goOn, shown } = await askSlowly()
    await until(bot, () => shown() !== '')
    bot.kill('SIGTERM')
    await bot.logged('stopping')
    const late = await discord.as(adaId).command(channelId, 'ask', { question: 'And me?' })
    const { responseMessageId = '' } = late
    await until(bot, () => discord.message(responseMessageId)?.content !== '')
    expect(discord.message(responseMessageId)?.content).toContain(
      'The bot was stopped while it was answering. Please ask again.',
    )
    goOn()
    expect(await bot.exited).toBe(0)
  })

  it('does not wait for a Discord that is gone', async () => {
    const bot = await startConnected({ SHUTDOWN_GRACE: '100ms' })
    const { shown } = await askSlowly()
    await until(bot, () => shown() !== '')
    await discord.close()
    bot.kill('SIGTERM')
    expect(await bot.exited).toBe(0)
    const said = bot.log.find(({ msg }) => msg === 'stopping')
    expect(said?.['graceMs']).toBe(100)
  })

  it('is at once when asked twice', async () => {
    const bot = await startConnected()
    const { shown } = await askSlowly()
    await until(bot, () => shown() !== '')
    bot.kill('SIGTERM')
    await bot.logged('stopping')
    bot.kill('SIGTERM')
    expect(await bot.exited).toBe(130)
  })
})
