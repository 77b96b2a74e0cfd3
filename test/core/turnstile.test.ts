import { describe, expect, it } from 'vitest'
import { Turnstile } from '../../src/core/turnstile.ts'
import { settle } from '../support/manual-clock.ts'

describe('Turnstile', () => {
  it('lets tasks of one key through one at a time, in order, and others beside them', async () => {
    const turnstile = new Turnstile()
    const gate = Promise.withResolvers<void>()
    const log: string[] = []
    const first = turnstile.enter('a', async () => {
      await gate.promise
      log.push('first')
    })
    const second = turnstile.enter('a', async () => log.push('second'))
    await turnstile.enter('b', async () => log.push('other'))
    await settle()
    expect(log).toEqual(['other'])
    gate.resolve()
    await Promise.all([first, second])
    expect(log).toEqual(['other', 'first', 'second'])
  })

  it('goes on after a task that failed, and tells whom it failed', async () => {
    const turnstile = new Turnstile()
    const failed = turnstile.enter('a', () => Promise.reject(new Error('no')))
    const next = turnstile.enter('a', async () => 'yes')
    await expect(failed).rejects.toThrow('no')
    expect(await next).toBe('yes')
  })
})
