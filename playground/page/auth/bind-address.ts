import { lookup } from 'node:dns/promises'
import { BlockList, isIPv6 } from 'node:net'
import { networkInterfaces } from 'node:os'

/** Where the page can be opened, and what it asks for. */
export interface BindAddress {
  /** The address to listen on. */
  readonly address: string
  /** The hosts at which a browser finds it, as they stand in addresses; the best first. */
  readonly hosts: readonly [string, ...string[]]
  /** Undefined only where nobody but this computer can connect. */
  readonly passPhrase: string | undefined
}

/** Nobody but the computer that it runs on. */
export const loopbackOnly: BindAddress = {
  address: '127.0.0.1',
  hosts: ['localhost'],
  passPhrase: undefined,
}

const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8)
loopback.addAddress('::1', 'ipv6')

/** Is this an address that no other computer can reach? Also as in `::ffff:127.0.0.1`. */
export function isLoopback(address: string): boolean {
  return loopback.check(address, isIPv6(address) ? 'ipv6' : 'ipv4')
}

/**
 * Where a page can be opened that listens on `name`, which is an address or a name that has one. It
 * is the address that decides whether a pass phrase is needed: any name may lead anywhere. Rejects
 * when there is no such name.
 */
export async function resolveBindAddress(
  name: string,
  choosePassPhrase: () => string,
): Promise<BindAddress> {
  if (name.toLowerCase() === 'localhost') return loopbackOnly
  const { address } = await lookup(name)
  if (isLoopback(address)) {
    const host = hostOf(address)
    return { ...loopbackOnly, address, hosts: host === '127.0.0.1' ? loopbackOnly.hosts : [host] }
  }
  return { address, hosts: hostsAt(name, address), passPhrase: choosePassPhrase() }
}

function hostsAt(name: string, address: string): BindAddress['hosts'] {
  switch (hostOf(address)) {
    case '0.0.0.0':
      return ['localhost', ...ownHosts().filter((host) => !host.startsWith('['))]
    case '[::]':
      return ['localhost', ...ownHosts()]
    default:
      return [isIPv6(name) ? hostOf(name) : name]
  }
}

/** The addresses that others can open; those of one link alone mean nothing in a browser. */
function ownHosts(): readonly string[] {
  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? [])
  const reachable = all.filter(({ internal, scopeid }) => !internal && !scopeid)
  return reachable
    .toSorted((one, other) => one.family.localeCompare(other.family))
    .map(({ address }) => hostOf(address))
}

/** An address as browsers write it. */
function hostOf(address: string): string {
  return new URL(`http://${isIPv6(address) ? `[${address}]` : address}`).hostname
}
