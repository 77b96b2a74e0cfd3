import { describe, expect, it } from 'vitest'
import { isOwnRequest } from '../../../playground/page/guard.ts'

describe('isOwnRequest', () => {
  it.each(['localhost:4280', '127.0.0.1:4280', '[::1]:4280', 'LOCALHOST:4280'])(
    'lets a browser in that asks for %s',
    (host) => {
      expect(isOwnRequest({ host }, 4280)).toBe(true)
      expect(isOwnRequest({ host, origin: `http://${host.toLowerCase()}` }, 4280)).toBe(true)
    },
  )

  it.each(['evil.example:4280', 'localhost', '127.0.0.1:80', 'localhost.evil.example:4280', ''])(
    'refuses the host %j',
    (host) => {
      expect(isOwnRequest({ host }, 4280)).toBe(false)
    },
  )

  it.each(['http://evil.example', 'null', 'http://localhost:9999', 'https://localhost:4280'])(
    'refuses the origin %s',
    (origin) => {
      expect(isOwnRequest({ host: 'localhost:4280', origin }, 4280)).toBe(false)
    },
  )

  it('refuses a request without a host', () => {
    expect(isOwnRequest({}, 4280)).toBe(false)
  })
})
