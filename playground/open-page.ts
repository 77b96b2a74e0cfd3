import { type Page, type PageSource, startPage } from './page/server.ts'

const usualPort = 4280
const lastPort = 65_535

/**
 * Opens the page at PLAYGROUND_PORT, or at the first free port from 4280 on. Rejects with a sentence
 * when the port that was asked for cannot be had.
 */
export async function openPage(source: PageSource, environment: NodeJS.ProcessEnv): Promise<Page> {
  const wanted = environment['PLAYGROUND_PORT']?.trim()
  if (wanted) return openAt(source, wanted)
  for (let port = usualPort; port < lastPort; port += 1) {
    try {
      return await startPage(source, port)
    } catch (error) {
      if (!isTaken(error)) throw error
    }
  }
  throw new Error('There is no free port for the page.')
}

async function openAt(source: PageSource, wanted: string): Promise<Page> {
  const port = Number(wanted)
  if (!Number.isInteger(port) || port < 1 || port > lastPort) {
    throw new Error(`PLAYGROUND_PORT: expected a port from 1 to ${lastPort}`)
  }
  try {
    return await startPage(source, port)
  } catch (error) {
    if (!isTaken(error)) throw error
    throw new Error(`PLAYGROUND_PORT: port ${port} is taken; choose another, or leave it out`)
  }
}

function isTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
}
