import { isIP } from 'node:net'

/** What can be set about the page. */
export interface PageSettings {
  /** Undefined: the first that is free. */
  readonly port: number | undefined
  /** The address to listen on, or a name that has one. */
  readonly host: string
  /** Undefined: one is made up where one is needed. */
  readonly passPhrase: string | undefined
}

/** The highest port that there is. */
export const lastPort = 65_535

const minPassPhraseLength = 12
const hostName = /^[a-z\d]([a-z\d.-]*[a-z\d])?$/i

/** Throws with a sentence for each setting that is wrong; a pass phrase is not in it. */
export function readPageSettings(environment: NodeJS.ProcessEnv): PageSettings {
  const read = (name: string) => environment[name]?.trim() || undefined
  const port = read('PLAYGROUND_PORT')
  const host = read('PLAYGROUND_HOST') ?? '127.0.0.1'
  const passPhrase = read('PLAYGROUND_PASSPHRASE')

  const problems: string[] = []
  if (port !== undefined && !isPort(Number(port))) {
    problems.push(`PLAYGROUND_PORT: expected a port from 1 to ${lastPort}`)
  }
  // What an address of one link alone is followed by (%) has no place in what a browser opens.
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
