import { once } from 'node:events'
import { createServer, type IncomingMessage, request } from 'node:http'
import { networkInterfaces } from 'node:os'
import { afterAll, describe, expect, it } from 'vitest'
import { closeServer, listen } from '../../playground/listen.ts'
import { openPage } from '../../playground/open-page.ts'
import { makeWorld } from './page/scene.ts'

const { source, discord } = await makeWorld()
afterAll(() => discord.close())

const phrase = 'correct horse battery'

const hasIPv6 = Object.values(networkInterfaces()).some((addresses) =>
  addresses?.some(({ address }) => address === '::1'),
)

/** Uses a new connection: these tests open one page after the other at the same port. */
async function statusOf(url: string, phraseSaid?: string): Promise<number | undefined> {
  const asked = request(phraseSaid === undefined ? url : `${url}/sign-in`, {
    agent: false,
    method: phraseSaid === undefined ? 'GET' : 'POST',
    headers: { origin: url, 'content-type': 'application/x-www-form-urlencoded' },
  })
  asked.end(phraseSaid === undefined ? '' : String(new URLSearchParams({ phrase: phraseSaid })))
  const [response]: IncomingMessage[] = await once(asked, 'response')
  response?.resume()
  return response?.statusCode
}

async function takenPort() {
  const server = createServer()
  const port = await listen(server, 0)
  return { port, free: () => closeServer(server) }
}

