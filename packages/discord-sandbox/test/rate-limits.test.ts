import { describe, expect, it } from 'vitest'
import { startScene } from './scene.ts'

/** A hundredth of the real speed: no share comes back while a slow machine is still asking. */
const slowly = { speed: 0.01 }

function limitsOf(headers: Headers) {
  const read = (name: string) => headers.get(`x-ratelimit-${name}`)
  return {
    limit: read('limit'),
    remaining: read('remaining'),
    resetAfter: read('reset-after'),
    bucket: read('bucket'),
  }
}

describe('the rate limits', () => {
  it('tell the time until a leaky bucket is full', async () => {
    await using scene = await startScene()
    const { headers } = await scene.send('one')
    expect(limitsOf(headers)).toMatchObject({ limit: '5', remaining: '4', resetAfter: '1.000' })
    expect(Number(headers.get('x-ratelimit-reset'))).toBeGreaterThan(Date.now() / 1000)
  })

  it('tell the rest of the window where buckets are fixed', async () => {
    await using scene = await startScene({ buckets: 'fixed' })
    const { headers } = await scene.send('one')
    expect(limitsOf(headers)).toMatchObject({ limit: '5', remaining: '4', resetAfter: '5.000' })
  })

  it('refuse the sixth of six creates, and take nothing for it', async () => {
    await using scene = await startScene(slowly)
    for (let count = 0; count < 5; count += 1) {
      expect((await scene.send(`${count}`)).status).toBe(200)
    }
    const refused = await scene.send('five')
    expect(refused.status).toBe(429)
    expect(refused.body).toMatchObject({ message: 'You are being rate limited.', global: false })
    const { retry_after } = refused.body as { retry_after: number }
    expect(retry_after).toBeGreaterThan(0)
    expect(retry_after).toBeLessThanOrEqual(100)
    expect(refused.headers.get('retry-after')).toBe(String(Math.ceil(retry_after)))
    expect(refused.headers.get('x-ratelimit-scope')).toBe('user')
    expect(scene.discord.rateLimited).toHaveLength(1)
    scene.discord.skip(retry_after * 1000)
    expect((await scene.send('five')).status).toBe(200)
    expect(scene.discord.messages(scene.channel.id)).toHaveLength(6)
  })

  it('count creates and edits apart under one hash, and channels apart', async () => {
    await using scene = await startScene()
    const other = scene.discord.addChannel(scene.guild.id, { name: 'other' })
    const sent = await scene.send('one')
    const path = `/channels/${scene.channel.id}/messages/${sent.id}`
    const edited = await scene.call('PATCH', path, { content: 'two' })
    const elsewhere = await scene.send('one', other.id)
    for (const { headers } of [sent, edited, elsewhere]) {
      expect(limitsOf(headers)).toEqual({ ...limitsOf(sent.headers), remaining: '4' })
    }
  })

  it('stop a bot at 50 requests in a second, whatever the route', async () => {
    await using scene = await startScene({ ...slowly, globalPerSecond: 3 })
    for (let count = 0; count < 3; count += 1) await scene.call('GET', '/users/@me')
    const refused = await scene.send('too many')
    expect(refused.status).toBe(429)
    expect(refused.body).toMatchObject({ global: true })
    expect(refused.headers.get('x-ratelimit-global')).toBe('true')
    expect(refused.headers.get('x-ratelimit-scope')).toBe('global')
    expect(refused.headers.get('x-ratelimit-bucket')).toBeNull()
    scene.discord.skip(100_000)
    expect(limitsOf((await scene.send('later')).headers).remaining).toBe('4')
  })

  it('do not count who is not let in', async () => {
    await using scene = await startScene()
    for (let count = 0; count < 6; count += 1) {
      const path = `/channels/${scene.channel.id}/messages`
      const { status, body } = await scene.call('POST', path, { content: 'x' }, { token: 'no' })
      expect([status, body]).toEqual([401, { message: '401: Unauthorized', code: 0 }])
    }
    expect(limitsOf((await scene.send('in')).headers).remaining).toBe('4')
  })

  it('divide every period by the speed', async () => {
    await using scene = await startScene({ speed: 10 })
    expect(limitsOf((await scene.send('one')).headers).resetAfter).toBe('0.100')
  })

  it('let messages older than an hour be edited three times in six seconds', async () => {
    await using scene = await startScene(slowly)
    const { id } = await scene.send('old')
    scene.discord.skip(360_000_100)
    const path = `/channels/${scene.channel.id}/messages/${id}`
    const edit = (content: string) => scene.call('PATCH', path, { content })
    for (const content of ['a', 'b', 'c']) expect((await edit(content)).status).toBe(200)
    const refused = await edit('d')
    expect(refused).toMatchObject({ status: 429, body: { code: 30_046, global: false } })
    scene.discord.skip(200_000)
    expect((await edit('d')).status).toBe(200)
  })
})
