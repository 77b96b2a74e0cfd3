import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { newest } from '../../src/core/newest.ts'
import { Feed } from '../support/feed.ts'
import { settle } from '../support/manual-clock.ts'

describe('newest', () => {
  it('skips what a slow reader missed and gives the last value', async () => {
    const feed = new Feed<number>()
    const values = newest(feed)[Symbol.asyncIterator]()
    feed.push(1, 2, 3)
    await settle()
    expect(await values.next()).toEqual({ done: false, value: 3 })
    feed.push(4, 5)
    feed.end()
    await settle()
    expect(await values.next()).toEqual({ done: false, value: 5 })
    expect((await values.next()).done).toBe(true)
  })

  it('gives a value again that was given back, unless there is a newer one', async () => {
    const feed = new Feed<number>()
    const source = newest(feed)
    const values = source[Symbol.asyncIterator]()
    feed.push(1)
    await settle()
    source.giveBack(Number((await values.next()).value))
    expect(await values.next()).toEqual({ done: false, value: 1 })
    feed.push(2)
    await settle()
    source.giveBack(1)
    expect(await values.next()).toEqual({ done: false, value: 2 })
    feed.end()
    await settle()
    source.giveBack(2)
    expect((await values.next()).done).toBe(true)
  })

  it('reads on while nobody asks, and says when the source has ended', async () => {
    const feed = new Feed<number>()
    const { ended } = newest(feed)
    let over = false
    void ended.then(() => {
      over = true
    })
    feed.push(1)
    await settle()
    expect(over).toBe(false)
    feed.end()
    await settle()
    expect(over).toBe(true)
  })

  it('gives the last value before what the source throws', async () => {
    const feed = new Feed<number>()
    const values = newest(feed)[Symbol.asyncIterator]()
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
        const values = newest(feed)[Symbol.asyncIterator]()
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
