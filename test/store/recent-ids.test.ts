import { describe, expect, it } from 'vitest'
import { Claims } from '../../src/store/recent-ids.ts'

describe('Claims', () => {
  it('gives each trigger once', () => {
    const claims = new Claims()
    expect([claims.claim('a'), claims.claim('a'), claims.claim('b')]).toEqual([true, false, true])
  })

  it('forgets the oldest first', () => {
    const claims = new Claims(2)
    for (const trigger of ['a', 'b', 'c']) claims.claim(trigger)
    expect([claims.claim('c'), claims.claim('b'), claims.claim('a')]).toEqual([false, false, true])
  })
})
