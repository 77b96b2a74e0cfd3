import { DiscordAPIError } from 'discord.js'
import { describe, expect, it } from 'vitest'
import { retryRequest } from '../../../src/discord/api/retry-request.ts'
import { acknowledge } from '../../../src/discord/interactions/acknowledge.ts'
import { ManualClock } from '../../support/manual-clock.ts'

function apiError(code: number, status: number): DiscordAPIError {
  return new DiscordAPIError({ code, message: 'No' }, code, status, 'GET', '/', {
    ...{ body: undefined, files: undefined },
  })
}

describe('a request that is repeated', () => {
  it('ends after six attempts, some 15 seconds after the first', async () => {
    const clock = new ManualClock()
    let attempts = 0
    const done = retryRequest(clock, async () => {
      attempts += 1
      throw new Error('The connection broke')
    })
    const failed = expect(done).rejects.toThrow('The connection broke')
    await clock.advance(60_000)
    await failed
    expect(attempts).toBe(6)
  })

  it('ends at once where Discord has refused it for good', async () => {
    let attempts = 0
    const done = retryRequest(new ManualClock(), async () => {
      attempts += 1
      throw apiError(50_013, 403)
    })
    await expect(done).rejects.toThrow('No')
    expect(attempts).toBe(1)
  })

  it.each([
    [40_333, 403],
    [130_000, 503],
    [0, 404],
  ])('goes on after code %i with %i, which passes', async (code, status) => {
    const clock = new ManualClock()
    let attempts = 0
    const done = retryRequest(clock, async () => {
      attempts += 1
      if (attempts === 1) throw apiError(code, status)
      return 'yes'
    })
    await clock.advance(1_000)
    expect(await done).toBe('yes')
  })
})

describe('an acknowledgement', () => {
  it('is tried three times without a wait: Discord wants it within 3 seconds', async () => {
    let attempts = 0
    const defer = async () => {
      attempts += 1
      throw new Error('The connection broke')
    }
    await expect(acknowledge({ deferred: false }, defer, new ManualClock())).rejects.toThrow()
    expect(attempts).toBe(3)
  })

  it('that took effect before its answer was lost is one', async () => {
    const interaction = { deferred: false }
    const defer = async () => {
      throw apiError(40_060, 400)
    }
    await acknowledge(interaction, defer, new ManualClock())
    expect(interaction.deferred).toBe(true)
  })
})
