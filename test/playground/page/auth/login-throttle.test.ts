import { describe, expect, it } from 'vitest'
import {
  type Caller,
  callerOf,
  LoginThrottle,
} from '../../../../playground/page/auth/login-throttle.ts'

function at(address: string): Caller {
  return { address }
}

/** Fails as often as is allowed within `seconds`. Returns how often that was. */
function triesIn(seconds: number, callers: readonly Caller[]): number {
  let now = 0
  const throttle = new LoginThrottle(() => now)
  let count = 0
  for (; now < seconds * 1_000; now += 100) {
    for (const caller of callers) {
      for (; throttle.waitMs(caller) === 0; count += 1) throttle.recordFailure(caller)
    }
  }
  return count
}

function many(count: number): readonly Caller[] {
  return Array.from({ length: count }, (_, index) => at(`192.0.2.${index}`))
}

describe('LoginThrottle', () => {
  it('lets an address try five times, and then once in ten seconds', () => {
    expect(triesIn(0.1, [at('192.0.2.1')])).toBe(5)
    expect(triesIn(3_600, [at('192.0.2.1')])).toBe(5 + 359)
  })

  it('lets all addresses together try twenty times, and then once in two seconds', () => {
    expect(triesIn(0.1, many(200))).toBe(20)
    expect(triesIn(3_600, many(200))).toBe(20 + 1_799)
  })

  it('lets this computer in whatever others do', () => {
    const throttle = new LoginThrottle(() => 0)
    for (const caller of many(20)) throttle.recordFailure(caller)
    expect(throttle.waitMs(at('198.51.100.1'))).toBeGreaterThan(0)
    expect(throttle.waitMs('here')).toBe(0)
  })

  it('lets this computer try no more often than any address', () => {
    expect(triesIn(3_600, ['here'])).toBe(5 + 359)
  })

  it('leaves others alone when one address guesses', () => {
    let now = 0
    const throttle = new LoginThrottle(() => now)
    for (; now < 600_000; now += 100) {
      if (throttle.waitMs(at('192.0.2.1')) === 0) throttle.recordFailure(at('192.0.2.1'))
      expect(throttle.waitMs(at('192.0.2.2'))).toBe(0)
    }
  })

  it('waits no longer than ten seconds, however often was tried before', () => {
    let now = 0
    const throttle = new LoginThrottle(() => now)
    let longest = 0
    for (; now < 600_000; now += 100) {
      if (throttle.waitMs(at('192.0.2.1')) === 0) throttle.recordFailure(at('192.0.2.1'))
      longest = Math.max(longest, throttle.waitMs(at('192.0.2.1')))
    }
    expect(longest).toBe(10_000)
  })

  it('forgets what is long ago', () => {
    let now = 0
    const throttle = new LoginThrottle(() => now)
    for (let count = 0; count < 5; count += 1) throttle.recordFailure(at('192.0.2.1'))
    expect(throttle.waitMs(at('192.0.2.1'))).toBe(10_000)
    now = 50_000
    throttle.recordFailure(at('192.0.2.2'))
    for (let count = 0; count < 5; count += 1) {
      expect(throttle.waitMs(at('192.0.2.1'))).toBe(0)
      throttle.recordFailure(at('192.0.2.1'))
    }
    expect(throttle.waitMs(at('192.0.2.1'))).toBe(10_000)
  })
})

describe('callerOf', () => {
  it.each([
    ['127.0.0.1', '127.0.0.1'],
    ['127.0.0.9', '127.0.0.1'],
    ['::1', '::1'],
    ['::ffff:127.0.0.1', '::ffff:127.0.0.1'],
    ['192.168.1.5', '192.168.1.5'],
  ])('takes %s, which asks %s, for this computer', (remoteAddress, localAddress) => {
    expect(callerOf({ remoteAddress, localAddress })).toBe('here')
  })

  it.each([
    ['192.168.1.6', '192.168.1.5'],
    ['::ffff:192.168.1.6', '::ffff:192.168.1.5'],
    ['2001:db8::2', '2001:db8::1'],
  ])('takes %s, which asks %s, for another', (remoteAddress, localAddress) => {
    expect(callerOf({ remoteAddress, localAddress })).toEqual({ address: remoteAddress })
  })

  it('takes nobody who is gone for this computer', () => {
    expect(callerOf({ remoteAddress: undefined, localAddress: undefined })).not.toBe('here')
  })
})
