import type { RESTOptions } from 'discord.js'
import { describe, expect, it } from 'vitest'
import { RequestGuard } from '../../../src/discord/api/request-guard.ts'
import { ManualClock } from '../../support/manual-clock.ts'

type MakeRequest = RESTOptions['makeRequest']

const api = 'https://discord.example/api/v10'
const init = { method: 'PATCH', headers: { authorization: 'Bot token' } }
const html = '<!DOCTYPE html><title>Access denied</title>'
const json = (status: number, body: object, headers = {}) =>
  new Response(JSON.stringify(body), { status, headers })

function guarded(answers: Record<string, (() => Response)[]>) {
  const clock = new ManualClock()
  const sent: string[] = []
  const refused: string[] = []
  const makeRequest: MakeRequest = async (url) => {
    const path = url.slice(api.length)
    sent.push(path)
    const [first, ...rest] = answers[path] ?? []
    if (rest.length > 0) answers[path] = rest
    return first?.() ?? json(200, {})
  }
  const guard = new RequestGuard({
    clock,
    makeRequest,
    onTokenRefused: () => refused.push('token'),
    onCoolDown: (status, ms) => refused.push(`${status} for ${ms} ms`),
  })
  const ask = async (path = '/edit') => (await guard.makeRequest(api + path, init)).status
  return { guard, clock, sent, refused, ask }
}

const unauthorized = () => json(401, { message: '401: Unauthorized', code: 0 })
const fine = () => json(200, {})

describe('a 401', () => {
  it('that comes once is no end', async () => {
    const { ask, guard, refused, sent } = guarded({ '/edit': [unauthorized, fine] })
    expect(await ask()).toBe(200)
    expect(sent).toEqual(['/edit', '/edit'])
    expect(refused).toEqual([])
    expect(guard.isUsable).toBe(true)
  })

  it('of one route is a failure that passes while the token is good', async () => {
    const { ask, guard, refused } = guarded({ '/edit': [unauthorized] })
    expect(await ask()).toBe(503)
    expect(refused).toEqual([])
    expect(guard.isUsable).toBe(true)
  })

  it('for the token itself is told once', async () => {
    const { ask, guard, refused } = guarded({
      '/edit': [unauthorized],
      '/users/@me': [unauthorized],
    })
    expect(await ask()).toBe(401)
    expect(await ask()).toBe(401)
    expect(refused).toEqual(['token'])
    expect(guard.isUsable).toBe(false)
  })
})

describe('a refusal from before Discord', () => {
  it.each([
    ['a page with 403', () => new Response(html, { status: 403 }), 30_000],
    ['a page with 429', () => new Response(html, { status: 429 }), 30_000],
    [
      'a page that names a time',
      () => new Response(html, { status: 429, headers: { 'retry-after': '7' } }),
      7_000,
    ],
    ['code 40333', () => json(403, { message: 'internal network error', code: 40_333 }), 30_000],
  ])('cools everything down: %s', async (_, answer, ms) => {
    const { ask, clock, guard, sent } = guarded({ '/edit': [answer, fine] })
    expect(await ask()).toBe(429)
    expect(await ask('/other')).toBe(429)
    expect(sent).toEqual(['/edit'])
    expect(guard.isUsable).toBe(false)
    await clock.advance(ms)
    expect(guard.isUsable).toBe(true)
    expect(await ask()).toBe(200)
  })

  it('still lets first responses to interactions through, for which there is no later', async () => {
    const { ask } = guarded({ '/edit': [() => new Response(html, { status: 403 })] })
    await ask()
    expect(await ask('/interactions/1/abc/callback')).toBe(200)
  })
})

it('passes on what Discord itself refuses, whole', async () => {
  const { guard } = guarded({
    '/edit': [() => json(403, { message: 'Missing Permissions', code: 50_013 })],
    '/other': [
      () => json(429, { retry_after: 1.5, global: false }, { 'x-ratelimit-scope': 'user' }),
    ],
  })
  const refused = await guard.makeRequest(`${api}/edit`, init)
  expect(refused.status).toBe(403)
  expect(await refused.json()).toEqual({ message: 'Missing Permissions', code: 50_013 })
  const limited = await guard.makeRequest(`${api}/other`, init)
  expect(limited.headers.get('x-ratelimit-scope')).toBe('user')
  expect(guard.isUsable).toBe(true)
})
