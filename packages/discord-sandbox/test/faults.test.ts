import { describe, expect, it } from 'vitest'
import { startScene } from './scene.ts'

const messages = '/channels/:channel/messages'

describe('faults', () => {
  it('answer with any status instead, as often as asked, after as many as asked', async () => {
    await using scene = await startScene()
    const fault = scene.discord.faults.status(
      { method: 'POST', route: messages, skip: 1, times: 2 },
      502,
      '<html>Bad Gateway</html>',
    )
    const statuses = []
    for (const text of ['a', 'b', 'c', 'd']) statuses.push((await scene.send(text)).status)
    expect(statuses).toEqual([200, 502, 502, 200])
    expect(fault.hits).toBe(2)
    expect(scene.discord.messages(scene.channel.id).map(({ content }) => content)).toEqual([
      'a',
      'd',
    ])
  })

  it('choose by path and by body, and can be taken back', async () => {
    await using scene = await startScene()
    const { faults, channel } = { ...scene, faults: scene.discord.faults }
    const isBad = (body: unknown) => JSON.stringify(body).includes('bad')
    const fault = faults.status({ route: /\/messages$/, body: isBad, times: 9 }, 403, {
      message: 'Missing Permissions',
      code: 50_013,
    })
    expect((await scene.send('good')).status).toBe(200)
    expect(await scene.send('bad')).toMatchObject({ status: 403, body: { code: 50_013 } })
    fault.remove()
    expect((await scene.send('bad')).status).toBe(200)
    expect(scene.discord.messages(channel.id)).toHaveLength(2)
  })

  it.each([
    ['before', 0],
    ['after', 1],
  ] as const)('drop the connection %s the request took effect', async (when, stored) => {
    await using scene = await startScene()
    scene.discord.faults.drop({ method: 'POST', route: messages }, when)
    await expect(scene.send('lost?')).rejects.toThrow()
    expect(scene.discord.messages(scene.channel.id)).toHaveLength(stored)
    expect(scene.discord.exchanges.at(-1)).toMatchObject({
      status: undefined,
      tookEffect: when === 'after',
      faults: ['drop'],
    })
  })

  it.each([
    ['headers', '2', ''],
    ['body', null, { retry_after: 1.5, global: false }],
    ['html', '2', expect.stringContaining('Access denied')],
  ] as const)('limit falsely, by %s alone', async (form, header, body) => {
    await using scene = await startScene()
    scene.discord.faults.rateLimit({ method: 'POST' }, { retryAfterMs: 1500, form })
    const refused = await scene.send('no')
    expect(refused.status).toBe(429)
    expect(refused.headers.get('retry-after')).toBe(header)
    if (typeof body === 'object') expect(refused.body).toMatchObject(body)
    else expect(refused.body).toEqual(body)
    expect(scene.discord.rateLimited).toHaveLength(1)
  })

  it('send wrong rate-limit headers, or none', async () => {
    await using scene = await startScene({ speed: 0.01 })
    scene.discord.faults.wrongHeaders({ method: 'POST' }, { 'X-RateLimit-Remaining': '999' })
    expect((await scene.send('a')).headers.get('x-ratelimit-remaining')).toBe('999')
    scene.discord.faults.wrongHeaders({ method: 'POST' }, 'none')
    expect((await scene.send('b')).headers.get('x-ratelimit-remaining')).toBeNull()
    expect((await scene.send('c')).headers.get('x-ratelimit-remaining')).toBe('2')
  })

  it('delay an answer before or after the request took effect', async () => {
    await using scene = await startScene()
    const { faults } = scene.discord
    faults.delay({ method: 'POST' }, 30, 'after')
    const seen: number[] = []
    faults.run({ method: 'POST' }, 'after', () => {
      seen.push(scene.discord.messages(scene.channel.id).length)
    })
    faults.run({ method: 'POST' }, 'before', () => {
      seen.push(scene.discord.messages(scene.channel.id).length)
    })
    await scene.send('slow')
    expect(seen).toEqual([0, 1])
    const { startedAt = 0, endedAt = 0 } = scene.discord.exchanges.at(-1) ?? {}
    expect(endedAt - startedAt).toBeGreaterThanOrEqual(29)
  })

  it('delete, archive, lock and forbid at the worst moment', async () => {
    await using scene = await startScene()
    const { discord, channel, bot } = scene
    const { id } = await scene.send('here')
    const edit = (content: string) =>
      scene.call('PATCH', `/channels/${channel.id}/messages/${id}`, { content })
    discord.faults.run({ method: 'PATCH' }, 'before', () => discord.faults.deleteMessage(id))
    expect(await edit('gone')).toMatchObject({ status: 404, body: { code: 10_008 } })
    expect(discord.states(id).at(-1)).toMatchObject({ deleted: true, content: 'here' })

    const start = await scene.send('start')
    await scene.call('POST', `/channels/${channel.id}/messages/${start.id}/threads`, { name: 't' })
    const inside = await scene.send('inside', start.id)
    discord.faults.archive(start.id)
    const path = `/channels/${start.id}/messages/${inside.id}`
    expect(await scene.call('PATCH', path, { content: 'x' })).toMatchObject({
      status: 400,
      body: { code: 50_083 },
    })
    discord.faults.lock(start.id)
    expect(await scene.send('locked out', start.id)).toMatchObject({ body: { code: 50_083 } })
    discord.faults.revoke(channel.id, bot.id, 'SEND_MESSAGES')
    expect(await scene.send('no')).toMatchObject({ status: 403, body: { code: 50_013 } })
    discord.faults.revoke(channel.id, bot.id, 'VIEW_CHANNEL')
    expect(await scene.send('no')).toMatchObject({ status: 403, body: { code: 50_001 } })
    discord.faults.deleteChannel(channel.id)
    expect(await scene.send('no')).toMatchObject({ status: 404, body: { code: 10_003 } })
    expect(await scene.send('no', start.id)).toMatchObject({ status: 404, body: { code: 10_003 } })
  })
})
