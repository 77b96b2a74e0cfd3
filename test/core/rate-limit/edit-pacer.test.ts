import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { atOnce, EditPacer } from '../../../src/core/rate-limit/edit-pacer.ts'
import { GlobalRateLimit } from '../../../src/core/rate-limit/global-limit.ts'
import type { RateLimitState } from '../../../src/core/reply.ts'
import { endless, FakeFlow } from '../../support/flows.ts'
import { ManualClock, settle } from '../../support/manual-clock.ts'

/** Sends for `seconds` as fast as the pace allows and gives when each request went, in ms. */
async function sendFor(
  seconds: number,
  take: (nowMs: number) => RateLimitState,
): Promise<readonly number[]> {
  const clock = new ManualClock()
  const pace = new EditPacer(clock, new GlobalRateLimit(clock))
  const sent: number[] = []
  async function send() {
    while (clock.now() < seconds * 1_000) {
      await pace.nextSlot({ bucket: 'edit', isGlobal: false }, endless)
      sent.push(clock.now())
      pace.observe('edit', take(clock.now()), 0)
    }
  }
  void send()
  await clock.advance(seconds * 1_000)
  return sent
}

function leaky(capacity: number, periodMs: number): (nowMs: number) => RateLimitState {
  let tokens = capacity
  let atMs = 0
  return (nowMs) => {
    tokens = Math.min(capacity, tokens + ((nowMs - atMs) * capacity) / periodMs)
    atMs = nowMs
    if (tokens < 1) throw new Error(`429 at ${nowMs} ms`)
    tokens -= 1
    const resetAfterMs = ((capacity - tokens) * periodMs) / capacity
    return { limit: capacity, remaining: Math.floor(tokens), resetAfterMs }
  }
}

function fixed(capacity: number, periodMs: number): (nowMs: number) => RateLimitState {
  let used = 0
  let startMs = Number.NEGATIVE_INFINITY
  return (nowMs) => {
    if (nowMs >= startMs + periodMs) {
      startMs = nowMs
      used = 0
    }
    used += 1
    if (used > capacity) throw new Error(`429 at ${nowMs} ms`)
    return { limit: capacity, remaining: capacity - used, resetAfterMs: startMs + periodMs - nowMs }
  }
}

