import type { APIGatewayBotInfo, REST } from 'discord.js'
import { expect, it } from 'vitest'
import { IdentifyBudget } from '../../../src/discord/gateway/identify-budget.ts'
import { ManualClock, settle } from '../../support/manual-clock.ts'

function budgetOf(answer: () => Promise<number>) {
  const clock = new ManualClock()
  const waits: (readonly [left: number, afterMs: number])[] = []
  const info = async (): Promise<APIGatewayBotInfo> => ({
    url: 'wss://gateway.example',
    shards: 1,
    session_start_limit: {
      ...{ total: 1_000, max_concurrency: 1, reset_after: 3_600_000 },
      remaining: await answer(),
    },
  })
  const budget = new IdentifyBudget({
    // Only this is asked of Discord.
    rest: { get: info } as unknown as REST,
    clock,
    onWait: (...wait) => waits.push(wait),
  })
  let granted = 0
  const wait = (isFirst: boolean) =>
    budget.wait(isFirst, new AbortController().signal).then(() => {
      granted += 1
    })
  return { budget, clock, waits, wait, granted: () => granted }
}

it('keeps a hundred identifies of the day back, for restarts', async () => {
  let left = 100
  const { clock, waits, wait, granted } = budgetOf(async () => left)
  void wait(true)
  await settle()
  expect(granted()).toBe(1)
  void wait(false)
  await settle()
  expect(granted()).toBe(1)
  expect(waits).toEqual([[100, 3_600_000]])
  left = 1_000
  await clock.advance(5 * 60_000)
  expect(granted()).toBe(2)
})

it('waits at zero, and says for how long', async () => {
  const { waits, wait, granted } = budgetOf(async () => 0)
  void wait(true)
  await settle()
  expect(granted()).toBe(0)
  expect(waits).toEqual([[0, 3_600_000]])
})

it('counts by itself while Discord does not say', async () => {
  let isDown = false
  const { budget, wait, granted } = budgetOf(async () => {
    if (isDown) throw new Error('down')
    return 102
  })
  await wait(false)
  budget.spend()
  isDown = true
  await wait(false)
  budget.spend()
  expect(granted()).toBe(2)
  void wait(false)
  await settle()
  expect(granted()).toBe(2)
})
