import { expect, it } from 'vitest'
import type { Api } from '../../../../../playground/page/browser/connection/api.ts'
import { CommandCache } from '../../../../../playground/page/browser/state/command-cache.ts'
import type { PageCommand } from '../../../../../playground/page/protocol.ts'

const command = (name: string) => ({ name }) as PageCommand

/** A cache whose requests wait for the test, and those requests, oldest first. */
function startCache() {
  const asked: PromiseWithResolvers<readonly PageCommand[]>[] = []
  const api = {
    call() {
      const question = Promise.withResolvers<readonly PageCommand[]>()
      asked.push(question)
      return question.promise
    },
  } as unknown as Api
  let changes = 0
  const commandCache = new CommandCache(api, () => {
    changes += 1
  })
  const names = () => commandCache.of('1').map(({ name }) => name)
  return { asked, commandCache, names, changes: () => changes }
}

it('asks for the commands of a channel once, and tells when they have come', async () => {
  const { asked, names, changes } = startCache()
  expect([names(), names(), asked.length]).toEqual([[], [], 1])
  asked[0]?.resolve([command('ask')])
  await expect.poll(names).toEqual(['ask'])
  expect(changes()).toBe(1)
})

it('shows what was there until the new ones have come, and never older ones after them', async () => {
  const { asked, commandCache, names } = startCache()
  names()
  asked[0]?.resolve([command('first')])
  await expect.poll(names).toEqual(['first'])
  commandCache.clear()
  expect(names()).toEqual(['first'])
  commandCache.clear()
  names()
  asked[2]?.resolve([command('third')])
  await expect.poll(names).toEqual(['third'])
  asked[1]?.resolve([command('second')])
  await asked[1]?.promise
  expect(names()).toEqual(['third'])
})

it('shows none where they could not be had, and asks again after a change', async () => {
  const { asked, commandCache, names } = startCache()
  names()
  asked[0]?.resolve([command('first')])
  await expect.poll(names).toEqual(['first'])
  commandCache.clear()
  names()
  asked[1]?.reject(new Error('no access'))
  await expect.poll(names).toEqual([])
  expect(asked.length).toBe(2)
  commandCache.clear()
  names()
  expect(asked.length).toBe(3)
})
