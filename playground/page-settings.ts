import { isIP } from 'node:net'

/** The page's settings. */
export interface PageSettings {
  /** Undefined means the first free port. */
  readonly port: number | undefined
  /** The address to listen on, or a name that resolves to one. */
  readonly host: string
  /** Undefined means that one is generated when it is needed. */
  readonly passPhrase: string | undefined
}

export const lastPort = 65_535

const minPassPhraseLength = 12
const hostName = /^[a-z\d]([a-z\d.-]*[a-z\d])?$/i

/** Throws with one sentence per invalid setting. The message never contains the pass phrase. */
export function readPageSettings(environment: NodeJS.ProcessEnv): PageSettings {
  const read = (name: string) => environment[name]?.trim() || undefined
  const port = read('PLAYGROUND_PORT')
  const host = read('PLAYGROUND_HOST') ?? '127.0.0.1'
  const passPhrase = read('PLAYGROUND_PASSPHRASE')

  const problems: string[] = []
  if (port !== undefined && !isPort(Number(port))) {
    problems.push(`PLAYGROUND_PORT: expected a port from 1 to ${lastPort}`)
  }
  // A zone id (%) of a link-local address is not allowed in a URL.
  if (host.includes('%') || !(isIP(host) || hostName.test(host))) {
    problems.push('PLAYGROUND_HOST: expected an address of this computer, such as 0.0.0.0')
  }
  if (passPhrase !== undefined && Array.from(passPhrase).length < minPassPhraseLength) {
    problems.push(
      `PLAYGROUND_PASSPHRASE: expected at least ${minPassPhraseLength} characters; without it one is made up`,
    )
  }
  if (problems.length > 0) throw new Error(problems.join('\n'))
  return { port: port === undefined ? undefined : Number(port), host, passPhrase }
}

function isPort(port: number): boolean {
  return Number.isInteger(port) && port >= 1 && port <= lastPort
}
