import { EventEmitter } from 'node:events'
import { WebSocketShardEvents } from '@discordjs/ws'
import type { Client } from 'discord.js'
import { expect, it } from 'vitest'
import { EventGate } from '../../../src/discord/gateway/event-gate.ts'

interface Fault {
  readonly event: string
  readonly error: unknown
  readonly isFirst: boolean
}

function gateWith(faults: Fault[]): EventGate {
  return new EventGate((event, error, isFirst) => faults.push({ event, error, isFirst }))
}

function dispatch(t: string) {
  return { name: WebSocketShardEvents.Dispatch, payload: { data: { t } } }
}

it('holds events back until the bot is ready, and keeps their order', async () => {
  const client = new EventEmitter()
  const gate = gateWith([])
  const seen: string[] = []
  // Of the client, only its event is used.
  gate.open(client as Client)
  const deliver = (name: string) => gate.deliver(dispatch(name), () => seen.push(name))
  deliver('MESSAGE_CREATE')
  deliver('GUILD_CREATE')
  deliver('MESSAGE_DELETE')
  client.emit('clientReady')
  deliver('TYPING_START')
  expect(seen).toEqual(['GUILD_CREATE'])
  await new Promise(setImmediate)
  expect(seen).toEqual(['GUILD_CREATE', 'MESSAGE_CREATE', 'MESSAGE_DELETE', 'TYPING_START'])
  deliver('MESSAGE_UPDATE')
  expect(seen.at(-1)).toBe('MESSAGE_UPDATE')
})

it('keeps a fault in its event, tells each kind once as the first and each one', async () => {
  const faults: Fault[] = []
  const gate = gateWith(faults)
  const fail = (message: string) => () => {
    throw new Error(message)
  }
  gate.contain('MESSAGE_CREATE', fail('no author'))
  gate.contain('MESSAGE_CREATE', fail('no author'))
  gate.contain('MESSAGE_CREATE', fail('no channel'))
  gate.contain('MESSAGE_UPDATE', async () => fail('no author')())
  await new Promise(setImmediate)
  expect(faults.map(({ event, isFirst }) => [event, isFirst])).toEqual([
    ['MESSAGE_CREATE', true],
    ['MESSAGE_CREATE', false],
    ['MESSAGE_CREATE', true],
    ['MESSAGE_UPDATE', true],
  ])
})

it('goes on with the events that waited when one of them fails', async () => {
  const client = new EventEmitter()
  const faults: Fault[] = []
  const gate = gateWith(faults)
  gate.open(client as Client)
  const seen: string[] = []
  gate.deliver(dispatch('MESSAGE_CREATE'), () => {
    throw new Error('poison')
  })
  gate.deliver(dispatch('MESSAGE_UPDATE'), () => seen.push('update'))
  client.emit('clientReady')
  await new Promise(setImmediate)
  expect(seen).toEqual(['update'])
  expect(faults).toHaveLength(1)
})
