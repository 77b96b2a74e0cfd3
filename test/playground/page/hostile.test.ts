import { once } from 'node:events'
import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { type Page, startPage } from '../../../playground/page/server.ts'
import { browse, contentOf, makeWorld, type PageWorld } from './scene.ts'

let world: PageWorld
let page: Page

beforeAll(async () => {
  world = await makeWorld()
  page = await startPage(world.source, 0)
})

afterAll(async () => {
  await page.close()
  await world.discord.close()
})

/** Sends raw bytes. Returns the response until the other end closes. */
async function raw(server: string, ...parts: readonly (string | Uint8Array)[]): Promise<string> {
  const socket = connect(Number(new URL(server).port), '127.0.0.1')
  const answer: Buffer[] = []
  socket.on('data', (bytes: Buffer) => answer.push(bytes))
  // A response that is cut off is a result too.
  socket.on('error', () => {})
  for (const part of parts) socket.write(part)
  await once(socket, 'close')
  return Buffer.concat(answer).toString('latin1')
}

function request(path: string, ...headers: readonly string[]): string {
  return [`GET ${path} HTTP/1.1`, `Host: ${new URL(page.url).host}`, ...headers, '', ''].join(
    '\r\n',
  )
}

function upgrade(path: string): string {
  return request(
    path,
    ...['Connection: Upgrade', 'Upgrade: websocket', 'Origin: http://evil.example'],
    ...['Sec-WebSocket-Version: 13', 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=='],
  )
}

async function post(path: string, body: string | FormData, type?: string) {
  const headers = type === undefined ? {} : { 'content-type': type }
  const answer = await fetch(`${page.url}${path}`, { method: 'POST', headers, body })
  return { status: answer.status, text: await answer.text() }
}

describe('the page’s server, asked by anybody', () => {
  it.each(['//', 'http://[', '/live', '*', '/live/../live?as=%'])(
    'refuses a WebSocket at %s to another site, and lives on',
    async (path) => {
      expect(await raw(page.url, upgrade(path))).toMatch(/^HTTP\/1.1 403 /)
    },
  )

  it.each(['//', 'http://['])('survives a WebSocket at %s of its Discord', async (path) => {
    await raw(world.discord.apiUrl, upgrade(path))
    expect(world.discord.channel(world.channelId)?.name).toBe('general')
  })

  it('survives what is no frame, after its Discord has refused the WebSocket', async () => {
    const noFrame = Uint8Array.of(0xff, 0xff, 0, 0)
    expect(await raw(world.discord.apiUrl, upgrade('/?v=9'), noFrame)).toContain('101 Switching')
    expect(await raw(world.discord.apiUrl, upgrade('/?v=10'), noFrame)).toContain('101 Switching')
  })

  it.each([
    '/attachments/../api/v10/gateway',
    '/attachments/%2e%2e/api/v10/gateway',
    '/attachments/%252e%252e/api/v10/gateway',
    '/attachments/..%2fapi%2fv10%2fgateway',
    '/attachments/1/..%5c..%5capi/v10/gateway',
    '/attachments//evil.example/',
    '/attachments/%00',
    '/attachments/%',
    'http://evil.example/attachments/../api/v10/gateway',
  ])('gives nothing but attachments at %s', async (path) => {
    expect(await raw(page.url, request(path, 'Connection: close'))).toMatch(/^HTTP\/1.1 404 /)
  })

  it.each([
    ['say', 'null'],
    ['say', '[]'],
    ['say', '{'],
    ['say', '['.repeat(100_000)],
    ['say', '{"channelId":{"length":3},"content":["a"]}'],
    ['history', '{"channelId":"__proto__"}'],
    ['select', '{"messageId":"123456789012345678","customId":"a","values":{"0":"b"}}'],
    ['command', '{"channelId":"123456789012345678","name":"ask","options":{"a":{"b":1}}}'],
    ['fault', '{"name":"__proto__"}'],
    ['bot', '{"do":"constructor"}'],
    ['model', '{"model":{"baseUrl":"http://a","key":"","name":"a\\u0000"}}'],
  ])('answers %s with %.40s by a sentence', async (name, body) => {
    const { status, text } = await post(`/actions/${name}`, body, 'application/json')
    expect(status).toBe(400)
    expect(JSON.parse(text)).toEqual({ error: expect.stringMatching(/\w+/) })
  })

  it.each(['sk-SECRET\u0000', 'sk-\nSECRET', 'sk-SECRET…'])(
    'takes no key that cannot be sent, and does not repeat it: %j',
    async (key) => {
      const model = { baseUrl: 'http://127.0.0.1:9/v1', key, name: 'a' }
      const { status, text } = await post('/actions/model', JSON.stringify({ model }))
      expect(status).toBe(400)
      expect(text).toContain('a key')
      expect(text).not.toContain('SECRET')
      expect(world.told).toEqual([])
    },
  )

  it.each(['__proto__', 'constructor', 'hasOwnProperty', '%E0%A4%A'])(
    'knows no action %s',
    async (name) => {
      expect((await post(`/actions/${name}`, '{}', 'application/json')).status).toBe(404)
    },
  )

  it('takes no form without fields, and no broken one', async () => {
    const form = new FormData()
    form.append('files', new File(['a'], 'a.txt'))
    expect((await post('/actions/say', form)).status).toBe(400)
    expect((await post('/actions/say', 'x', 'multipart/form-data; boundary=a')).status).toBe(400)
  })

  it('takes nothing larger than ten files may be', async () => {
    const head = [
      'POST /actions/say HTTP/1.1',
      `Host: ${new URL(page.url).host}`,
      'Content-Type: application/json',
      'Connection: close',
      `Content-Length: ${200 * 1024 * 1024}`,
      '',
      '',
    ].join('\r\n')
    expect(await raw(page.url, head)).toMatch(/^HTTP\/1.1 413 /)
  })

  it('lets nobody do what Discord’s own client would not', async () => {
    const { channelId, you } = world
    const browser = await browse(page.url)
    const refused = (name: string, fields: object) =>
      expect(browser.act(name, fields), name).rejects.toThrow(/\w+/)
    // An invalid locale would break the page for good.
    await refused('set-locale', { locale: 'not a language' })
    await refused('open-direct', { userId: you.id })
    await refused('open-thread', { channelId, name: '  ' })
    await refused('open-thread', { channelId, name: 'x'.repeat(101) })
    await refused('say', { channelId, content: 'x'.repeat(2001) })
    browser.close()
  })

  it('tells the others on where a browser has gone in the middle', async () => {
    const { discord, ada, channelId } = world
    const [gone, here] = [await browse(page.url), await browse(page.url)]
    gone.close()
    discord.as(ada.id).say(channelId, 'still here')
    expect(await here.until(contentOf)).toBe('still here')
    here.close()
  })

  it('cuts off a browser that reads nothing, before it fills the memory', async () => {
    const { discord, ada, channelId } = world
    const socket = new WebSocket(`${page.url.replace('http', 'ws')}/live`)
    await once(socket, 'message')
    socket.pause()
    // A closed connection can also end with an error.
    socket.on('error', () => {})
    const message = discord.as(ada.id).say(channelId, 'x')
    const long = 'x'.repeat(2000)
    // Far more than the send buffer's limit and the sockets' own buffers.
    for (let count = 0; count < 40_000; count += 1) {
      discord.as(ada.id).edit(message.id, `${long.slice(10)}${count}`)
    }
    const closed = once(socket, 'close')
    socket.resume()
    await closed
  }, 20_000)
})

describe('what happens behind the scenes', () => {
  it.each([
    ['POST', '/v10/interactions/1/SECRET/callback'],
    ['GET', '/v10/interactions/1/SECRET/callback'],
    ['POST', '/v10/interactions/1/SECRET'],
    ['POST', '/v10/webhooks/1/SECRET'],
    ['PUT', '/v10/webhooks/1/SECRET'],
    ['GET', '/v10/webhooks/1/SECRET/messages/@original'],
    ['PATCH', '/v10/webhooks/1/SECRET/messages/2'],
    ['DELETE', '/v10/webhooks/1/SECRET/messages/2'],
    ['POST', '/v10/webhooks/1/SECRET/slack'],
    ['POST', '/v9/webhooks/1/SECRET'],
    ['GET', '/v10/%77ebhooks/1/SECRET/messages/@original'],
    ['GET', '/v10/webhooks/1/%53ECRET/messages/@original'],
    ['GET', '/v10/webhooks/1/SECRET%/messages/@original'],
  ])('is told without the token of %s %s', async (method, path) => {
    const { discord } = world
    const browser = await browse(page.url)
    await fetch(`${discord.apiUrl}${path}`, { method })
    const paths = () =>
      browser.events.flatMap((event) =>
        event.type === 'traffic'
          ? event.entries.flatMap((entry) => (entry.kind === 'request' ? entry.path : []))
          : [],
      )
    await expect.poll(() => paths().length).toBe(discord.exchanges.length)
    expect(paths().at(-1)).toContain('…')
    expect(JSON.stringify(browser.events)).not.toMatch(/(?:S|%53)ECRET/)
    browser.close()
  })
})
