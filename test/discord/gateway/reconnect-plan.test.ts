import { describe, expect, it } from 'vitest'
import { ReconnectPlan } from '../../../src/discord/gateway/reconnect-plan.ts'

const minute = 60_000

/** Connects again and again; each attempt fails at once. Gives the times of attempts and identifies. */
function failing(plan: ReconnectPlan, attempts: number, canResume: boolean, identifies: boolean) {
  let now = 0
  const resumed: boolean[] = []
  const times: number[] = []
  for (let i = 0; i < attempts; i += 1) {
    const { waitMs, resumes } = plan.next(now, canResume)
    now += Math.max(0, waitMs)
    times.push(now)
    resumed.push(resumes)
    if (identifies && !resumes) plan.onIdentify(now)
  }
  return { times, resumed, gaps: times.slice(1).map((time, i) => time - (times[i] ?? 0)) }
}

describe('a lost connection', () => {
  it('is tried again at once', () => {
    expect(new ReconnectPlan().next(0, true)).toEqual({ waitMs: 0, resumes: true })
  })

  it('is tried at most 30 seconds apart while no attempt costs an identify', () => {
    const { gaps } = failing(new ReconnectPlan(), 100, false, false)
    expect(gaps.slice(0, 6)).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000])
    expect(Math.max(...gaps)).toBe(30_000)
  })

  it('is given a new session after two resumes failed, within seconds', () => {
    const { resumed, times } = failing(new ReconnectPlan(), 3, true, false)
    expect(resumed).toEqual([true, true, false])
    expect(times[2]).toBeLessThan(5_000)
  })

  it('is resumed anew after a resume that worked', () => {
    const plan = new ReconnectPlan()
    for (let i = 0; i < 5; i += 1) {
      expect(plan.next(i, true).resumes).toBe(true)
      plan.onEstablished(i)
    }
  })
})

describe('identifies', () => {
  it('that fail grow to five minutes apart: at most 300 a day', () => {
    const { gaps } = failing(new ReconnectPlan(), 300, false, true)
    expect(gaps.slice(0, 4)).toEqual([5_000, 10_000, 20_000, 40_000])
    expect(gaps.slice(6).every((gap) => gap === 5 * minute)).toBe(true)
  })

  it('count as failed where their session does not last', () => {
    const plan = new ReconnectPlan()
    let now = 0
    const gaps = Array.from({ length: 8 }, () => {
      const { waitMs } = plan.next(now, false)
      now += Math.max(0, waitMs)
      plan.onIdentify(now)
      plan.onEstablished(now)
      now += 1_000
      return waitMs
    })
    expect(gaps.at(-1)).toBe(5 * minute - 1_000)
  })

  it('start afresh after a session that lasted a minute', () => {
    const plan = new ReconnectPlan()
    failing(plan, 20, false, true)
    plan.onEstablished(0)
    expect(plan.next(minute, false).waitMs).toBeLessThanOrEqual(0)
  })
})
