import { describe, expect, it } from 'vitest'
import { compareIds, Snowflakes, shardOf, timeOf } from '../src/snowflake.ts'

describe('Snowflakes', () => {
  it('makes rising ids of Discord’s length, also many in one millisecond', () => {
    const snowflakes = new Snowflakes()
    const ids = Array.from({ length: 20_000 }, () => snowflakes.next())
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids).toEqual(ids.toSorted(compareIds))
    for (const id of [ids[0], ids.at(-1)]) expect(id).toMatch(/^\d{17,19}$/)
  })

  it('holds the time it was made', () => {
    const before = Date.now()
    const made = Date.parse(timeOf(new Snowflakes().next()))
    expect(made).toBeGreaterThanOrEqual(before)
    expect(made).toBeLessThanOrEqual(Date.now())
  })
})

describe('timeOf', () => {
  it('reads the example of Discord’s documentation', () => {
    expect(timeOf('175928847299117063')).toBe('2016-04-30T11:18:25.796Z')
  })
})

describe('shardOf', () => {
  it('takes the bits above the machine’s', () => {
    expect(shardOf('175928847299117063', 1)).toBe(0)
    const expected = Number((175928847299117063n >> 22n) % 7n)
    expect(shardOf('175928847299117063', 7)).toBe(expected)
  })
})
