import { Events, GatewayIntentBits, type Message } from 'discord.js'
import { describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import type { DiscordEvent } from '../src/index.ts'
import { type Scene, startScene } from './scene.ts'

interface Packet {
  readonly op: number
  readonly t: string | null
  readonly s: number | null
  readonly d: unknown
}

/** A bare client: everything that came, and how it ended. */
class RawClient implements Disposable {
  readonly packets: Packet[] = []
  readonly closed: Promise<number>
  readonly #socket: WebSocket
  #onPacket: () => void = () => {}

  constructor(url: string) {
    this.#socket = new WebSocket(url)
    this.#socket.on('message', (data) => {
      this.packets.push(JSON.parse(String(data)))
      this.#onPacket()
    })
    this.closed = new Promise((resolve) => this.#socket.once('close', resolve))
  }

  send(op: number, d: unknown): void {
    this.#socket.send(JSON.stringify({ op, d }))
  }

  sendText(text: string): void {
    this.#socket.send(text)
  }

  /** The first packet that fits, past or to come. */
  async packet(fits: (packet: Packet) => boolean): Promise<Packet> {
    for (;;) {
      const found = this.packets.find(fits)
      if (found !== undefined) return found
      await new Promise<void>((resolve) => {
        this.#onPacket = resolve
      })
    }
  }

  [Symbol.dispose](): void {
    this.#socket.terminate()
  }
}

async function open(scene: Scene, query = '?v=10&encoding=json'): Promise<RawClient> {
  const { body } = await scene.call('GET', '/gateway')
  const client = new RawClient(`${(body as { url: string }).url}${query}`)
  return client
}

async function greeted(scene: Scene): Promise<RawClient> {
  const client = await open(scene)
  await client.packet(({ op }) => op === 10)
  return client
}

const allIntents = 1 | (1 << 9) | (1 << 15)

function identity(scene: Scene, more: Record<string, unknown> = {}) {
  return { token: scene.bot.token, intents: allIntents, properties: {}, ...more }
}

async function identified(scene: Scene, more: Record<string, unknown> = {}): Promise<RawClient> {
  const client = await greeted(scene)
  client.send(2, identity(scene, more))
  await client.packet(({ t }) => t === 'READY')
  return client
}

