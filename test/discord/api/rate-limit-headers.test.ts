import { expect, it } from 'vitest'
import { GlobalRateLimit } from '../../../src/core/rate-limit/global-limit.ts'
import { RateLimitTap } from '../../../src/discord/api/rate-limit-headers.ts'
import { ManualClock } from '../../support/manual-clock.ts'

const headers = {
  'x-ratelimit-limit': '5',
  'x-ratelimit-remaining': '0',
  'x-ratelimit-reset-after': '5.000',
  'x-ratelimit-bucket': 'hash',
}

function tap(): RateLimitTap {
  return new RateLimitTap(
    new GlobalRateLimit(new ManualClock()),
    async () => new Response('{}', { headers }),
  )
}

// With these headers its queue would sleep until the whole bucket is full.
it('hides from discord.js what is left in the bucket of an edit, and tells it the pacer', async () => {
  const rateLimits = tap()
  const url = 'https://discord.example/api/v10/channels/1/messages/2'
  const response = await rateLimits.makeRequest(url, { method: 'PATCH' })
  expect(response.headers.get('x-ratelimit-remaining')).toBeNull()
  expect(response.headers.get('x-ratelimit-reset-after')).toBeNull()
  expect(response.headers.get('x-ratelimit-limit')).toBe('5')
  expect(rateLimits.read(response)).toEqual({
    ...{ limit: 5, remaining: 0, resetAfterMs: 5_000, hash: 'hash' },
  })
})

it('leaves the headers of other requests to discord.js', async () => {
  const url = 'https://discord.example/api/v10/channels/1/messages'
  const response = await tap().makeRequest(url, { method: 'GET' })
  expect(response.headers.get('x-ratelimit-remaining')).toBe('0')
})
