import { describe, expect, it } from 'vitest'
import { EndedAs } from '../../../src/core/answer/ending.ts'
import { tokenDeadline } from '../../../src/discord/targets/token-deadline.ts'
import { ManualClock } from '../../support/manual-clock.ts'

const minuteMs = 60_000

describe('expiry', () => {
  it('ends an answer when the interaction is 14 minutes old, and says why', async () => {
    const clock = new ManualClock()
    const { signal } = tokenDeadline(4 * minuteMs, clock)
    await clock.advance(10 * minuteMs - 1)
    expect(signal.aborted).toBe(false)
    await clock.advance(1)
    expect(signal.reason).toEqual(new EndedAs({ kind: 'gone', why: 'expired' }))
  })

  it('ends nothing, and waits for nothing, when the answer has its end', async () => {
    const clock = new ManualClock()
    const limit = tokenDeadline(0, clock)
    limit[Symbol.dispose]()
    await clock.advance(20 * minuteMs)
    expect(limit.signal.aborted).toBe(false)
    expect(clock.sleepers).toBe(0)
  })
})