describe('the gateway', () => {
  it('greets, and after READY brings every guild', async () => {
    await using scene = await startScene()
    using client = await identified(scene)
    expect(client.packets[0]).toMatchObject({ op: 10, d: { heartbeat_interval: 41_250 } })
    expect(await client.packet(({ t }) => t === 'GUILD_CREATE')).toMatchObject({
      s: 2,
      d: { id: scene.guild.id, channels: [{ id: scene.channel.id }], threads: [] },
    })
    client.send(1, 2)
    expect(await client.packet(({ op }) => op === 11)).toBeDefined()
  })

  it.each([
    ['before identifying', 3, {}, 4003],
    ['a wrong token', 2, { token: 'no', intents: 1, properties: {} }, 4004],
    ['an unknown intent', 2, { intents: 1 << 30 }, 4013],
    ['an intent that the portal does not grant', 2, { intents: 1 << 1 }, 4014],
    ['a shard that cannot be', 2, { shard: [1, 1] }, 4010],
    ['a body that is none', 2, { intents: 'all' }, 4002],
    ['a resume with a wrong token', 6, { token: 'no', session_id: 'x', seq: 1 }, 4004],
  ])('closes on %s', async (_, opcode, data, code) => {
    await using scene = await startScene()
    using client = await greeted(scene)
    client.send(opcode, opcode === 2 ? identity(scene, data) : data)
    expect(await client.closed).toBe(code)
  })

  it('closes on a second identify, an unknown opcode and what is not JSON', async () => {
    await using scene = await startScene({ maxConcurrency: 3 })
    using twice = await identified(scene)
    twice.send(2, identity(scene))
    expect(await twice.closed).toBe(4005)
    using odd = await identified(scene)
    odd.send(77, {})
    expect(await odd.closed).toBe(4001)
    using garbled = await identified(scene)
    garbled.sendText('{')
    expect(await garbled.closed).toBe(4002)
    using old = await open(scene, '?v=6')
    expect(await old.closed).toBe(4012)
  })

  it('closes on more than 120 packets in a minute', async () => {
    await using scene = await startScene()
    using client = await identified(scene)
    for (let count = 0; count < 121; count += 1) client.send(1, null)
    expect(await client.closed).toBe(4008)
  })

  it('refuses a second identify within five seconds', async () => {
    await using scene = await startScene({ speed: 0.01 })
    using first = await identified(scene)
    using second = await greeted(scene)
    second.send(2, identity(scene))
    expect(await second.packet(({ op }) => op === 9)).toMatchObject({ d: false })
    scene.discord.skip(500_000)
    second.send(2, identity(scene))
    expect(await second.packet(({ t }) => t === 'READY')).toBeDefined()
    expect(first.packets.some(({ op }) => op === 9)).toBe(false)
  })

  it('replays what was missed to who resumes, and nothing else', async () => {
    await using scene = await startScene()
    using client = await identified(scene)
    const ready = await client.packet(({ t }) => t === 'READY')
    const { s: seen } = await client.packet(({ t }) => t === 'GUILD_CREATE')
    scene.discord.gateway.cut()
    await client.closed
    scene.discord.as(scene.ann.id).say(scene.channel.id, 'missed')
    using again = await greeted(scene)
    const { session_id } = ready.d as { session_id: string }
    again.send(6, { token: scene.bot.token, session_id, seq: seen })
    await again.packet(({ t }) => t === 'RESUMED')
    expect(again.packets.map(({ t }) => t)).toEqual([null, 'MESSAGE_CREATE', 'RESUMED'])
    expect(again.packets[1]).toMatchObject({ s: Number(seen) + 1, d: { content: 'missed' } })
  })

  it('forgets a session that nobody resumes for a while', async () => {
    await using scene = await startScene({ maxConcurrency: 2 })
    using client = await identified(scene)
    const ready = await client.packet(({ t }) => t === 'READY')
    const { session_id } = ready.d as { session_id: string }
    scene.discord.gateway.cut()
    await client.closed
    scene.discord.skip(6 * 60_000)
    using late = await greeted(scene)
    late.send(6, { token: scene.bot.token, session_id, seq: 1 })
    expect(await late.packet(({ op }) => op === 9)).toMatchObject({ d: false })
  })

  it('sends a guild’s events only to its shard', async () => {
    await using scene = await startScene({ maxConcurrency: 2 })
    const shard = Number((BigInt(scene.guild.id) >> 22n) % 2n)
    using own = await identified(scene, { shard: [shard, 2] })
    using other = await identified(scene, { shard: [1 - shard, 2] })
    scene.discord.as(scene.ann.id).say(scene.channel.id, 'hello')
    await own.packet(({ t }) => t === 'MESSAGE_CREATE')
    other.send(1, null)
    await other.packet(({ op }) => op === 11)
    expect(other.packets.map(({ t }) => t)).toEqual([null, 'READY', null])
  })

  it('sends only what the intents ask for', async () => {
    await using scene = await startScene()
    using client = await identified(scene, { intents: 1 })
    scene.discord.as(scene.ann.id).say(scene.channel.id, 'hello')
    scene.discord.addChannel(scene.guild.id, { name: 'new' })
    await client.packet(({ t }) => t === 'CHANNEL_CREATE')
    expect(client.packets.map(({ t }) => t)).not.toContain('MESSAGE_CREATE')
  })

  it('hides channels that the bot cannot see', async () => {
    await using scene = await startScene()
    using client = await identified(scene)
    const hidden = scene.discord.addChannel(scene.guild.id, {
      name: 'staff',
      overwrites: [{ id: scene.guild.id, deny: ['VIEW_CHANNEL'] }],
    })
    scene.discord.as(scene.ann.id).say(hidden.id, 'secret')
    scene.discord.as(scene.ann.id).say(scene.channel.id, 'open')
    const { d } = await client.packet(({ t }) => t === 'MESSAGE_CREATE')
    expect(d).toMatchObject({ content: 'open' })
  })

  it('brings a guild that the bot joins, and its going', async () => {
    await using scene = await startScene()
    using client = await identified(scene)
    const guild = scene.discord.addGuild({ name: 'second', owner: scene.ben.id })
    scene.discord.addMember(guild.id, scene.bot.id)
    await client.packet(({ t, d }) => {
      return t === 'GUILD_CREATE' && (d as { id: string }).id === guild.id
    })
    scene.discord.removeMember(guild.id, scene.bot.id)
    expect(await client.packet(({ t }) => t === 'GUILD_DELETE')).toMatchObject({
      d: { id: guild.id },
    })
  })

  it('can repeat itself, fall silent and ask for a heartbeat', async () => {
    await using scene = await startScene()
    using client = await identified(scene)
    scene.discord.as(scene.ann.id).say(scene.channel.id, 'hello')
    scene.discord.gateway.replayLast(1)
    const goOn = scene.discord.gateway.pause()
    scene.discord.as(scene.ann.id).say(scene.channel.id, 'held')
    goOn()
    scene.discord.gateway.requestHeartbeat()
    await client.packet(({ op }) => op === 1)
    const contents = client.packets.flatMap(({ t, d }) =>
      t === 'MESSAGE_CREATE' ? [(d as { content: string }).content] : [],
    )
    expect(contents).toEqual(['hello', 'hello', 'held'])
  })

  it('answers a request for members', async () => {
    await using scene = await startScene()
    using client = await identified(scene)
    client.send(8, { guild_id: scene.guild.id, user_ids: [scene.ben.id, '1'], nonce: 'n' })
    expect(await client.packet(({ t }) => t === 'GUILD_MEMBERS_CHUNK')).toMatchObject({
      d: { members: [{ user: { id: scene.ben.id } }], not_found: ['1'], nonce: 'n' },
    })
  })
})

