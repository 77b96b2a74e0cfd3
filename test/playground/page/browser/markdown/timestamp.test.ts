import { describe, expect, it } from 'vitest'
import type { TimestampStyle } from '../../../../../playground/page/browser/markdown/nodes.ts'
import { timestampText } from '../../../../../playground/page/browser/markdown/timestamp.ts'

/** In this machine's time zone, as for a reader. */
const moment = new Date(2021, 3, 20, 16, 20, 30).getTime() / 1000

describe('timestampText', () => {
  // The examples of the style table in Discord's reference, "Message Formatting". How date and time
  // are put together differs between versions of Intl, so what stands between them is left out.
  const bare = (text: string) => text.replaceAll(/,| at\b/g, '')

  it.each<[TimestampStyle, string]>([
    ['t', '16:20'],
    ['T', '16:20:30'],
    ['d', '20/04/2021'],
    ['D', '20 April 2021'],
    ['f', '20 April 2021 16:20'],
    ['F', 'Tuesday, 20 April 2021 16:20'],
    ['s', '20/04/2021, 16:20'],
    ['S', '20/04/2021, 16:20:30'],
  ])('writes the style %s', (style, expected) => {
    expect(bare(timestampText(moment, style, 0, 'en-GB'))).toBe(bare(expected))
  })

  it.each([
    [-61, '1 minute ago'],
    [-59, '59 seconds ago'],
    [2 * 60 * 60, 'in 2 hours'],
    [-3 * 24 * 60 * 60, '3 days ago'],
    [-61 * 24 * 60 * 60, '2 months ago'],
    [800 * 24 * 60 * 60, 'in 2 years'],
  ])('tells how far away %d seconds are', (ahead, expected) => {
    expect(timestampText(moment + ahead, 'R', moment * 1000, 'en-GB')).toBe(expected)
  })

  it('speaks the language of the reader', () => {
    expect(timestampText(moment, 'R', (moment + 60) * 1000, 'de')).toBe('vor 1 Minute')
  })
})
