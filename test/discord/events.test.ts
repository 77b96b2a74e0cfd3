import { EventEmitter } from 'node:events'
import type { Client } from 'discord.js'
import { expect, it } from 'vitest'
import type { Bot } from '../../src/discord/bot.ts'
import { listen } from '../../src/discord/events.ts'

it('takes a change of which Discord says only where it was for one that has to be read', () => {
  const ws = new EventEmitter()
  const forgotten: string[] = []
  // Discord sends these for no message that a test could write: only what is used here is there.
  const client = Object.assign(new EventEmitter(), { ws, isReady: () => true }) as unknown as Client
  const bot = {
    conversations: { forget: (channelId: string) => forgotten.push(channelId) },
    membership: { follow: () => undefined },
  } as unknown as Bot
  listen(client, { slash: [], message: [] }, bot)
  ws.emit('MESSAGE_UPDATE', { id: '1', channel_id: '2', embeds: [] })
  expect(forgotten).toEqual(['2'])
})