describe('discord.js on the gateway', () => {
  it('resumes after a cut and hears what it missed, once', async () => {
    await using scene = await startScene()
    const client = await scene.connect()
    const heard: string[] = []
    const resumed = new Promise((resolve) => client.once(Events.ShardResume, resolve))
    client.on(Events.MessageCreate, ({ content }) => heard.push(content))
    scene.discord.gateway.close(4000)
    scene.discord.as(scene.ann.id).say(scene.channel.id, 'missed')
    await resumed
    const next = new Promise<Message>((resolve) => client.once(Events.MessageCreate, resolve))
    scene.discord.as(scene.ann.id).say(scene.channel.id, 'next')
    await next
    expect(heard).toEqual(['missed', 'next'])
  })

  it('comes back when asked to', async () => {
    await using scene = await startScene()
    const actions: string[] = []
    scene.discord.subscribe((event: DiscordEvent) => {
      if (event.kind === 'gateway') actions.push(event.action)
    })
    const client = await scene.connect()
    const resumed = new Promise((resolve) => client.once(Events.ShardResume, resolve))
    scene.discord.gateway.reconnect()
    await resumed
    expect(actions).toEqual(['identify', 'reconnect', 'close', 'resume', 'resumed'])
  })

  it('is told that MESSAGE_CONTENT is not switched on', async () => {
    await using scene = await startScene({ messageContent: false })
    await expect(scene.connect()).rejects.toThrow('disallowed intents')
  })

  it('gets no text without MESSAGE_CONTENT, but for what names it', async () => {
    await using scene = await startScene({ messageContent: false })
    const { discord, ann, bot, channel } = scene
    const client = await scene.connect({
      intents: [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMessages],
    })
    const own = await scene.send('mine')
    const heard = new Promise<string[]>((resolve) => {
      const contents: string[] = []
      client.on(Events.MessageCreate, ({ content }) => {
        if (contents.push(content) === 4) resolve(contents)
      })
    })
    discord.as(ann.id).say(channel.id, 'unseen')
    discord.as(ann.id).say(channel.id, `<@${bot.id}> seen`)
    discord.as(ann.id).say(channel.id, 'a reply', { replyTo: own.id })
    discord.as(ann.id).say(channel.id, 'silent', { replyTo: own.id, pingReply: false })
    expect(await heard).toEqual(['', `<@${bot.id}> seen`, 'a reply', ''])
    const { body } = await scene.call('GET', `/channels/${channel.id}/messages?limit=2`)
    expect(body).toMatchObject([{ content: '' }, { content: 'a reply' }])
  })
})
