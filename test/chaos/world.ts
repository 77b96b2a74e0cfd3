import {
  type Channel,
  type Discord,
  type Message,
  MessageKind,
  startDiscord,
  type User,
} from 'discord-sandbox'
import { watchContract } from 'discord-sandbox/contract'
import { type ModelServer, startModelServer } from 'model-sandbox'
import { startBot } from './bot.ts'
import type { Performance } from './performance.ts'

/** A Discord, a model server and the bot in one process, under virtual time. */
export interface World {
  readonly discord: Discord
  /** Whether the bot has logged how the answer to this trigger ended. */
  hasEnded(trigger: string): boolean
  readonly people: { readonly ada: User; readonly bob: User }
  /** Of the people, and of a role that everybody has. */
  readonly names: readonly string[]
  /** Of messages that were answered together with a later one: that one. */
  readonly joined: ReadonlyMap<string, string>
  /** What the model does, by the name of the question that it is asked. */
  readonly programme: Map<string, Performance>
  /** Whether the bot hears of what happens in Discord: else it may never know. */
  readonly isListening: boolean
  /** Where the gateway's connection is about to be lost, say so before. */
  stopListening(): void
  /** How often a trouble of the gateway has begun or ended. */
  readonly troubles: number
  countTrouble(): void
  newChannel(): Channel
  /** What the bot wrote in a channel or thread for all to see. */
  writtenIn(channelId: string): readonly Message[]
  /** Looks whenever something happens. Rejects when it did not come true in an hour of virtual time. */
  until(what: string, isSo: () => boolean): Promise<void>
  /** What was wrong beside the conversations. */
  problems(): readonly string[]
}

/** The log lines of which each question that was answered has one. */
const endings = ['answered', 'answer failed', 'answer not shown whole', 'question not answered']

const hourMs = 60 * 60_000

export async function startWorld(): Promise<World> {
  const discord = await startDiscord({ roundTripMs: 60 })
  const contract = watchContract(discord)
  const model = await startModelServer()
  const programme = playProgramme(model)
  const botUser = discord.addBot({ name: 'Platen' })
  const ada = discord.addUser({ name: 'ada' })
  const bob = discord.addUser({ name: 'bob' })
  const guild = discord.addGuild({ name: 'Guild', owner: ada.id })
  discord.addMember(guild.id, bob.id)
  discord.addMember(guild.id, botUser.id)
  let isListening = false
  let troubles = 0
  discord.subscribe((event) => {
    if (event.kind !== 'gateway') return
    if (event.action === 'identify' || event.action === 'resumed') isListening = true
    if (event.action === 'close') isListening = discord.gateway.connections.length > 0
  })
  process.env['DISCORD_TOKEN'] = botUser.token
  process.env['DISCORD_API_URL'] = discord.apiUrl
  process.env['OPENAI_BASE_URL'] = model.baseUrl
  const bot = await startBot()
  const ended = new Set<unknown>()
  const joined = new Map<string, string>()
  bot.subscribe(({ msg, trigger, with: others }) => {
    if (!endings.includes(msg ?? '')) return
    ended.add(trigger)
    for (const other of Array.isArray(others) ? others : []) {
      ended.add(other)
      joined.set(String(other), String(trigger))
    }
  })

  const looks = new Set<() => void>()
  const look = () => {
    for (const each of looks) each()
  }
  discord.subscribe(look)
  bot.subscribe(look)
  let channels = 0

  return {
    discord,
    hasEnded: (trigger) => ended.has(trigger),
    people: { ada, bob },
    joined,
    names: [`<@${ada.id}>`, `<@!${bob.id}>`, `<@&${guild.id}>`],
    programme,
    get isListening() {
      return isListening
    },
    get troubles() {
      return troubles
    },
    countTrouble() {
      troubles += 1
    },
    stopListening() {
      isListening = false
    },
    newChannel: () => discord.addChannel(guild.id, { name: `channel-${++channels}` }),
    writtenIn: (channelId) =>
      (discord.channel(channelId) ? discord.messages(channelId) : []).filter(
        ({ authorId, type, ephemeralFor }) =>
          authorId === botUser.id &&
          type !== MessageKind.threadStarter &&
          type !== MessageKind.recipientAdd &&
          ephemeralFor === undefined,
      ),
    async until(what, isSo) {
      const came = Promise.withResolvers<void>()
      const tooLate = setTimeout(() => came.reject(new Error(`in vain: ${what}`)), hourMs)
      const lookHere = () => {
        if (isSo()) came.resolve()
      }
      looks.add(lookHere)
      lookHere()
      await came.promise.finally(() => {
        looks.delete(lookHere)
        clearTimeout(tooLate)
      })
    },
    problems: () => [
      ...contract.violations,
      ...(contract.checked > 0 ? [] : ['nothing was held against the contract']),
    ],
  }
}

function playProgramme(model: ModelServer): Map<string, Performance> {
  const programme = new Map<string, Performance>()
  model.always((answer, request) => {
    // The name stands in no other question; what stands around it may be told otherwise.
    const question = request.messages.at(-1)?.content ?? ''
    const [, performance] = [...programme].find(([name]) => question.includes(name)) ?? []
    if (performance === undefined) return answer.error(400, `Not in the programme: ${question}`)
    return performance.script(answer, request)
  })
  return programme
}
