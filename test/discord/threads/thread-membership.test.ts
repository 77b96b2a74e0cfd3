import { DiscordAPIError } from 'discord.js'
import { expect, it } from 'vitest'
import { EditPacer } from '../../../src/core/rate-limit/edit-pacer.ts'
import { GlobalRateLimit } from '../../../src/core/rate-limit/global-limit.ts'
import type { DiscordApi } from '../../../src/discord/api/client.ts'
import { ThreadMembership } from '../../../src/discord/threads/thread-membership.ts'
import { ManualClock } from '../../support/manual-clock.ts'

/** Discord's answers to whether the bot is in a thread. */
function membership(answer: () => Promise<unknown>) {
  const clock = new ManualClock()
  const asked: string[] = []
  // Only reading is used here.
  const api = {
    rest: {
      get(route: string) {
        asked.push(route)
        return answer()
      },
    },
  } as unknown as DiscordApi
  return {
    asked,
    membership: new ThreadMembership(api, new EditPacer(clock, new GlobalRateLimit(clock)), clock),
  }
}

const refusal = (code: number) =>
  new DiscordAPIError({ code, message: 'No' }, code, 404, 'GET', '/', { files: [], body: {} })

it('asks Discord once for each thread of which nothing is known', async () => {
  const { asked, membership: members } = membership(async () => ({}))
  expect(members.cached('1')).toBeUndefined()
  const all = await Promise.all([members.isIn('1', false), members.isIn('1', false)])
  expect([...all, await members.isIn('1', false)]).toEqual([true, true, true])
  expect(asked).toHaveLength(1)
})

it('believes Discord that it is no member, whoever has opened the thread', async () => {
  const { membership: members } = membership(() => Promise.reject(refusal(10_007)))
  expect(await members.isIn('1', true)).toBe(false)
  expect(members.cached('1')).toBe(false)
})

it('takes its own threads for its own where Discord does not say, and asks again', async () => {
  const { asked, membership: members } = membership(() => Promise.reject(refusal(50_001)))
  expect([await members.isIn('1', true), await members.isIn('2', false)]).toEqual([true, false])
  await members.isIn('1', true)
  expect(asked).toHaveLength(3)
})

it('believes what it was told while it asked', async () => {
  const { promise, resolve } = Promise.withResolvers<unknown>()
  const { membership: members } = membership(() =>
    promise.then(() => Promise.reject(refusal(10_007))),
  )
  const asking = members.isIn('1', false)
  members.noteOpened('1')
  resolve({})
  expect(await asking).toBe(true)
  expect(members.cached('1')).toBe(true)
})

it('knows nothing any more when it was told to forget', async () => {
  const { membership: members } = membership(async () => ({}))
  members.noteOpened('1')
  members.clear()
  expect(members.cached('1')).toBeUndefined()
})
