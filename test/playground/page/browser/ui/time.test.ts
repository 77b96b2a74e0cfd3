import { describe, expect, it } from 'vitest'
import { ago, isSameDay, shortTime, stamp } from '../../../../../playground/page/browser/ui/time.ts'
import { en } from '../../../../../playground/page/browser/words/en.ts'
import { zh } from '../../../../../playground/page/browser/words/zh.ts'

/** In this machine's time zone, as for a reader. */
const now = new Date(2024, 2, 1, 0, 30)

describe('stamp', () => {
  it.each([
    ['today', new Date(2024, 2, 1, 0, 5), 'Today at 00:05'],
    ['a minute before midnight', new Date(2024, 1, 29, 23, 59), 'Yesterday at 23:59'],
    ['later today', new Date(2024, 2, 1, 23, 59), 'Today at 23:59'],
  ])('names the day: %s', (_, date, text) => {
    expect(stamp(date, now, 'en-GB', en)).toBe(text)
  })

  it('writes other days out, tomorrow too', () => {
    for (const date of [new Date(2024, 1, 28, 16, 20), new Date(2024, 2, 2, 16, 20)]) {
      const text = stamp(date, now, 'en-GB', en)
      expect(text).toContain('/2024')
      expect(text).toContain('16:20')
    }
  })

  it('speaks the language of the reader', () => {
    const date = new Date(2024, 1, 29, 8, 5)
    expect(stamp(date, now, 'zh-CN', zh)).toBe(zh.yesterday(shortTime(date, 'zh-CN')))
  })
})

describe('isSameDay', () => {
  it('goes by the calendar, not by hours', () => {
    expect(isSameDay(new Date(2024, 2, 1, 0, 0), new Date(2024, 2, 1, 23, 59))).toBe(true)
    expect(isSameDay(new Date(2024, 2, 1, 23, 59), new Date(2024, 2, 2, 0, 0))).toBe(false)
    expect(isSameDay(new Date(2023, 2, 1), new Date(2024, 2, 1))).toBe(false)
  })

  // Days of 23 and 25 hours, in any time zone.
  it('counts every day of a year once', () => {
    for (let day = 1; day <= 366; day += 1) {
      expect(isSameDay(new Date(2024, 0, day, 0, 1), new Date(2024, 0, day, 23, 59))).toBe(true)
      expect(isSameDay(new Date(2024, 0, day, 23, 59), new Date(2024, 0, day + 1, 0, 1))).toBe(
        false,
      )
    }
  })
})

describe('ago', () => {
  const [second, minute, hour, day] = [1000, 60_000, 3_600_000, 86_400_000]

  it.each([
    [0, '<1m'],
    [-5 * minute, '<1m'],
    [59 * second, '<1m'],
    [minute - 1, '<1m'],
    [minute, '1m'],
    [hour - 1, '59m'],
    [hour, '1h'],
    [day - 1, '23h'],
    [day, '1d'],
    [400 * day, '400d'],
  ])('says of %d ms: %s', (ms, text) => {
    const nowMs = now.getTime()
    expect(ago(new Date(nowMs - ms), nowMs)).toBe(text)
  })
})
