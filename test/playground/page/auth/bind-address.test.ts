import { networkInterfaces } from 'node:os'
import { describe, expect, it } from 'vitest'
import { isLoopback, resolveBindAddress } from '../../../../playground/page/auth/bind-address.ts'

const choose = () => 'chosen phrase'
const others = Object.values(networkInterfaces())
  .flatMap((addresses) => addresses ?? [])
  .filter(({ internal }) => !internal)

describe('resolveBindAddress', () => {
  it.each([
    ['localhost', '127.0.0.1', 'localhost'],
    ['LocalHost', '127.0.0.1', 'localhost'],
    ['127.0.0.1', '127.0.0.1', 'localhost'],
    ['127.0.0.2', '127.0.0.2', '127.0.0.2'],
    ['::1', '::1', '[::1]'],
    ['0:0:0:0:0:0:0:1', '0:0:0:0:0:0:0:1', '[::1]'],
    ['::ffff:127.0.0.1', '::ffff:127.0.0.1', '[::ffff:7f00:1]'],
  ])('asks for nothing at %s, which only this computer reaches', async (name, address, host) => {
    expect(await resolveBindAddress(name, choose)).toEqual({
      address,
      hosts: [host],
      passPhrase: undefined,
    })
  })

  it.each([
    ['192.0.2.7', '192.0.2.7'],
    ['2001:db8:0:0:0:0:0:7', '[2001:db8::7]'],
    ['128.0.0.1', '128.0.0.1'],
  ])('asks for a pass phrase at %s', async (name, host) => {
    expect(await resolveBindAddress(name, choose)).toEqual({
      address: name,
      hosts: [host],
      passPhrase: 'chosen phrase',
    })
  })

  it('asks for a pass phrase at all interfaces, and names those in IPv4', async () => {
    const { hosts, passPhrase } = await resolveBindAddress('0.0.0.0', choose)
    expect(passPhrase).toBe('chosen phrase')
    const expected = others.filter(({ family }) => family === 'IPv4').map(({ address }) => address)
    expect(hosts).toEqual(['localhost', ...expected])
  })

  it.each(['::', '0:0:0:0:0:0:0:0'])('names those in IPv6, too, at %s', async (name) => {
    const { hosts, passPhrase } = await resolveBindAddress(name, choose)
    expect(passPhrase).toBe('chosen phrase')
    for (const host of hosts) expect(URL.canParse(`http://${host}:4280`), host).toBe(true)
    expect(hosts.some((host) => host.startsWith('[fe80:'))).toBe(false)
    const reachable = others.filter(({ scopeid }) => !scopeid)
    expect(hosts).toHaveLength(1 + reachable.length)
  })
})

describe('isLoopback', () => {
  it.each(['0.0.0.0', '::', '126.255.255.255', '128.0.0.0', '::2', '::ffff:10.0.0.1'])(
    'does not take %s for an address of this computer alone',
    (address) => {
      expect(isLoopback(address)).toBe(false)
    },
  )
})
