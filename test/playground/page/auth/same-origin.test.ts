import { describe, expect, it } from 'vitest'
import { isLocalHost, isSameOrigin } from '../../../../playground/page/auth/same-origin.ts'

describe('isLocalHost', () => {
  it.each(['localhost:4280', '127.0.0.1:4280', '[::1]:4280', 'LOCALHOST:4280', 'LocalHost:4280'])(
    'takes %s for this computer',
    (host) => {
      expect(isLocalHost(host, 4280)).toBe(true)
    },
  )

  it.each([
    ['another name, which may have been pointed here', 'evil.example:4280'],
    ['a name that begins like a local one', 'localhost.evil.example:4280'],
    ['an address as the beginning of a name', '127.0.0.1.evil.example:4280'],
    ['a name below localhost', 'evil.localhost:4280'],
    ['a name that ends like a local one', 'evil-localhost:4280'],
    ['a name with a dot at its end', 'localhost.:4280'],
    ['an address with a dot at its end', '127.0.0.1.:4280'],
    ['the address of all interfaces', '0.0.0.0:4280'],
    ['the address of all interfaces in IPv6', '[::]:4280'],
    ['another spelling of an address', '2130706433:4280'],
    ['a short address', '127.1:4280'],
    ['another spelling in IPv6', '[0:0:0:0:0:0:0:1]:4280'],
    ['IPv4 inside of IPv6', '[::ffff:127.0.0.1]:4280'],
    ['IPv6 without brackets', '::1:4280'],
    ['IPv6 with a zone', '[::1%25lo]:4280'],
    ['no port', 'localhost'],
    ['another port', '127.0.0.1:80'],
    ['a port with more behind it', 'localhost:4280.evil.example'],
    ['a port that begins with a zero', 'localhost:04280'],
    ['a user before the name', 'evil@localhost:4280'],
    ['a path', 'localhost:4280/'],
    ['two of them', 'localhost:4280, evil.example'],
    ['spaces', ' localhost:4280'],
    ['nothing', ''],
    ['no host', undefined],
  ])('does not take %s for it', (_, host) => {
    expect(isLocalHost(host, 4280)).toBe(false)
  })

  it('does without a port where http has it anyway', () => {
    expect(isLocalHost('localhost', 80)).toBe(true)
    expect(isLocalHost('[::1]:80', 80)).toBe(true)
    expect(isLocalHost('evil.example', 80)).toBe(false)
    expect(isLocalHost('localhost', 443)).toBe(false)
  })

  it('takes more hosts where it is told of them', () => {
    expect(isLocalHost('127.0.0.2:4280', 4280)).toBe(false)
    expect(isLocalHost('127.0.0.2:4280', 4280, ['127.0.0.2'])).toBe(true)
    expect(isLocalHost('127.0.0.2', 4280, ['127.0.0.2'])).toBe(false)
  })

  it('knows no host on a connection that is gone', () => {
    expect(isLocalHost('localhost:undefined', undefined)).toBe(false)
  })
})

const host = 'localhost:4280'

describe('isSameOrigin', () => {
  it('lets in what the page itself asks for', () => {
    const origin = `http://${host}`
    expect(isSameOrigin({ host })).toBe(true)
    expect(isSameOrigin({ host, origin })).toBe(true)
    expect(isSameOrigin({ host: 'LOCALHOST:4280', origin })).toBe(true)
    expect(isSameOrigin({ host, origin, 'sec-fetch-site': 'same-origin' })).toBe(true)
    expect(isSameOrigin({ host, 'sec-fetch-site': 'same-origin' })).toBe(true)
  })

  it.each([
    'http://evil.example',
    'null',
    '',
    'http://localhost:9999',
    'http://localhost',
    'http://127.0.0.1:4280',
    'https://localhost:4280',
    'http://localhost.:4280',
    'http://evil.localhost:4280',
    'http://localhost:4280.evil.example',
    'http://evil.example/http://localhost:4280',
    'http://evil@localhost:4280',
    'http://localhost:4280/',
    'http://localhost:4280, http://evil.example',
    'file://',
    'chrome-extension://localhost:4280',
  ])('refuses the origin %j', (origin) => {
    expect(isSameOrigin({ host, origin })).toBe(false)
    expect(isSameOrigin({ host, origin, upgrade: 'websocket' })).toBe(false)
  })

  it('takes https for the same only where it is told to', () => {
    const headers = { host, origin: `https://${host}` }
    expect(isSameOrigin(headers, ['http', 'https'])).toBe(true)
    expect(isSameOrigin({ ...headers, origin: 'ftp://localhost:4280' }, ['http', 'https'])).toBe(
      false,
    )
  })

  it('refuses a request without a host', () => {
    expect(isSameOrigin({})).toBe(false)
    expect(isSameOrigin({ origin: 'http://undefined' })).toBe(false)
  })

  it('lets a person open it: from the address line, a bookmark, a link elsewhere', () => {
    const opened = { host, 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' }
    for (const site of ['none', 'same-origin', 'same-site', 'cross-site']) {
      expect(isSameOrigin({ ...opened, 'sec-fetch-site': site }), site).toBe(true)
    }
  })

  it.each([
    ['an image', 'no-cors', 'image'],
    ['a script', 'no-cors', 'script'],
    ['a frame', 'navigate', 'iframe'],
    ['an old frame', 'navigate', 'frame'],
    ['an object', 'navigate', 'object'],
    ['fetch', 'cors', 'empty'],
    ['a prefetch that does not say what for', 'navigate', undefined],
    ['a WebSocket', 'websocket', 'websocket'],
    ['a document that nobody opens', 'no-cors', 'document'],
  ])('gives %s to no other site', (_, mode, destination) => {
    const asked = {
      host,
      'sec-fetch-mode': mode,
      ...(destination === undefined ? {} : { 'sec-fetch-dest': destination }),
    }
    expect(isSameOrigin({ ...asked, 'sec-fetch-site': 'cross-site' })).toBe(false)
    // Another port of this computer counts as the same site, but is another page.
    expect(isSameOrigin({ ...asked, 'sec-fetch-site': 'same-site' })).toBe(false)
    expect(isSameOrigin({ ...asked, 'sec-fetch-site': 'same-origin, cross-site' })).toBe(false)
    expect(isSameOrigin({ ...asked, 'sec-fetch-site': 'same-origin' })).toBe(true)
  })

  it('wants an origin of every WebSocket that a browser opens', () => {
    const upgrade = 'websocket'
    expect(isSameOrigin({ host, upgrade, 'sec-fetch-site': 'same-origin' })).toBe(false)
    expect(isSameOrigin({ host, upgrade, cookie: 'a=b' })).toBe(false)
    expect(isSameOrigin({ host, upgrade, cookie: 'a=b', origin: `http://${host}` })).toBe(true)
    // A program on this computer.
    expect(isSameOrigin({ host, upgrade })).toBe(true)
  })
})
