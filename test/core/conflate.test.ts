import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { conflate } from '../../src/core/conflate.ts'
import { Feed } from '../support/feed.ts'
import { ManualClock, settle } from '../support/manual-clock.ts'

describe('newest', () => {
  it('skips what a slow reader missed and gives the last value', async () => {
    const feed = new Feed<number>()
    const values = conflate(feed, new ManualClock())[Symbol.asyncIterator]()
    feed.push(1, 2, 3)
    await settle()
    expect(await values.next()).toEqual({ done: false, value: 3 })
    feed.push(4, 5)
    feed.end()
    await settle()
    expect(await values.next()).toEqual({ done: false, value: 5 })
    expect((await values.next()).done).toBe(true)
  })

  it('gives a value again when it is asked to, unless there is a newer one', async () => {
    const feed = new Feed<number>()
    const source = conflate(feed, new ManualClock())
    const values = source[Symbol.asyncIterator]()
    feed.push(1)
    await settle()
    expect((await values.next()).value).toBe(1)
    source.repeat()
    expect((await values.next()).value).toBe(1)
    feed.push(2)
    await settle()
    source.repeat()
    expect((await values.next()).value).toBe(2)
    feed.end()
    await settle()
    expect((await values.next()).done).toBe(true)
  })

  it('reads on while nobody asks, and says when the source has ended', async () => {
    const feed = new Feed<number>()
    const { ended } = conflate(feed, new ManualClock())
    feed.push(1)
    await settle()
    expect(ended.aborted).toBe(false)
    feed.end()
    await settle()
    expect(ended.aborted).toBe(true)
  })

  it('says when the next value comes, and when no more will', async () => {
    const feed = new Feed<number>()
    const values = conflate(feed, new ManualClock())
    for (const value of [1, 2]) {
      const next = values.next()
      await settle()
      expect(next.aborted).toBe(false)
      feed.push(value)
      await settle()
      expect(next.aborted).toBe(true)
    }
    const next = values.next()
    feed.end()
    await settle()
    expect(next.aborted).toBe(true)
    expect(values.next().aborted).toBe(true)
  })

  it('knows how far apart values come, those of one packet taken together', async () => {
    const feed = new Feed<number>()
    const clock = new ManualClock()
    const values = conflate(feed, clock)
    feed.push(1)
    await settle()
    expect(values.everyMs).toBe(0)
    for (let packet = 0; packet < 30; packet += 1) {
      await clock.advance(packet < 5 ? 400 : 80)
      feed.push(1, 2)
      await settle()
    }
    expect(values.everyMs).toBeGreaterThan(80)
    expect(values.everyMs).toBeLessThan(100)
  })

  it('gives the last value before what the source throws', async () => {
    const feed = new Feed<number>()
    const values = conflate(feed, new ManualClock())[Symbol.asyncIterator]()
    feed.push(1)
    feed.fail(new Error('broken'))
    await settle()
    expect(await values.next()).toEqual({ done: false, value: 1 })
    await expect(values.next()).rejects.toThrow('broken')
  })

  it('never goes back and never loses the last value, whatever the timing', async () => {
    const step = fc.constantFrom('push', 'read', 'settle')
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const feed = new Feed<number>()
        const values = conflate(feed, new ManualClock())[Symbol.asyncIterator]()
        const seen: number[] = []
        let pushed = 0
        let reading: Promise<void> | undefined
        const read = async () => {
          const { value } = await values.next()
          if (value !== undefined) seen.push(value)
        }
        for (const what of steps) {
          if (what === 'push') feed.push(++pushed)
          else if (what === 'settle') await settle()
          else {
            await Promise.race([reading, settle()])
            reading ??= read().finally(() => {
              reading = undefined
            })
          }
        }
        feed.end()
        await reading
        for (;;) {
          const { done, value } = await values.next()
          if (done) break
          seen.push(value)
        }
        expect(seen).toEqual([...seen].sort((one, other) => one - other))
        expect(new Set(seen).size).toBe(seen.length)
        expect(seen.at(-1)).toBe(pushed === 0 ? undefined : pushed)
      }),
      { numRuns: 200 },
    )
  })
})
