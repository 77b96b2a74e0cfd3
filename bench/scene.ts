import {
  type Bot,
  type Discord,
  type DiscordOptions,
  MessageKind,
  type MessageSnapshot,
  type Person,
  startDiscord,
} from 'discord-sandbox'
import { BotProcess } from './bot-process.ts'
import type { Contender } from './contenders.ts'
import type { Route } from './grid.ts'

/** Where one question is asked. */
export interface Place {
  readonly channelId: string
  readonly route: Route
}

/** A contender, connected to a Discord of its own. */
export class Scene {
  readonly discord: Discord
  readonly bot: BotProcess
  readonly #account: Bot
  readonly #person: Person
  readonly #guildId: string

  private constructor(parts: {
    readonly discord: Discord
    readonly bot: BotProcess
    readonly account: Bot
    readonly person: Person
    readonly guildId: string
  }) {
    this.discord = parts.discord
    this.bot = parts.bot
    this.#account = parts.account
    this.#person = parts.person
    this.#guildId = parts.guildId
  }

  /** Resolves when the contender takes questions. */
  static async open(
    contender: Contender,
    options: DiscordOptions,
    modelUrl: string,
  ): Promise<Scene> {
    const discord = await startDiscord(options)
    const account = discord.addBot({ name: 'Bench' })
    const asker = discord.addUser({ name: 'asker' })
    const guild = discord.addGuild({ name: 'Bench', owner: asker.id })
    discord.addMember(guild.id, account.id)
    const bot = await BotProcess.start(contender.command, {
      DISCORD_TOKEN: account.token,
      DISCORD_API_URL: discord.apiUrl,
      OPENAI_BASE_URL: modelUrl,
    })
    const person = discord.as(asker.id)
    const scene = new Scene({ discord, bot, account, person, guildId: guild.id })
    try {
      await bot.ready
      return scene
    } catch (error) {
      await scene.close()
      throw error
    }
  }

  /** A place that no other question has been asked in. */
  async newPlace(route: Route): Promise<Place> {
    const channel = this.discord.addChannel(this.#guildId, { name: 'bench' })
    if (route === 'original') return { channelId: channel.id, route }
    return { channelId: await this.#openThread(channel.id), route }
  }

  /** A thread of a person's: opening it draws on no limit of the bot. */
  newPersonsThread(): Place {
    const channel = this.discord.addChannel(this.#guildId, { name: 'bench' })
    const { id } = this.#person.openThread(channel.id, 'Before the start')
    return { channelId: id, route: 'original' }
  }

  async ask({ channelId, route }: Place, question: string): Promise<void> {
    if (route === 'original') await this.#person.command(channelId, 'ask', { question })
    else this.#person.say(channelId, `<@${this.#account.id}> ${question}`)
  }

  /** What became of every message of the bot's answer, in the order in which they stand. */
  messages({ channelId }: Place): readonly (readonly MessageSnapshot[])[] {
    const own = (id: string) =>
      this.discord
        .messages(id)
        .filter(({ authorId }) => authorId === this.#account.id)
        .filter(({ type }) => type !== MessageKind.threadStarter)
    const here = own(channelId)
    const onThem = here.filter(({ hasThread }) => hasThread).flatMap(({ id }) => own(id))
    return [...here, ...onThem].map(({ id }) => this.discord.states(id))
  }

  async close(): Promise<void> {
    await this.bot.end()
    await this.discord.close()
  }

  /** Platen answers in its own threads only, so the bot's account opens them, for all contenders. */
  async #openThread(channelId: string): Promise<string> {
    const response = await fetch(`${this.discord.apiUrl}/v10/channels/${channelId}/threads`, {
      method: 'POST',
      headers: {
        authorization: `Bot ${this.#account.token}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify({ name: 'bench', type: 11 }),
    })
    if (!response.ok) throw new Error(`No thread: ${await response.text()}`)
    const thread = (await response.json()) as { readonly id: string }
    return thread.id
  }
}
