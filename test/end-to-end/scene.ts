import {
  type Channel,
  type Discord,
  type DiscordOptions,
  type Message,
  MessageKind,
  startDiscord,
  type Thread,
  type User,
} from 'discord-sandbox'
import { watchContract } from 'discord-sandbox/contract'
import { type ModelServer, startModelServer } from 'model-sandbox'
import { afterEach, expect } from 'vitest'
import { BotProcess, until } from '../support/bot.ts'
import { withoutSmallPrint } from '../support/small-print.ts'

/** A Discord with a server, two people and the bot, and a model that does what the test says. */
export interface Scene extends AsyncDisposable {
  readonly discord: Discord
  readonly model: ModelServer
  readonly bot: BotProcess
  readonly botUser: { readonly id: string; readonly token: string }
  readonly guildId: string
  readonly ada: User
  readonly bob: User
  /** A channel that no other test writes in. */
  newChannel(): Channel
  /** Lets Ada use /ask and gives the id of the message that will hold the answer. */
  ask(channelId: string, question: string): Promise<string>
  /** Ends the bot and starts it anew, with a data folder that is empty. */
  restart(more?: Readonly<Record<string, string>>): Promise<void>
  /** Waits until so many more answers have ended than this was asked for before. */
  answered(count?: number): Promise<void>
  /** Starts as a new scene does: no fault, no script, and a bot that knows of no question. */
  reset(): Promise<void>
  /** What the bot wrote in a channel or thread for all to see, oldest first. */
  answersIn(channelId: string): readonly Message[]
  /** The same without the small print below the answers. */
  textsIn(channelId: string): readonly string[]
  /** What a message shows, without the small print below an answer. */
  textOf(messageId: string): string
  /** The thread on a message; waits until there is one. */
  threadOn(messageId: string): Promise<Thread>
  /** Requests and answers against Discord's own description of its API. */
  readonly violations: readonly string[]
  /** Fails when Discord had reason to complain: a 429, a ping, a request against the contract. */
  expectNoHarm(): void
}

export async function startScene(
  options: {
    discord?: DiscordOptions
    /** What the bot is allowed in the portal. */
    portal?: { messageContent?: boolean; installTypes?: readonly (0 | 1)[] }
    environment?: Readonly<Record<string, string>>
  } = {},
): Promise<Scene> {
  const discord = await startDiscord(options.discord)
  const contract = watchContract(discord)
  const model = await startModelServer()
  const botUser = discord.addBot({ name: 'Platen', ...options.portal })
  const ada = discord.addUser({ name: 'ada' })
  const bob = discord.addUser({ name: 'bob' })
  const guild = discord.addGuild({ name: 'Guild', owner: ada.id })
  discord.addMember(guild.id, bob.id)
  discord.addMember(guild.id, botUser.id, ['SEND_MESSAGES'])
  const environment = {
    DISCORD_TOKEN: botUser.token,
    DISCORD_API_URL: discord.apiUrl,
    OPENAI_BASE_URL: model.baseUrl,
    ...options.environment,
  }
  let bot = new BotProcess(environment)
  await bot.logged('connected')
  let channels = 0
  let awaited = 0

  const notices: readonly number[] = [MessageKind.threadStarter, MessageKind.recipientAdd]
  const answersIn = (channelId: string) =>
    discord
      .messages(channelId)
      .filter(({ authorId, type }) => authorId === botUser.id && !notices.includes(type))
      .filter(({ ephemeralFor }) => ephemeralFor === undefined)

  const scene: Scene = {
    discord,
    model,
    get bot() {
      return bot
    },
    botUser,
    guildId: guild.id,
    ada,
    bob,
    newChannel: () => discord.addChannel(guild.id, { name: `channel-${++channels}` }),
    async ask(channelId, question) {
      const used = await discord.as(ada.id).command(channelId, 'ask', { question })
      if (used.responseMessageId === undefined) throw new Error('/ask was not acknowledged')
      return used.responseMessageId
    },
    async restart(more = {}) {
      await bot[Symbol.asyncDispose]()
      awaited = 0
      bot = new BotProcess({ ...environment, ...more })
      await bot.logged('connected')
    },
    async answered(count = 1) {
      awaited += count
      const wanted = awaited
      await until(bot, () => endings(bot) >= wanted)
    },
    async reset() {
      model.reset()
      discord.faults.removeAll()
      await scene.restart()
    },
    answersIn,
    textsIn: (channelId) => answersIn(channelId).map(({ content }) => withoutSmallPrint(content)),
    textOf: (messageId) => withoutSmallPrint(discord.message(messageId)?.content ?? ''),
    async threadOn(messageId) {
      await until(bot, () => discord.thread(messageId) !== undefined)
      return discord.thread(messageId) as Thread
    },
    violations: contract.violations,
    expectNoHarm() {
      expect(discord.rateLimited.map(({ method, path }) => `${method} ${path}`)).toEqual([])
      expect(discord.pings).toEqual([])
      expect(contract.violations).toEqual([])
      expect(contract.checked).toBeGreaterThan(0)
    },
    async [Symbol.asyncDispose]() {
      await bot[Symbol.asyncDispose]()
      await model[Symbol.asyncDispose]()
      await discord.close()
    },
  }
  return scene
}

/**
 * For the tests of a file that share a scene: one that fails leaves its questions and faults to no other.
 * To be called before the first test.
 */
export function isolateFailures(scene: () => Scene): void {
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await scene().reset()
  })
}

function endings(bot: BotProcess): number {
  const last = ['answered', 'answer failed', 'answer not shown whole', 'question not answered']
  return bot.log.filter(({ msg }) => msg !== undefined && last.includes(msg)).length
}
