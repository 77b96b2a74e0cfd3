import { lookup } from 'node:dns/promises'
import { BlockList, isIPv6 } from 'node:net'
import { networkInterfaces } from 'node:os'

/** Where the page can be opened, and whether it asks for a pass phrase. */
export interface BindAddress {
  /** The address to listen on. */
  readonly address: string
  /** The hosts under which browsers reach the page, written as in URLs; the best first. */
  readonly hosts: readonly [string, ...string[]]
  /** Undefined only if no other computer can connect. */
  readonly passPhrase: string | undefined
}

export const loopbackOnly: BindAddress = {
  address: '127.0.0.1',
  hosts: ['localhost'],
  passPhrase: undefined,
}

const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8)
loopback.addAddress('::1', 'ipv6')

/**
 * Whether no other computer can reach the address. Knows mapped ones such as `::ffff:127.0.0.1`
 * too.
 */
export function isLoopback(address: string): boolean {
  return loopback.check(address, isIPv6(address) ? 'ipv6' : 'ipv4')
}

/**
 * Resolves `name`, an address or a host name. The address decides whether a pass phrase is needed,
 * because a name can resolve to any address. Rejects when the name does not resolve.
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

/** The addresses that others can open. Browsers cannot open link-local ones. */
function ownHosts(): readonly string[] {
  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? [])
  const reachable = all.filter(({ internal, scopeid }) => !internal && !scopeid)
  return reachable
    .toSorted((one, other) => one.family.localeCompare(other.family))
    .map(({ address }) => hostOf(address))
}

/** Writes an address as in URLs. */
function hostOf(address: string): string {
  return new URL(`http://${isIPv6(address) ? `[${address}]` : address}`).hostname
}
