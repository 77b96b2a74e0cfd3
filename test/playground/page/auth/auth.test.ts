import { once } from 'node:events'
import { createServer, type IncomingMessage, request } from 'node:http'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { closeServer, listen } from '../../../../playground/listen.ts'
import { createAuth } from '../../../../playground/page/auth/auth.ts'
import { type BindAddress, loopbackOnly } from '../../../../playground/page/auth/bind-address.ts'

const phrase = 'correct horse battery'
const forAll: BindAddress = { ...loopbackOnly, passPhrase: phrase }
/** A name of this computer for others. */
const name = 'tower.example'

/** A server that answers with `secret`, also on WebSockets. */
async function open(bindAddress: BindAddress) {
  let now = 0
  const auth = createAuth(bindAddress, () => now)
  const server = createServer(
    auth.guard((_, response) => {
      response.writeHead(200, { 'content-type': 'text/plain' }).end('secret')
    }),
  )
  const sockets = new WebSocketServer({ noServer: true })
  server.on('upgrade', (asked, socket, head) => {
    if (!auth.admits(asked)) return auth.refuse(socket)
    sockets.handleUpgrade(asked, socket, head, (connected) => connected.send('secret'))
  })
  const port = await listen(server, 0, bindAddress.address)
  return {
    port,
    pass: (ms: number) => {
      now += ms
    },
    close: async () => {
      for (const socket of sockets.clients) socket.terminate()
      await closeServer(server)
    },
  }
}

type Headers = Readonly<Record<string, string>>

interface Ask {
  readonly method?: string
  readonly path?: string
  readonly headers?: Headers
  readonly body?: string
}

let server: Awaited<ReturnType<typeof open>>

/** Sends a request like a browser that opened the server by its name; `headers` can change that. */
async function ask({ method = 'GET', path = '/', headers = {}, body = '' }: Ask) {
  const host = `${name}:${server.port}`
  const sent = request({
    host: '127.0.0.1',
    port: server.port,
    method,
    path,
    headers: { host, ...headers },
  })
  sent.end(body)
  const [response]: IncomingMessage[] = await once(sent, 'response')
  if (response === undefined) throw new Error('No response')
  const { statusCode: status, headers: answered } = response
  return { status, headers: answered, body: await text(response) }
}

/** The first message of a WebSocket, or the reason for its rejection. */
async function listenAt(headers: Headers): Promise<string> {
  const socket = new WebSocket(`ws://127.0.0.1:${server.port}/live`, { headers })
  const message = once(socket, 'message').then(([data]) => String(data))
  const greeting = await message.catch((error: unknown) => String(error))
  socket.terminate()
  return greeting
}

function send(said: string, headers: Headers = {}) {
  return ask({
    method: 'POST',
    path: '/sign-in',
    headers: {
      origin: `http://${name}:${server.port}`,
      'content-type': 'application/x-www-form-urlencoded',
      ...headers,
    },
    body: new URLSearchParams({ name: 'playground', phrase: said }).toString(),
  })
}

async function signIn(headers: Headers = {}): Promise<string> {
  const { status, headers: answered } = await send(phrase, headers)
  expect(status).toBe(303)
  return answered['set-cookie']?.[0]?.split(';')[0] ?? ''
}

const asPage = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' }

afterEach(() => server.close())

