import { WebSocketShardEvents as Name } from '@discordjs/ws'
import { expect, it } from 'vitest'
import { ConnectionMonitor } from '../../../src/discord/gateway/connection-monitor.ts'
import { ManualClock } from '../../support/manual-clock.ts'

function monitored() {
  const clock = new ManualClock()
  const lines: object[] = []
  const log = {
    info: (details: object, message: string) => lines.push({ ...details, message }),
    warn: (details: object, message: string) => lines.push({ ...details, message }),
  }
  const monitor = new ConnectionMonitor(clock, log)
  const tell = (name: Name, payload: object = {}, shardId = 0) =>
    monitor.observe({ shardId, name, payload })
  return { clock, lines, monitor, tell }
}

it('is connected when every shard is', () => {
  const { monitor, tell } = monitored()
  expect(monitor.isConnected).toBe(false)
  tell(Name.Hello)
  tell(Name.Hello, {}, 1)
  tell(Name.Ready)
  expect(monitor.isConnected).toBe(false)
  tell(Name.Ready, {}, 1)
  expect(monitor.isConnected).toBe(true)
  tell(Name.Closed, { code: 1006 }, 1)
  expect(monitor.isConnected).toBe(false)
  tell(Name.Resumed, {}, 1)
  expect(monitor.isConnected).toBe(true)
})

it('is not connected when heartbeats are not acknowledged any more', async () => {
  const { clock, monitor, tell } = monitored()
  tell(Name.Ready)
  await clock.advance(60_000)
  tell(Name.HeartbeatComplete)
  await clock.advance(60_000)
  expect(monitor.isConnected).toBe(true)
  await clock.advance(60_000)
  expect(monitor.isConnected).toBe(false)
})

it('logs a loss and the return once each, with the reason and the time', async () => {
  const { clock, lines, tell } = monitored()
  tell(Name.Ready)
  tell(Name.Closed, { code: 4002 })
  await clock.advance(1_500)
  for (let i = 0; i < 3; i += 1) {
    tell(Name.Error, { error: new Error('Unexpected server response: 503') })
    tell(Name.Closed, { code: 1006 })
  }
  tell(Name.Resumed)
  tell(Name.Debug, { message: 'Destroying shard\n\tReason: Zombie connection\n\tCode: 4200' })
  tell(Name.Closed, { code: 4200 })
  tell(Name.Ready)
  expect(lines).toEqual([
    { shard: 0, code: 4002, reason: 'DecodeError', message: 'the connection to Discord was lost' },
    {
      ...{ shard: 0, code: 1006, reason: 'Unexpected server response: 503' },
      message: 'Discord cannot be reached; trying again',
    },
    { shard: 0, afterMs: 1_500, session: 'resumed', message: 'connected to Discord again' },
    {
      ...{ shard: 0, code: 4200, reason: 'Zombie connection' },
      message: 'the connection to Discord was lost',
    },
    { shard: 0, afterMs: 0, session: 'new', message: 'connected to Discord again' },
  ])
})

it('counts the seconds without connection, from the start and while one is missing', async () => {
  const { clock, monitor, tell } = monitored()
  tell(Name.Hello)
  await clock.advance(2_000)
  expect(monitor.disconnectedSeconds).toBe(2)
  tell(Name.Ready)
  await clock.advance(10_000)
  tell(Name.Closed, { code: 1006 })
  await clock.advance(3_000)
  expect(monitor.disconnectedSeconds).toBe(5)
})
