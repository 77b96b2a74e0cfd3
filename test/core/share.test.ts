import { describe, expect, it } from 'vitest'
import { Share } from '../../src/core/share.ts'
import { ManualClock } from '../support/manual-clock.ts'

const never = new Promise<void>(() => undefined)

function scene() {
  const clock = new ManualClock()
  const share = new Share(clock, { perSecond: 10, burst: 2 })
  const passed: { name: string; atMs: number }[] = []
  const ask = (name: string, hurry: Promise<void> | 'urgent') =>
    void share.pass(hurry).then(() => passed.push({ name, atMs: clock.now() }))
  return { clock, passed, ask }
}

describe('Share', () => {
  it('lets a burst through at once and then so many a second', async () => {
    const { clock, passed, ask } = scene()
    for (let count = 0; count < 5; count += 1) ask('a', never)
    await clock.advance(1_000)
    expect(passed.map(({ atMs }) => atMs)).toEqual([0, 0, 100, 200, 300])
  })

  it('never lets more than rate and burst through in any second', async () => {
    const { clock, passed, ask } = scene()
    for (let round = 0; round < 40; round += 1) {
      for (let count = 0; count < (round % 5) * 3; count += 1) ask('a', 'urgent')
      await clock.advance(130)
    }
    const times = passed.map(({ atMs }) => atMs)
    for (const from of times) {
      expect(times.filter((atMs) => atMs >= from && atMs < from + 1_000).length).toBeLessThan(13)
    }
  })

  it('serves first and last frames first, in their order, and starves nobody', async () => {
    const { clock, passed, ask } = scene()
    ask('burst', 'urgent')
    ask('burst', 'urgent')
    ask('middle', never)
    for (let count = 0; count < 8; count += 1) ask('urgent', 'urgent')
    await clock.advance(2_000)
    const order = passed.slice(2).map(({ name }) => name)
    expect(order).toHaveLength(9)
    expect(order[0]).toBe('urgent')
    expect(order.indexOf('middle')).toBeLessThan(5)
  })

  it('moves a request forward that has become the last of its answer', async () => {
    const { clock, passed, ask } = scene()
    ask('burst', 'urgent')
    ask('burst', 'urgent')
    const ended = Promise.withResolvers<void>()
    for (let count = 0; count < 3; count += 1) ask('middle', never)
    ask('last', ended.promise)
    ended.resolve()
    await clock.advance(2_000)
    expect(passed.slice(2).map(({ name }) => name)[0]).toBe('last')
  })
})
