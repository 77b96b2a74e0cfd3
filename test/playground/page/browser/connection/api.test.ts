import { afterEach, expect, it, vi } from 'vitest'
import { Api } from '../../../../../playground/page/browser/connection/api.ts'

afterEach(() => {
  vi.unstubAllGlobals()
})

it.each([
  ['is signed out', new Response('Sign in first', { status: 403 })],
  ['reaches something else', new Response('<html></html>', { status: 502 })],
])('tells in a sentence that one %s', async (_, answer) => {
  vi.stubGlobal('location', new URL('http://localhost:4280/'))
  vi.stubGlobal('fetch', async () => answer)
  await expect(new Api().call('type', { channelId: '1' })).rejects.toThrow(
    `The playground did not answer this (${answer.status}); load the page again.`,
  )
})
