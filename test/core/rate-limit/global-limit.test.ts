import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { GlobalRateLimit } from '../../../src/core/rate-limit/global-limit.ts'
import { ManualClock } from '../../support/manual-clock.ts'

const atOnce = AbortSignal.abort()
const never = new AbortController().signal

function scene(perSecond = 10) {
  const clock = new ManualClock()
  const share = new GlobalRateLimit(clock, perSecond)
  const passed: { name: string; atMs: number }[] = []
  const ask = (name: string, hurry: AbortSignal) =>
    void share.acquire(hurry).then(() => passed.push({ name, atMs: clock.now() }))
  const askOften = (count: number, name: string, hurry: AbortSignal) => {
    for (let asked = 0; asked < count; asked += 1) ask(name, hurry)
  }
  return { clock, share, passed, ask, askOften }
}

describe('Share', () => {
  it('lets ten through at once and then one after the other', async () => {
    const { clock, passed, askOften } = scene(20)
    askOften(13, 'a', never)
    await clock.advance(1_000)
    const atOnce = Array.from({ length: 10 }, () => 0)
    expect(passed.map(({ atMs }) => atMs)).toEqual([...atOnce, 50, 100, 150])
  })

  it('uses up what Discord allows', async () => {
    const { clock, passed, askOften } = scene()
    askOften(100, 'a', never)
    await clock.advance(8_999)
    expect(passed).toHaveLength(90)
  })

  it('keeps to the limit in any second, however long requests are on their way', async () => {
    const request = fc.record({
      pauseMs: fc.constantFrom(0, 0, 0, 0, 250),
      tripMs: fc.constantFrom(0, 50, 700),
      // The part of its trip after which it reaches Discord.
      wayThere: fc.constantFrom(0, 0.5, 1),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(request, { minLength: 15, maxLength: 40 }), async (requests) => {
        const { clock, share } = scene()
        const arrivedMs: number[] = []
        for (const { pauseMs, tripMs, wayThere } of requests) {
          await clock.advance(pauseMs)
          void share.acquire(never).then(() =>
            share.track(async () => {
              await clock.sleep(tripMs * wayThere)
              arrivedMs.push(clock.now())
              await clock.sleep(tripMs * (1 - wayThere))
            }),
          )
        }
        await clock.advance(20_000)
        expect(arrivedMs).toHaveLength(requests.length)
        for (const fromMs of arrivedMs) {
          const within = arrivedMs.filter((atMs) => atMs >= fromMs && atMs < fromMs + 1_000)
          expect(within.length).toBeLessThanOrEqual(10)
        }
      }),
      { numRuns: 50 },
    )
  })

  it('goes on when requests hang', async () => {
    const { clock, share, passed, ask, askOften } = scene()
    for (let count = 0; count < 10; count += 1) {
      void share.acquire(never).then(() => share.track(() => new Promise(() => undefined)))
    }
    await clock.advance(0)
    ask('a', never)
    await clock.advance(4_900)
    expect(passed).toEqual([])
    askOften(9, 'a', never)
    await clock.advance(200)
    expect(passed).toHaveLength(10)
  })

  it('counts a request that was repeated, and gives on what it says', async () => {
    const { clock, share, passed, askOften } = scene()
    await expect(share.track(async () => 'answer')).resolves.toBe('answer')
    await expect(share.track(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken')
    askOften(10, 'a', never)
    await clock.advance(999)
    expect(passed).toHaveLength(8)
  })

  it('says whether it is busy', async () => {
    const { clock, share, askOften } = scene()
    askOften(9, 'a', never)
    expect(share.isBusy).toBe(false)
    askOften(1, 'a', never)
    expect(share.isBusy).toBe(true)
    await clock.advance(1_000)
    expect(share.isBusy).toBe(false)
  })

  it('serves first and last frames first, in their order, and starves nobody', async () => {
    const { clock, passed, ask, askOften } = scene()
    askOften(10, 'burst', atOnce)
    ask('middle', never)
    askOften(8, 'urgent', atOnce)
    await clock.advance(2_000)
    const order = passed.slice(10).map(({ name }) => name)
    expect(order).toHaveLength(9)
    expect(order[0]).toBe('urgent')
    expect(order.indexOf('middle')).toBeLessThan(5)
  })

  it('moves a request forward that has become the last of its answer', async () => {
    const { clock, passed, ask, askOften } = scene()
    askOften(10, 'burst', atOnce)
    const ended = new AbortController()
    askOften(3, 'middle', never)
    ask('last', ended.signal)
    ended.abort()
    await clock.advance(2_000)
    expect(passed.slice(10).map(({ name }) => name)[0]).toBe('last')
  })
})