describe('openPage', () => {
  it('takes the next free port when nobody asked for one', async () => {
    const first = await openPage(source, {})
    const second = await openPage(source, { PLAYGROUND_PORT: '' })
    const [firstPort, secondPort] = [first, second].map(({ url }) => Number(new URL(url).port))
    expect(firstPort).toBeGreaterThanOrEqual(4280)
    expect(secondPort).toBeGreaterThan(firstPort ?? Number.NaN)
    await first.close()
    await second.close()
  })

  it('opens at the port that was asked for', async () => {
    const { port, free } = await takenPort()
    await free()
    const page = await openPage(source, { PLAYGROUND_PORT: ` ${port} ` })
    expect(page.url).toBe(`http://localhost:${port}`)
    await page.close()
  })

  it('says so when the port that was asked for is taken', async () => {
    const { port, free } = await takenPort()
    const opening = openPage(source, { PLAYGROUND_PORT: String(port) })
    await expect(opening).rejects.toThrow(`PLAYGROUND_PORT: port ${port} is taken`)
    await free()
  })

  it.each(['0', '70000', 'http', '1.5'])('refuses %j as a port', async (wanted) => {
    await expect(openPage(source, { PLAYGROUND_PORT: wanted })).rejects.toThrow('PLAYGROUND_PORT')
  })

  it('asks for nothing where only this computer can connect', async () => {
    for (const host of [undefined, '', '127.0.0.1', 'localhost']) {
      const page = await openPage(source, { PLAYGROUND_HOST: host, PLAYGROUND_PASSPHRASE: phrase })
      expect(page.url).toMatch(/^http:\/\/localhost:\d+$/)
      expect(page.urls).toEqual([page.url])
      expect(page.passPhrase).toBeUndefined()
      expect(await statusOf(page.url)).toBe(200)
      await page.close()
    }
  })

  it('listens on another address of this computer', async () => {
    // A port that is free on all addresses: a playground may run at the usual one.
    const { port, free } = await takenPort()
    await free()
    const page = await openPage(source, {
      PLAYGROUND_HOST: '127.0.0.2',
      PLAYGROUND_PORT: String(port),
    })
    expect(page.url).toBe(`http://127.0.0.2:${port}`)
    expect(await statusOf(page.url)).toBe(200)
    await expect(statusOf(`http://127.0.0.1:${port}`)).rejects.toThrow('ECONNREFUSED')
    await page.close()
  })

  it.skipIf(!hasIPv6)('listens on loopback in IPv6', async () => {
    const page = await openPage(source, { PLAYGROUND_HOST: '::1' })
    expect(page.url).toMatch(/^http:\/\/\[::1\]:\d+$/)
    expect(page.passPhrase).toBeUndefined()
    expect(await statusOf(page.url)).toBe(200)
    await page.close()
  })

  it('makes up a pass phrase where others can connect, and each time another', async () => {
    const first = await openPage(source, { PLAYGROUND_HOST: '0.0.0.0' })
    const second = await openPage(source, { PLAYGROUND_HOST: '0.0.0.0' })
    expect(first.passPhrase).toMatch(/^\w{4}(-\w{4}){4}$/)
    expect(second.passPhrase).not.toBe(first.passPhrase)
    expect(await statusOf(first.url)).toBe(403)
    expect(await statusOf(first.url, second.passPhrase ?? '')).toBe(403)
    expect(await statusOf(first.url, first.passPhrase ?? '')).toBe(303)
    await first.close()
    await second.close()
  })

  it('names every address at which others find it', async () => {
    const page = await openPage(source, { PLAYGROUND_HOST: '0.0.0.0' })
    const port = new URL(page.url).port
    const others = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .filter(({ internal, family }) => !internal && family === 'IPv4')
    const expected = ['localhost', ...others.map(({ address }) => address)]
    expect(page.urls).toEqual(expected.map((host) => `http://${host}:${port}`))
    expect(page.url).toBe(page.urls[0])
    await page.close()
  })

  it('takes the pass phrase that was set, and does not show it', async () => {
    const settings = { PLAYGROUND_HOST: '0.0.0.0', PLAYGROUND_PASSPHRASE: ` ${phrase} ` }
    const page = await openPage(source, settings)
    expect(page.passPhrase).toBe('the one in PLAYGROUND_PASSPHRASE')
    expect(JSON.stringify(page)).not.toContain(phrase)
    expect(await statusOf(page.url, 'the one in PLAYGROUND_PASSPHRASE')).toBe(403)
    expect(await statusOf(page.url, phrase)).toBe(303)
    await page.close()
  })

  it.each(['short', 'elevenchars', '一二三四五六七八九十一', '🔑🔑🔑🔑🔑🔑'])(
    'refuses %s as a pass phrase, and does not show it',
    async (short) => {
      const opening = openPage(source, { PLAYGROUND_PASSPHRASE: short })
      await expect(opening).rejects.toThrow(
        /^PLAYGROUND_PASSPHRASE: expected at least 12 characters/,
      )
      await expect(opening).rejects.not.toThrow(short)
    },
  )

  it.each(['*', 'http://0.0.0.0', '0.0.0.0:4280', '[::]', 'fe80::1%lo', 'a b', '-h', 'host_name'])(
    'refuses %j as a host',
    async (host) => {
      await expect(openPage(source, { PLAYGROUND_HOST: host })).rejects.toThrow(
        /^PLAYGROUND_HOST: expected an address of this computer/,
      )
    },
  )

  it('says so when this computer has no such address', async () => {
    // An address for documentation, which no host has.
    await expect(openPage(source, { PLAYGROUND_HOST: '198.51.100.1' })).rejects.toThrow(
      'PLAYGROUND_HOST: this computer cannot listen on 198.51.100.1',
    )
  })

  it('says so when there is no such name', async () => {
    // Longer than a DNS label can be, so it is not looked up.
    const host = 'x'.repeat(64)
    await expect(openPage(source, { PLAYGROUND_HOST: host })).rejects.toThrow(
      `PLAYGROUND_HOST: there is no ${host}`,
    )
  })

  it('names everything that is wrong at once', async () => {
    const wrong = { PLAYGROUND_PORT: 'x', PLAYGROUND_HOST: '*', PLAYGROUND_PASSPHRASE: 'short' }
    const message = await openPage(source, wrong).catch((error: unknown) => String(error))
    for (const name of Object.keys(wrong)) expect(message).toContain(`${name}: `)
  })
})
