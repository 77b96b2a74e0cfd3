import { type BindAddress, resolveBindAddress } from './page/auth/bind-address.ts'
import { makePassPhrase } from './page/auth/pass-phrase.ts'
import { type Page, startPage } from './page/server.ts'
import type { PageSource } from './page/source.ts'
import { lastPort, readPageSettings } from './page-settings.ts'

const usualPort = 4280

export interface OpenPage extends Page {
  /** The page's URLs: on this computer first, then for others. */
  readonly urls: readonly string[]
  /** What to tell people about the pass phrase, if the page asks for one. */
  readonly passPhrase: string | undefined
}

/**
 * Opens the page at PLAYGROUND_PORT, or at the first free port from 4280 on; on loopback, or at
 * PLAYGROUND_HOST. Rejects with a sentence when that is not possible.
 */
export async function openPage(
  source: PageSource,
  environment: NodeJS.ProcessEnv,
): Promise<OpenPage> {
  const { port, host, passPhrase } = readPageSettings(environment)
  const bindAddress = await bindAddressOf(host, passPhrase)
  const page = await open(source, bindAddress, port)
  const isChosen = bindAddress.passPhrase !== undefined && bindAddress.passPhrase === passPhrase
  return {
    ...page,
    urls: bindAddress.hosts.map((each) => page.url.replace(bindAddress.hosts[0], each)),
    passPhrase: isChosen ? 'the one in PLAYGROUND_PASSPHRASE' : bindAddress.passPhrase,
  }
}

async function bindAddressOf(host: string, passPhrase: string | undefined): Promise<BindAddress> {
  try {
    return await resolveBindAddress(host, () => passPhrase ?? makePassPhrase())
  } catch (error) {
    throw new Error(`PLAYGROUND_HOST: there is no ${host} (${codeOf(error)})`)
  }
}

/** Opens the page at the chosen port; without one, at the first free port. */
async function open(
  source: PageSource,
  bindAddress: BindAddress,
  chosenPort: number | undefined,
): Promise<Page> {
  for (let port = chosenPort ?? usualPort; port <= lastPort; port += 1) {
    try {
      return await startPage(source, port, bindAddress)
    } catch (error) {
      if (chosenPort !== undefined || codeOf(error) !== 'EADDRINUSE') {
        throw explain(error, port, bindAddress)
      }
    }
  }
  throw new Error('There is no free port for the page.')
}

/** Names the setting to correct. */
function explain(error: unknown, port: number, { address }: BindAddress): unknown {
  const code = codeOf(error)
  switch (code) {
    case 'EADDRINUSE':
      return new Error(`PLAYGROUND_PORT: port ${port} is taken; choose another, or leave it out`)
    case 'EACCES':
      return new Error(`PLAYGROUND_PORT: you may not open port ${port}; choose one above 1023`)
    case 'EADDRNOTAVAIL':
    case 'EAFNOSUPPORT':
    case 'EINVAL':
      return new Error(`PLAYGROUND_HOST: this computer cannot listen on ${address} (${code})`)
    default:
      return error
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : error
}
