import { once } from 'node:events'
import { type Bot, type Discord, startDiscord, type User } from 'discord-sandbox'
import { WebSocket } from 'ws'
import type { PageFiles } from '../../../playground/page/build.ts'
import type { Controls } from '../../../playground/page/controls.ts'
import type { LagPoint, PlaygroundState, ServerEvent } from '../../../playground/page/protocol.ts'
import type { PageSource } from '../../../playground/page/source.ts'

/** A sandbox with two people and a bot, and a fake playground for the page's server. */
export interface PageWorld {
  readonly discord: Discord
  readonly you: User
  readonly ada: User
  readonly bot: Bot
  readonly guildId: string
  readonly channelId: string
  readonly source: PageSource
  /** Calls of the playground's controls. */
  readonly told: unknown[]
  change(state: Partial<PlaygroundState>): void
  /** Emits measurements of lag. */
  measure(points: readonly LagPoint[]): void
}

const text = Buffer.from('a page')
const onePage: PageFiles = new Map([
  ['/', { contentType: 'text/html', body: text, gzipped: text, isImmutable: false }],
])

export async function makeWorld(files = onePage): Promise<PageWorld> {
  const discord = await startDiscord()
  const you = discord.addUser({ name: 'you', displayName: 'You' })
  const ada = discord.addUser({ name: 'ada', displayName: 'Ada' })
  const bot = discord.addBot({ name: 'Platen' })
  const guild = discord.addGuild({ name: 'A guild', owner: you.id })
  for (const { id } of [ada, bot]) discord.addMember(guild.id, id)
  const channel = discord.addChannel(guild.id, { name: 'general' })
  const told: unknown[] = []
  const controls: Controls = {
    kill: async () => void told.push('kill'),
    stop: async () => void told.push('stop'),
    start: () => void told.push('start'),
    useModel: async (model) => void told.push(model),
    cutModel: () => told.push('cut'),
  }
  let state: PlaygroundState = {
    people: [you, ada],
    bot: { id: bot.id, name: 'Platen', status: 'online' },
    model: { kind: 'demo', label: 'a model' },
    examples: { en: [], zh: [] },
  }
  const listeners = new Set<() => void>()
  const lagListeners = new Set<(points: readonly LagPoint[]) => void>()
  const measured: LagPoint[] = []
  const source: PageSource = {
    discord,
    files: Promise.resolve(files),
    controls,
    lag: {
      newest: measured,
      subscribe: (listener) => {
        lagListeners.add(listener)
        return () => lagListeners.delete(listener)
      },
    },
    state: () => state,
    onChange: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
  const change = (changed: Partial<PlaygroundState>) => {
    state = { ...state, ...changed }
    for (const listener of listeners) listener()
  }
  const measure = (points: readonly LagPoint[]) => {
    measured.push(...points)
    for (const listener of lagListeners) listener(points)
  }
  const ids = { guildId: guild.id, channelId: channel.id }
  return { discord, you, ada, bot, ...ids, source, told, change, measure }
}

/** A browser without a page: its events and its requests. */
export async function browse(url: string, personId?: string) {
  const query = personId === undefined ? '' : `?as=${personId}`
  const socket = new WebSocket(`${url.replace('http', 'ws')}/live${query}`)
  const events: ServerEvent[] = []
  socket.on('message', (data) => events.push(JSON.parse(String(data))))
  const until = async <Found>(find: (event: ServerEvent) => Found | undefined): Promise<Found> => {
    for (let next = 0; ; next += 1) {
      while (next >= events.length) await once(socket, 'message')
      const event = events[next]
      const found = event && find(event)
      if (found !== undefined) return found
    }
  }
  const act = async (name: string, fields: unknown): Promise<unknown> => {
    const answer = await fetch(`${url}/actions/${name}${query}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(fields),
    })
    const { result, error } = (await answer.json()) as { result?: unknown; error?: string }
    if (error !== undefined) throw new Error(error)
    return result
  }
  const { ready, playground } = await until((event) => (event.type === 'ready' ? event : undefined))
  return { ready, playground, events, until, act, close: () => socket.terminate() }
}

/** The content of a new or changed message; undefined for other events. */
export function contentOf(event: ServerEvent): string | undefined {
  if (event.type !== 'dispatch' || !/^MESSAGE_(?:CREATE|UPDATE)$/.test(event.name)) return undefined
  return (event.data as { readonly content: string }).content
}
