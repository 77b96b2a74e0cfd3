import { Client, type ClientOptions, Events, GatewayIntentBits } from 'discord.js'
import { expect } from 'vitest'
import { type Contract, watchContract } from '../src/contract/contract.ts'
import {
  type Bot,
  type Channel,
  type Discord,
  type DiscordOptions,
  type Guild,
  type Permission,
  startDiscord,
  type User,
} from '../src/index.ts'

export interface Reply {
  readonly status: number
  readonly headers: Headers
  readonly body: unknown
  /** The body's own id, where it has one. */
  readonly id: string
}

/** A small world with one bot, and two ways to be that bot: raw HTTP and discord.js. */
export class Scene implements AsyncDisposable {
  readonly discord: Discord
  readonly contract: Contract
  readonly bot: Bot
  readonly ann: User
  readonly ben: User
  readonly guild: Guild
  readonly channel: Channel
  readonly #clients: Client[] = []

  constructor(
    discord: Discord,
    bot: {
      messageContent?: boolean
      permissions?: Permission[]
      installTypes?: readonly (0 | 1)[]
    },
  ) {
    this.discord = discord
    this.contract = watchContract(discord)
    this.bot = discord.addBot({
      name: 'platen',
      messageContent: bot.messageContent ?? true,
      installTypes: bot.installTypes ?? [0],
    })
    this.ann = discord.addUser({ name: 'ann', locale: 'de' })
    this.ben = discord.addUser({ name: 'ben' })
    this.guild = discord.addGuild({ name: 'home', owner: this.ann.id })
    discord.addMember(this.guild.id, this.ben.id)
    discord.addMember(this.guild.id, this.bot.id, bot.permissions)
    this.channel = discord.addChannel(this.guild.id, { name: 'general' })
  }

  /** One raw request of the bot. */
  async call(
    method: string,
    path: string,
    body?: unknown,
    { token = this.bot.token }: { token?: string } = {},
  ): Promise<Reply> {
    const isForm = body instanceof FormData
    const response = await fetch(`${this.discord.apiUrl}/v10${path}`, {
      method,
      headers: {
        authorization: `Bot ${token}`,
        ...(body === undefined || isForm ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: isForm ? body : JSON.stringify(body) }),
    })
    const text = await response.text()
    const isJson = response.headers.get('content-type') === 'application/json'
    const read: unknown = isJson ? JSON.parse(text) : text
    const hasId = typeof read === 'object' && read !== null && 'id' in read
    return {
      status: response.status,
      headers: response.headers,
      body: read,
      id: hasId ? String(read.id) : '',
    }
  }

  send(content: string, channelId: string = this.channel.id): Promise<Reply> {
    return this.call('POST', `/channels/${channelId}/messages`, { content })
  }

  /** discord.js, logged in and ready. */
  async connect(options: Partial<ClientOptions> = {}): Promise<Client<true>> {
    const client = new Client({
      intents: [
        GatewayIntentBits.Guilds,
        GatewayIntentBits.GuildMessages,
        GatewayIntentBits.MessageContent,
      ],
      ...options,
      rest: { api: this.discord.apiUrl, ...options.rest },
    })
    this.#clients.push(client)
    const { promise, resolve } = Promise.withResolvers<Client<true>>()
    client.once(Events.ClientReady, resolve)
    await client.login(this.bot.token)
    return promise
  }

  /** /ask with one required string, and what else a test needs. */
  async register(...commands: unknown[]): Promise<void> {
    const ask = {
      name: 'ask',
      description: 'Ask',
      options: [{ type: 3, name: 'question', description: 'What?', required: true }],
    }
    const { status } = await this.call('PUT', `/applications/${this.bot.id}/commands`, [
      ask,
      ...commands,
    ])
    expect(status).toBe(200)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const client of this.#clients) await client.destroy()
    await this.discord.close()
    expect(this.contract.violations).toEqual([])
  }
}

export async function startScene(
  options: DiscordOptions & {
    messageContent?: boolean
    permissions?: Permission[]
    installTypes?: readonly (0 | 1)[]
  } = {},
): Promise<Scene> {
  const { messageContent, permissions, installTypes, ...rest } = options
  return new Scene(await startDiscord(rest), {
    ...(messageContent === undefined ? {} : { messageContent }),
    ...(permissions === undefined ? {} : { permissions }),
    ...(installTypes === undefined ? {} : { installTypes }),
  })
}