describe('createAuth where only this computer can connect', () => {
  beforeEach(async () => {
    server = await open(loopbackOnly)
  })

  it('lets in who asks for this computer', async () => {
    for (const host of ['localhost', '127.0.0.1', '[::1]']) {
      const headers = { host: `${host}:${server.port}` }
      expect(await ask({ headers }), host).toMatchObject({ status: 200, body: 'secret' })
      expect(await listenAt(headers), host).toBe('secret')
      const origin = `http://${headers.host}`
      expect(await listenAt({ ...headers, origin }), host).toBe('secret')
    }
  })

  it('refuses other names, and says which one is right', async () => {
    for (const host of [name, 'localhost.', 'evil.localhost', '0.0.0.0']) {
      const headers = { host: `${host}:${server.port}` }
      const { status, body } = await ask({ headers })
      expect(status, host).toBe(403)
      expect(body).toContain(`http://localhost:${server.port}`)
      expect(await listenAt(headers), host).toContain('403')
      const origin = `http://${headers.host}`
      expect(await listenAt({ ...headers, origin }), host).toContain('403')
    }
  })

  it('refuses other sites', async () => {
    const host = `localhost:${server.port}`
    for (const headers of [
      { host, origin: 'http://evil.example' },
      { host, origin: 'null' },
      { host, origin: 'http://localhost:1' },
      { host, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' },
      { host, 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'cors' },
    ]) {
      const { status, body } = await ask({ headers })
      expect(status).toBe(403)
      expect(body).not.toContain('secret')
      expect(await listenAt(headers)).toContain('403')
    }
  })

  it('refuses a WebSocket of a browser that hides its origin', async () => {
    const host = `localhost:${server.port}`
    expect(await listenAt({ host, 'sec-fetch-site': 'same-origin' })).toContain('403')
  })

  it('has no form and needs none', async () => {
    const headers = { host: `localhost:${server.port}` }
    expect(await ask({ path: '/sign-in', headers })).toMatchObject({ status: 200, body: 'secret' })
  })

  it('keeps browsers from giving what they get to other sites', async () => {
    const { headers } = await ask({ headers: { host: `localhost:${server.port}` } })
    expect(headers).toMatchObject({
      'cross-origin-resource-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
      'content-type': 'text/plain',
    })
  })

  it('bears that who is refused has gone already', async () => {
    for (let count = 0; count < 20; count += 1) {
      const socket = connect(server.port, '127.0.0.1')
      await once(socket, 'connect')
      socket.write(
        'GET /live HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n',
      )
      socket.resetAndDestroy()
      await once(socket, 'close')
    }
    expect(await listenAt({ host: `localhost:${server.port}` })).toBe('secret')
  })
})

describe('createAuth where others can connect', () => {
  beforeEach(async () => {
    server = await open(forAll)
  })

  it('gives nothing to who has not signed in', async () => {
    for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS']) {
      for (const path of ['/', '/main.js', '/attachments/1/a.txt', '/live', '/sign-in/../', '//']) {
        const { status, body } = await ask({ method, path })
        expect(status, `${method} ${path}`).toBe(403)
        expect(body).not.toContain('secret')
      }
    }
    const origin = `http://${name}:${server.port}`
    expect(await listenAt({ host: `${name}:${server.port}`, origin })).toContain('403')
    expect(await listenAt({})).toContain('403')
  })

  it('asks this computer, too', async () => {
    const headers = { host: `localhost:${server.port}` }
    expect((await ask({ headers })).status).toBe(403)
    expect(await listenAt(headers)).toContain('403')
  })

  it('shows a form to a person, wherever they come in', async () => {
    for (const path of ['/', '/channels/1/2', '/sign-in', '/sign-in?again']) {
      const { status, body, headers } = await ask({ path, headers: asPage })
      expect(status, path).toBe(200)
      expect(body).toContain('<form method="post" action="/sign-in">')
      expect(body).toContain('type="password"')
      expect(body).not.toContain(phrase)
      expect(headers['cache-control']).toBe('no-store')
      expect(headers['content-security-policy']).toContain("default-src 'none'")
      expect(headers['content-security-policy']).toContain("frame-ancestors 'none'")
    }
  })

  it('lets in who knows the pass phrase', async () => {
    const { status, headers } = await send(phrase)
    expect(status).toBe(303)
    expect(headers.location).toBe('/')
    const [cookie = ''] = headers['set-cookie'] ?? []
    const [pair = '', ...attributes] = cookie.split('; ')
    expect(attributes.toSorted()).toEqual(['HttpOnly', 'Path=/', 'SameSite=Strict'])
    expect(pair).toMatch(/^platen_playground_\d+=[\w-]{43}$/)

    expect(await ask({ headers: { cookie: pair } })).toMatchObject({ status: 200, body: 'secret' })
    expect(await ask({ path: '/main.js', headers: { cookie: `a=b; ${pair}; c=d` } })).toMatchObject(
      {
        status: 200,
      },
    )
    const origin = `http://${name}:${server.port}`
    const host = `${name}:${server.port}`
    expect(await listenAt({ host, origin, cookie: pair })).toBe('secret')
  })

  it('takes a phrase with the letters and spaces that a browser may send for it', async () => {
    expect((await send(` ${phrase} `)).status).toBe(303)
  })

  it('leads who has signed in from the form to the page', async () => {
    const cookie = await signIn()
    const { status, headers } = await ask({ path: '/sign-in', headers: { cookie, ...asPage } })
    expect(status).toBe(303)
    expect(headers.location).toBe('/')
    // As from a second tab with the form still open.
    expect((await send(phrase, { cookie })).status).toBe(303)
  })

  it('gives each browser a cookie of its own', async () => {
    const cookies = new Set([await signIn(), await signIn(), await signIn()])
    expect(cookies.size).toBe(3)
    for (const cookie of cookies) expect((await ask({ headers: { cookie } })).status).toBe(200)
  })

  it('refuses cookies that it did not give', async () => {
    const cookie = await signIn()
    const [key = '', id = ''] = cookie.split('=')
    for (const wrong of [
      `${key}=`,
      key,
      `${key}=${phrase}`,
      `${key}=${id.slice(1)}`,
      `${key}=${id}x`,
      `x${cookie}`,
      `${key}0=${id}`,
      `other=${id}`,
      `${key}=undefined`,
    ]) {
      expect((await ask({ headers: { cookie: wrong } })).status, wrong).toBe(403)
    }
  })

  it('knows no cookie of a playground that has ended', async () => {
    const cookie = await signIn()
    await server.close()
    server = await open(forAll)
    expect((await ask({ headers: { cookie } })).status).toBe(403)
  })

  it('refuses other sites even with the cookie', async () => {
    const cookie = await signIn()
    const host = `${name}:${server.port}`
    for (const headers of [
      { host, cookie, origin: 'http://evil.example' },
      { host, cookie, origin: 'null' },
      { host, cookie, origin: `http://${name}` },
      { host, cookie, origin: `http://localhost:${server.port}` },
      { host, cookie, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' },
    ]) {
      const { status, body } = await ask({ headers })
      expect(status).toBe(403)
      expect(body).not.toContain('secret')
      expect(await listenAt(headers)).toContain('403')
    }
    // Without an origin.
    expect(await listenAt({ host, cookie })).toContain('403')
  })

  it('hears no phrase from other sites, not even a right one', async () => {
    for (const origin of ['http://evil.example', 'null', `http://evil.example:${server.port}`]) {
      for (let count = 0; count < 10; count += 1) {
        const { status, headers } = await send(phrase, { origin })
        expect(status).toBe(403)
        expect(headers['set-cookie']).toBeUndefined()
      }
    }
    // Their attempts do not count either.
    expect((await send(phrase)).status).toBe(303)
  })

  it('works behind a proxy that speaks https', async () => {
    const headers = { host: name, origin: `https://${name}` }
    const { status, headers: answered } = await send(phrase, headers)
    expect(status).toBe(303)
    const [cookie = ''] = answered['set-cookie'] ?? []
    expect(cookie).toContain('Secure')
    expect(await listenAt({ ...headers, cookie: cookie.split(';')[0] ?? '' })).toBe('secret')
  })

  it('says what is wrong, beside the field and in the title', async () => {
    const { status, body, headers } = await send('correct horse')
    expect(status).toBe(403)
    expect(headers['set-cookie']).toBeUndefined()
    expect(body).toContain('<p id="problem" role="alert">That is not the pass phrase.</p>')
    expect(body).toMatch(/<input[^>]*aria-describedby="problem"/)
    expect(body).toContain('<title>That is not the pass phrase. – Platen playground</title>')
    expect(body).not.toContain('correct horse')
  })

  it('takes nothing else for a phrase', async () => {
    const wrong: readonly Ask[] = [
      { body: '' },
      { body: `phrase=${phrase}`, headers: { 'content-type': 'text/plain' } },
      { body: JSON.stringify({ phrase }), headers: { 'content-type': 'application/json' } },
    ]
    for (const { body = '', headers } of wrong) {
      const origin = `http://${name}:${server.port}`
      const answer = await ask({
        method: 'POST',
        path: '/sign-in',
        body,
        headers: { origin, ...headers },
      })
      expect(answer.status).toBe(403)
      expect(answer.headers['set-cookie']).toBeUndefined()
    }
    expect((await send('x'.repeat(20_000))).status).toBe(413)
  })

  it('waits after some wrong tries, and hears the right phrase when the wait is over', async () => {
    for (let count = 0; count < 5; count += 1) expect((await send('wrong')).status).toBe(403)
    for (let count = 0; count < 20; count += 1) {
      const { status, headers, body } = await send(phrase)
      expect(status).toBe(429)
      expect(headers['retry-after']).toBe('10')
      expect(headers['set-cookie']).toBeUndefined()
      expect(body).toContain('Try again in 10 seconds.')
    }
    server.pass(9_000)
    expect((await send(phrase)).body).toContain('Try again in 1 second.')
    server.pass(1_000)
    expect((await send(phrase)).status).toBe(303)
  })

  it('lets those go on who have signed in while others have to wait', async () => {
    const cookie = await signIn()
    for (let count = 0; count < 6; count += 1) await send('wrong')
    expect((await send('wrong')).status).toBe(429)
    expect((await ask({ headers: { cookie } })).status).toBe(200)
  })

  it('lets no more guesses through when they come all at once', async () => {
    const answers = await Promise.all(Array.from({ length: 40 }, () => send('wrong')))
    expect(answers.filter(({ status }) => status === 403)).toHaveLength(5)
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(35)
  })

  it.each([
    ['zh-CN,zh;q=0.9,en;q=0.8', 'zh-Hans'],
    ['zh-TW', 'zh-Hans'],
    ['de, zh;q=0.8, en;q=0.7', 'zh-Hans'],
    ['en;q=0.5, ZH-Hant-HK;q=0.6', 'zh-Hans'],
    ['en-GB,zh;q=0.9', 'en'],
    ['zh;q=0, en', 'en'],
    ['zh;q=0', 'en'],
    ['de', 'en'],
    ['*', 'en'],
    ['', 'en'],
    ['zhx', 'en'],
    [';;;,q=,=', 'en'],
  ])('speaks to who prefers %j in %s', async (language, expected) => {
    const { body } = await ask({ headers: { ...asPage, 'accept-language': language } })
    expect(body).toContain(`<html lang="${expected}">`)
    expect(body).toContain(expected === 'en' ? 'Pass phrase</label>' : '口令</label>')
  })
})
