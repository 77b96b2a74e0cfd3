import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ServerEvent } from '../../../playground/page/protocol.ts'
import { type Page, startPage } from '../../../playground/page/server.ts'
import { browse, contentOf, makeWorld, type PageWorld } from './scene.ts'

const script = { contentType: 'text/javascript', isImmutable: true }
const files = new Map([
  ['/assets/page.js', { ...script, body: Buffer.from('1'), gzipped: Buffer.from('zipped') }],
])

let world: PageWorld
let page: Page

beforeAll(async () => {
  world = await makeWorld(files)
  page = await startPage(world.source, 0)
})

afterAll(async () => {
  await page.close()
  await world.discord.close()
})

describe('the page’s server', () => {
  it('tells a browser what its person sees, and then what changes', async () => {
    const { discord, ada, channelId, you, bot } = world
    const browser = await browse(page.url)
    expect(browser.ready.user.id).toBe(you.id)
    expect(browser.ready.guilds[0]?.channels.map(({ name }) => name)).toEqual(['general'])
    expect(browser.playground.bot).toEqual({ id: bot.id, name: 'Platen', status: 'online' })
    discord.as(ada.id).say(channelId, 'hello')
    expect(await browser.until(contentOf)).toBe('hello')
    browser.close()
  })

  it('lets a browser be somebody else, with their eyes and in their name', async () => {
    const { discord, ada, you, channelId } = world
    const secret = discord.as(you.id).openThread(channelId, 'mine', { private: true })
    const browser = await browse(page.url, ada.id)
    expect(browser.ready.user.id).toBe(ada.id)
    expect(JSON.stringify(browser.ready)).not.toContain(secret.id)
    discord.as(you.id).say(secret.id, 'not for Ada')
    const { id } = (await browser.act('say', { channelId, content: 'I am Ada' })) as { id: string }
    expect(discord.message(id)).toMatchObject({ authorId: ada.id, content: 'I am Ada' })
    expect(await browser.until(contentOf)).toBe('I am Ada')
    await expect(browser.act('history', { channelId: secret.id })).rejects.toThrow('cannot see')
    browser.close()
  })

  it('says in a sentence what cannot be done', async () => {
    const browser = await browse(page.url)
    const { channelId } = world
    await expect(browser.act('say', { channelId, content: '' })).rejects.toThrow('empty message')
    await expect(browser.act('say', { channelId: 'x', content: 'y' })).rejects.toThrow('channelId')
    await expect(browser.act('fly', {})).rejects.toThrow('There is no action fly.')
    await expect(browser.act('toString', {})).rejects.toThrow('There is no action toString.')
    await expect(browser.act('command', { channelId, name: 'ask', options: {} })).rejects.toThrow(
      'No command "ask" is registered here',
    )
    browser.close()
  })

  it('says when commands were registered, and hands them out in the person’s language', async () => {
    const { discord, bot, channelId } = world
    const browser = await browse(page.url)
    const definition = {
      name: 'ask',
      description: 'Ask',
      description_localizations: { 'zh-CN': '提问' },
      options: [{ type: 3, name: 'question', description: 'What?', required: true }],
    }
    await fetch(`${discord.apiUrl}/v10/applications/${bot.id}/commands`, {
      method: 'PUT',
      headers: { authorization: `Bot ${bot.token}`, 'content-type': 'application/json' },
      body: JSON.stringify([definition]),
    })
    await browser.until(({ type }) => (type === 'commands' ? true : undefined))
    const read = () => browser.act('commands', { channelId })
    expect(await read()).toMatchObject([{ name: 'ask', shownDescription: 'Ask' }])
    await browser.act('set-locale', { locale: 'zh-CN' })
    expect(await read()).toMatchObject([{ shownDescription: '提问' }])
    await browser.act('set-locale', { locale: 'en-US' })
    browser.close()
  })

  it('passes on what happens between the bot and Discord, without tokens', async () => {
    const { discord, bot, channelId } = world
    const browser = await browse(page.url)
    await fetch(`${discord.apiUrl}/v10/channels/${channelId}/messages`, {
      method: 'POST',
      headers: { authorization: `Bot ${bot.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ content: 'four' }),
    })
    const { request, nowMs } = await browser.until((event) => {
      if (event.type !== 'traffic') return undefined
      const found = event.entries.find(
        (entry) => entry.kind === 'request' && entry.contentLength === 4,
      )
      return found?.kind === 'request' ? { request: found, nowMs: event.nowMs } : undefined
    })
    expect(nowMs).toBeGreaterThanOrEqual(request.atMs + request.tookMs)
    expect(request).toMatchObject({
      method: 'POST',
      status: 200,
      path: `/channels/${channelId}/messages`,
      bucket: { limit: 5, remaining: 4, resetAfterMs: 1000 },
    })
    await fetch(`${discord.apiUrl}/v10/webhooks/${bot.id}/very-secret/messages/@original`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ content: 'x' }),
    })
    const refused = await browser.until((event) =>
      event.type === 'traffic'
        ? event.entries.find((entry) => entry.kind === 'request' && entry.status === 404)
        : undefined,
    )
    expect(refused).toMatchObject({ path: `/webhooks/${bot.id}/…/messages/@original` })
    expect(JSON.stringify(browser.events)).not.toMatch(/very-secret|Bot /)
    browser.close()
  })

  it('passes on how fresh the answers are, also to those who come later', async () => {
    const browser = await browse(page.url)
    const points = [{ answer: 1, atMs: 5, meanLagMs: 300, boundMs: 200 }]
    const told = (event: ServerEvent) =>
      event.type === 'lag' && event.points.length > 0 ? event.points : undefined
    world.measure(points)
    expect(await browser.until(told)).toEqual(points)
    browser.close()
    const later = await browse(page.url)
    expect(await later.until(told)).toEqual(points)
    later.close()
  })

  it('takes files, and gives them back as what they may be shown as', async () => {
    const { channelId, discord } = world
    const form = new FormData()
    form.set('fields', JSON.stringify({ channelId, content: '' }))
    form.append('files', new File(['# Title'], 'notes.md', { type: 'text/markdown' }))
    form.append('files', new File(['<script>'], 'page.html', { type: 'text/html' }))
    form.append('files', new File(['zip'], 'a.zip', { type: 'application/zip' }))
    form.append('files', new File(['<svg/>'], 'a.svg', { type: 'image/svg+xml' }))
    form.append('files', new File(['png'], 'a.png', { type: 'image/png' }))
    const answer = await fetch(`${page.url}/actions/say`, { method: 'POST', body: form })
    const { result } = (await answer.json()) as { result: { id: string } }
    const { attachments = [] } = discord.message(result.id) ?? {}
    const served = await Promise.all(
      attachments.map(async ({ url }) => {
        const { headers } = await fetch(`${page.url}${new URL(url).pathname}`)
        expect(headers.get('content-security-policy')).toContain('sandbox')
        expect(headers.get('x-content-type-options')).toBe('nosniff')
        return [headers.get('content-type'), headers.get('content-disposition')]
      }),
    )
    expect(served).toEqual([
      ['text/plain; charset=utf-8', 'inline'],
      ['text/plain; charset=utf-8', 'inline'],
      ['application/octet-stream', 'attachment'],
      ['application/octet-stream', 'attachment'],
      ['image/png', 'inline'],
    ])
    expect((await fetch(`${page.url}/attachments/1/2/none.txt`)).status).toBe(404)
  })

  it('plants faults and hands on what is to become of the bot and its model', async () => {
    const { discord, bot, channelId, you, told } = world
    const browser = await browse(page.url)
    const edit = async () => {
      const { id } = (await created.json()) as { id: string }
      return (
        await fetch(`${discord.apiUrl}/v10/channels/${channelId}/messages/${id}`, {
          method: 'PATCH',
          headers: { authorization: `Bot ${bot.token}`, 'content-type': 'application/json' },
          body: JSON.stringify({ content: 'edited' }),
        })
      ).status
    }
    const created = await fetch(`${discord.apiUrl}/v10/channels/${channelId}/messages`, {
      method: 'POST',
      headers: { authorization: `Bot ${bot.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ content: 'plain' }),
    })
    await browser.act('fault', { name: '429' })
    expect(await edit()).toBe(429)
    const thread = discord.as(you.id).openThread(channelId, 'a thread')
    await browser.act('fault', { name: 'lock', threadId: thread.id })
    expect(discord.thread(thread.id)?.locked).toBe(true)
    await expect(browser.act('fault', { name: 'lock' })).rejects.toThrow('Open a thread first')
    for (const to of ['kill', 'start', 'stop']) await browser.act('bot', { do: to })
    const model = { baseUrl: 'http://127.0.0.1:1/v1', key: 'k', name: 'm' }
    await browser.act('model', { model })
    await browser.act('model', { model: null })
    // If a server has only one model, no name is needed.
    await browser.act('model', { model: { ...model, name: '' } })
    expect(told).toEqual(['kill', 'start', 'stop', model, undefined, { ...model, name: '' }])
    await expect(
      browser.act('model', { model: { ...model, baseUrl: 'file:///etc/passwd' } }),
    ).rejects.toThrow('baseUrl')
    browser.close()
  })

  it('says how the bot is', async () => {
    const browser = await browse(page.url)
    const { bot } = world
    world.change({ bot: { id: bot.id, name: 'Platen', status: 'offline' } })
    const status = await browser.until((event) =>
      event.type === 'playground' ? event.playground.bot.status : undefined,
    )
    expect(status).toBe('offline')
    browser.close()
  })

  it('serves its files small, and for good where their name says what is in them', async () => {
    const asked = await fetch(`${page.url}/assets/page.js`, {
      headers: { 'accept-encoding': 'identity' },
    })
    expect(await asked.text()).toBe('1')
    expect(asked.headers.get('cache-control')).toContain('immutable')
    expect(asked.headers.get('content-security-policy')).toContain("script-src 'self';")
    const missing = await fetch(`${page.url}/assets/other.js`)
    expect(missing.status).toBe(404)
  })
})
