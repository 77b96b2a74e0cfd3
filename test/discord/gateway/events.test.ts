import { EventEmitter } from 'node:events'
import type { Client } from 'discord.js'
import { expect, it } from 'vitest'
import type { DiscordContext } from '../../../src/discord/context.ts'
import { EventGate } from '../../../src/discord/gateway/event-gate.ts'
import { listen } from '../../../src/discord/gateway/events.ts'
import { settle } from '../../support/manual-clock.ts'

function fail(event: string, error: unknown): never {
  throw new Error(`${event} failed`, { cause: error })
}

it('takes a change of which Discord says only where it was for one that has to be read', () => {
  const ws = new EventEmitter()
  const forgotten: string[] = []
  // Discord sends these for no message that a test could write: only what is used here is there.
  const client = Object.assign(new EventEmitter(), { ws, isReady: () => true }) as unknown as Client
  const bot = {
    conversations: { forget: (channelId: string) => forgotten.push(channelId) },
    membership: { follow: () => undefined },
  } as unknown as DiscordContext
  listen(client, { slash: [], message: [] }, new EventGate(fail), bot)
  client.emit('clientReady', client as Client<true>)
  ws.emit('MESSAGE_UPDATE', { id: '1', channel_id: '2', embeds: [] })
  expect(forgotten).toEqual(['2'])
})

it.each([
  ['answers', false],
  ['does not answer what was deleted', true],
])('%s, when it has asked whether a message is for it', async (_, isDeleted) => {
  const ws = new EventEmitter()
  const { promise: isIn, resolve } = Promise.withResolvers<boolean>()
  const thread = { id: '2', isThread: () => true, isDMBased: () => false, ownerId: '9' }
  const channels = { cache: new Map([['2', thread]]), fetch: async () => thread }
  const user = { id: '7' }
  // Of Discord, only what is used until a message is attended to.
  const client = Object.assign(new EventEmitter(), {
    ...{ ws, channels, user, guilds: { cache: new Map() }, isReady: () => true },
  }) as unknown as Client
  const claimed: string[] = []
  const bot = {
    conversations: { update: () => undefined, onMessageDeleted: () => undefined },
    membership: { follow: () => undefined, cached: () => undefined, isIn: () => isIn },
    answers: { onMessageDeleted: () => undefined },
    settings: { readsMessages: true },
    // Whatever was claimed before is not answered again.
    journal: { claim: (id: string) => claimed.push(id) < 0 },
    log: { warn: () => undefined },
  } as unknown as DiscordContext
  listen(client, { slash: [], message: [] }, new EventGate(fail), bot)
  client.emit('clientReady', client as Client<true>)
  const author = { id: '8', username: 'ada' }
  const message = { id: '1', channel_id: '2', guild_id: '3', type: 0, author, content: 'Hi' }
  ws.emit('MESSAGE_CREATE', { ...message, mentions: [], mention_roles: [] })
  if (isDeleted) ws.emit('MESSAGE_DELETE', { id: '1', channel_id: '2' })
  resolve(true)
  await settle()
  expect(claimed).toEqual(isDeleted ? [] : ['1'])
})
