import { type DestinationStream, type Logger, pino } from 'pino'

export type Log = Logger

/** Lines for a program on a pipe, and for a person on a terminal. */
export async function createLog(level: string, secrets: readonly string[]): Promise<Log> {
  const serializers = { error: errorForLog }
  return pino({ level, base: null, serializers }, withoutSecrets(await output(), secrets))
}

/** The fields of an error that help to find a fault. The errors of discord.js also carry people's texts. */
function errorForLog(error: unknown): unknown {
  if (!(error instanceof Error)) return error
  const { name, message, stack, cause } = error
  return { name, message, stack, ...(cause !== undefined && { cause: errorForLog(cause) }) }
}

async function output(): Promise<DestinationStream> {
  if (!process.stdout.isTTY) return pino.destination({ dest: 1, sync: true })
  const { default: pretty } = await import('pino-pretty')
  return pretty({ sync: true, translateTime: 'SYS:HH:MM:ss', ignore: 'pid,hostname' })
}

/** The tokens of interactions and webhooks stand in the addresses that errors quote. */
const tokenInAddress = /\/(webhooks|interactions)\/(\d+)\/[\w-]{20,}/g

/**
 * Takes every secret out of each line, wherever it came from: servers quote keys in their errors,
 * and errors quote addresses.
 */
export function withoutSecrets(
  destination: DestinationStream,
  secrets: readonly string[],
): DestinationStream {
  // A secret of a few characters (the placeholder for a missing key) would blank out plain words.
  const long = secrets.filter((secret) => secret.length >= 8)
  // Lines are JSON: a secret with a quote in it stands there escaped.
  const written = long.map((secret) => JSON.stringify(secret).slice(1, -1))
  return {
    write(line) {
      const clean = written.reduce((text, secret) => text.replaceAll(secret, '[secret]'), line)
      destination.write(clean.replace(tokenInAddress, '/$1/$2/[token]'))
    },
  }
}
