import { describe, expect, it } from 'vitest'
import { KeyedQueue } from '../../src/core/keyed-queue.ts'
import { settle } from '../support/manual-clock.ts'

describe('Turnstile', () => {
  it('lets tasks of one key through one at a time, in order, and others beside them', async () => {
    const turnstile = new KeyedQueue()
    const gate = Promise.withResolvers<void>()
    const log: string[] = []
    const first = turnstile.run('a', async () => {
      await gate.promise
      log.push('first')
    })
    const second = turnstile.run('a', async () => log.push('second'))
    await turnstile.run('b', async () => log.push('other'))
    await settle()
    expect(log).toEqual(['other'])
    gate.resolve()
    await Promise.all([first, second])
    expect(log).toEqual(['other', 'first', 'second'])
  })

  it('tells who waits how many are before it, at once and whenever that changes', async () => {
    const turnstile = new KeyedQueue()
    const gates = [1, 2, 3].map(() => Promise.withResolvers<void>())
    const told: string[] = []
    const tasks = gates.map(({ promise }, index) =>
      turnstile.run('a', () => promise, { onWait: (ahead) => told.push(`${index}: ${ahead}`) }),
    )
    expect(told).toEqual(['1: 1', '2: 2'])
    gates[0]?.resolve()
    await tasks[0]
    expect(told).toEqual(['1: 1', '2: 2', '2: 1'])
    expect(turnstile.isBusy('a')).toBe(true)
    for (const { resolve } of gates) resolve()
    await Promise.all(tasks)
    expect(told).toHaveLength(3)
    expect(turnstile.isBusy('a')).toBe(false)
  })

  it('lets who is called away leave the queue at once, and nobody else', async () => {
    const turnstile = new KeyedQueue()
    const gate = Promise.withResolvers<void>()
    const away = new AbortController()
    const log: string[] = []
    const first = turnstile.run('a', () => gate.promise)
    const second = turnstile.run('a', async () => log.push('second'), { signal: away.signal })
    const third = turnstile.run('a', async () => log.push('third'), {
      onWait: (ahead) => log.push(`third waits for ${ahead}`),
    })
    away.abort()
    await second
    expect(log).toEqual(['third waits for 2', 'third waits for 1', 'second'])
    gate.resolve()
    await Promise.all([first, third])
    expect(log.at(-1)).toBe('third')
    expect(turnstile.isBusy('a')).toBe(false)
  })

  it('goes on after a task that failed, and tells whom it failed', async () => {
    const turnstile = new KeyedQueue()
    const failed = turnstile.run('a', () => Promise.reject(new Error('no')))
    const next = turnstile.run('a', async () => 'yes')
    await expect(failed).rejects.toThrow('no')
    expect(await next).toBe('yes')
  })
})