describe('Pace', () => {
  it.each([
    ['a leaky 5 per 5 s', leaky(5, 5_000), 60],
    ['a leaky 5 per 2 s', leaky(5, 2_000), 150],
    ['a fixed 5 per 5 s', fixed(5, 5_000), 60],
    ['a fixed 5 per 2 s', fixed(5, 2_000), 150],
    ['a leaky 30 per 10 s', leaky(30, 10_000), 180],
  ])('never runs into the limit of %s and uses it up', async (_, take, sustainable) => {
    const sent = await sendFor(60, take)
    expect(sent.length).toBeGreaterThanOrEqual(sustainable * 0.95)
  })

  it('uses a fixed window faster at first, and its last request shortly before its end', async () => {
    const sent = await sendFor(10, fixed(5, 5_000))
    expect(sent.slice(4, 6)).toEqual([4_000, 5_000])
    const gaps = sent.slice(1, 5).map((atMs, index) => atMs - (sent[index] ?? 0))
    expect(gaps).toEqual([...gaps].sort((one, other) => one - other))
  })

  it('never runs into a limit, whatever the bucket and whenever answers end', async () => {
    const kinds = fc.constantFrom(leaky, fixed)
    const sizes = fc.integer({ min: 1, max: 30 })
    const periods = fc.integer({ min: 500, max: 20_000 })
    const lengths = fc.array(fc.integer({ min: 0, max: 12_000 }), { maxLength: 6 })
    await fc.assert(
      fc.asyncProperty(kinds, sizes, periods, lengths, async (kind, size, periodMs, ends) => {
        const clock = new ManualClock()
        const pace = new EditPacer(clock, new GlobalRateLimit(clock))
        const take = kind(size, periodMs)
        // One answer after the other in one thread; the bucket refuses by an exception.
        async function answerAll() {
          for (const lengthMs of ends) {
            const flow = new FakeFlow(20)
            void clock.sleep(lengthMs).then(() => flow.end())
            for (let isLast = false; !isLast; ) {
              await pace.nextSlot({ bucket: 'edit', isGlobal: false }, flow)
              isLast = flow.ended.aborted
              pace.observe('edit', take(clock.now()), 0)
            }
          }
        }
        const answering = answerAll()
        await clock.advance(300_000)
        await answering
      }),
      { numRuns: 60 },
    )
  })

  it('goes fast on a full leaky bucket, and always keeps a request for the last edit', async () => {
    const take = leaky(5, 5_000)
    const remaining: number[] = []
    const sent = await sendFor(20, (nowMs) => {
      const quota = take(nowMs)
      remaining.push(quota.remaining)
      return quota
    })
    expect(sent.filter((atMs) => atMs < 1_000).length).toBeGreaterThanOrEqual(3)
    expect(Math.min(...remaining)).toBeGreaterThanOrEqual(1)
  })

  it('lets the last edit through at once, but not against an empty bucket', async () => {
    const clock = new ManualClock()
    const pace = new EditPacer(clock, new GlobalRateLimit(clock))
    const slots: string[] = []
    pace.observe('spare', { limit: 5, remaining: 1, resetAfterMs: 4_000 }, 0)
    pace.observe('empty', { limit: 5, remaining: 0, resetAfterMs: 4_000 }, 0)
    for (const bucket of ['spare', 'empty']) {
      void pace
        .nextSlot({ bucket, isGlobal: false }, atOnce)
        .then(() => slots.push(`${bucket} at ${clock.now()}`))
    }
    await settle()
    await clock.advance(4_000)
    expect(slots).toEqual(['spare at 0', 'empty at 4000'])
    expect(clock.sleepers).toBe(0)
  })

  it.each([
    // A twentieth of the minute for the 21st; a fixed window has to end first.
    ['leaky', leaky(20, 60_000), 60_000 / 20],
    ['fixed', fixed(20, 60_000), 60_000],
  ])(
    'waits for one request, not for all, where an emptied bucket is %s',
    async (_, take, waitMs) => {
      const clock = new ManualClock()
      const pace = new EditPacer(clock, new GlobalRateLimit(clock))
      const sent: number[] = []
      async function sendAtOnce() {
        for (let count = 0; count < 21; count += 1) {
          await pace.nextSlot({ bucket: 'threads', isGlobal: false }, atOnce)
          sent.push(clock.now())
          pace.observe('threads', take(clock.now()), 0)
        }
      }
      void sendAtOnce()
      await clock.advance(90_000)
      expect(sent.slice(0, 20)).toEqual(Array.from({ length: 20 }, () => 0))
      expect(sent[20]).toBeCloseTo(waitMs, -1)
    },
  )

  it('does not forget what it knows when an answer comes without headers', async () => {
    const clock = new ManualClock()
    const pace = new EditPacer(clock, new GlobalRateLimit(clock))
    const take = leaky(5, 60_000)
    for (let count = 0; count < 4; count += 1) pace.observe('edit', take(clock.now()), 0)
    pace.observe('edit', undefined, 0)
    pace.observe('edit', take(clock.now()), 0)
    let grantedMs: number | undefined
    void pace.nextSlot({ bucket: 'edit', isGlobal: false }, endless).then(() => {
      grantedMs = clock.now()
    })
    // The next of 5 per minute comes free after 12 s; a fixed window would take the whole minute.
    await clock.advance(60_000)
    expect(grantedMs).toBe(12_001)
  })

  it('moves a waiting slot when another reply in the channel was refused', async () => {
    const clock = new ManualClock()
    const pace = new EditPacer(clock, new GlobalRateLimit(clock))
    pace.observe('edit', { limit: 5, remaining: 4, resetAfterMs: 2_000 }, 0)
    let grantedMs: number | undefined
    void pace.nextSlot({ bucket: 'edit', isGlobal: false }, endless).then(() => {
      grantedMs = clock.now()
    })
    await clock.advance(200)
    pace.hold('edit', 2_000)
    await clock.advance(1_999)
    expect(grantedMs).toBeUndefined()
    await clock.advance(1)
    expect(grantedMs).toBe(2_200)
  })

  describe('when text comes about when the slot is due', () => {
    // A leaky 5 per 5 s that was full: the next edit is best after 250 ms.
    const quota = { limit: 5, remaining: 4, resetAfterMs: 1_000, hash: 'messages' }

    function scene(everyMs: number) {
      const clock = new ManualClock()
      const pace = new EditPacer(clock, new GlobalRateLimit(clock))
      const flow = new FakeFlow(everyMs)
      pace.observe('edit', quota, 0)
      let grantedMs: number | undefined
      void pace.nextSlot({ bucket: 'edit', isGlobal: false }, flow).then(() => {
        grantedMs = clock.now()
      })
      return { clock, flow, granted: () => grantedMs }
    }

    it('takes it along, a little early or late', async () => {
      for (const comesMs of [230, 280]) {
        const { clock, flow, granted } = scene(100)
        await clock.advance(comesMs)
        flow.come()
        await settle()
        expect(granted()).toBe(comesMs)
      }
    })

    it('does not wait for it longer than it is likely to take', async () => {
      const { clock, granted } = scene(40)
      await clock.advance(1_000)
      expect(granted()).toBeGreaterThan(250)
      expect(granted()).toBeLessThan(250 + 40)
    })

    it('does not wait long for text that comes slowly', async () => {
      const { clock, granted } = scene(5_000)
      await clock.advance(1_000)
      expect(granted()).toBeLessThan(250 * 1.3)
    })

    it('does not spend the request in reserve for it', async () => {
      const clock = new ManualClock()
      const pace = new EditPacer(clock, new GlobalRateLimit(clock))
      for (const [remaining, resetAfterMs] of [
        [2, 3_000],
        [1, 4_000],
      ] as const) {
        pace.observe('edit', { ...quota, remaining, resetAfterMs }, 0)
      }
      const flow = new FakeFlow(400)
      let grantedMs: number | undefined
      void pace.nextSlot({ bucket: 'edit', isGlobal: false }, flow).then(() => {
        grantedMs = clock.now()
      })
      await clock.advance(900)
      flow.come()
      await settle()
      expect(grantedMs).toBeUndefined()
      await clock.advance(150)
      flow.come()
      await settle()
      expect(grantedMs).toBe(1_050)
    })
  })

  it('knows a bucket from others with the same hash', async () => {
    const gapOf = async (hash: string) => {
      const clock = new ManualClock()
      const pace = new EditPacer(clock, new GlobalRateLimit(clock))
      for (const [remaining, resetAfterMs] of [
        [4, 1_000],
        [3, 1_000],
      ] as const) {
        pace.observe('edit:1', { limit: 5, remaining, resetAfterMs, hash: 'messages' }, 0)
      }
      pace.observe('edit:2', { limit: 5, remaining: 4, resetAfterMs: 1_000, hash }, 0)
      let grantedMs = Number.POSITIVE_INFINITY
      void pace.nextSlot({ bucket: 'edit:2', isGlobal: false }, endless).then(() => {
        grantedMs = clock.now()
      })
      await clock.advance(1_000)
      return grantedMs
    }
    // Windows of 1 s, and not a leaky bucket that gives one request back each second.
    expect(await gapOf('messages')).toBeLessThan(await gapOf('others'))
  })

  it.each([
    ['goes on slowly in an answer that has gone on for long', 1_000, 800],
    ['begins anew after a rest', 20_000, 250],
  ])('%s', async (_, pauseMs, gapMs) => {
    const clock = new ManualClock()
    const pace = new EditPacer(clock, new GlobalRateLimit(clock))
    const quota = (remaining: number, resetAfterMs: number) => ({
      limit: 5,
      remaining,
      resetAfterMs,
    })
    pace.observe('edit', quota(4, 1_000), 0)
    pace.observe('edit', quota(3, 2_000), 0)
    for (let second = 0; second < 30; second += 1) {
      await clock.advance(1_000)
      pace.observe('edit', quota(1, 3_900), 0)
    }
    await clock.advance(pauseMs)
    pace.observe('edit', quota(4, 1_000), 0)
    const fromMs = clock.now()
    let grantedMs = 0
    void pace.nextSlot({ bucket: 'edit', isGlobal: false }, endless).then(() => {
      grantedMs = clock.now() - fromMs
    })
    await clock.advance(1_000)
    expect(Math.abs(grantedMs - gapMs)).toBeLessThan(50)
  })

  it('lets replies that share a bucket go one after the other, and fairly', async () => {
    const clock = new ManualClock()
    const pace = new EditPacer(clock, new GlobalRateLimit(clock))
    const take = leaky(5, 5_000)
    const sent: string[] = []
    async function reply(name: string): Promise<void> {
      while (clock.now() < 60_000) {
        await pace.nextSlot({ bucket: 'edit', isGlobal: false }, endless)
        sent.push(name)
        await clock.sleep(25)
        const quota = take(clock.now())
        await clock.sleep(25)
        pace.observe('edit', quota, 50)
      }
    }
    for (const name of ['a', 'b', 'c']) void reply(name)
    await clock.advance(60_000)
    expect(sent.length).toBeGreaterThan(55)
    for (const name of ['a', 'b', 'c']) {
      expect(sent.filter((one) => one === name).length).toBeGreaterThan(sent.length / 4)
    }
  })

  it('lets no more last edits through at once than there are requests to spare', async () => {
    const clock = new ManualClock()
    const pace = new EditPacer(clock, new GlobalRateLimit(clock))
    pace.observe('edit', { limit: 5, remaining: 2, resetAfterMs: 3_000 }, 0)
    let passed = 0
    for (let reply = 0; reply < 4; reply += 1) {
      void pace.nextSlot({ bucket: 'edit', isGlobal: false }, atOnce).then(() => {
        passed += 1
      })
    }
    await settle()
    expect(passed).toBe(2)
  })
})

it('forgets channels in which nothing has been sent since their bucket is full', async () => {
  const clock = new ManualClock()
  const pacer = new EditPacer(clock, new GlobalRateLimit(clock))
  const full = { limit: 5, remaining: 4, resetAfterMs: 1_000 }
  for (let channel = 0; channel < 1_000; channel += 1) {
    pacer.observe(`channel ${channel}`, full, 0)
    await clock.advance(100)
  }
  expect(pacer.size).toBeLessThan(100)
})
