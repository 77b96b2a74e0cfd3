import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import path from 'node:path'
import { closeServer, listen } from '../../../playground/listen.ts'

const root = path.resolve(import.meta.dirname, '../../..')
const followParent = new URL('../../../playground/follow-parent.ts', import.meta.url).href

/** A playground that has not stopped after this time is killed. */
const patienceMs = 10_000

/** The playground as its user starts it: in its own process, without settings. */
export interface PlaygroundProcess extends AsyncDisposable {
  readonly url: string
  /** Everything that it and its bot have printed. */
  readonly output: string
}

/**
 * Resolves when its bot is online. It answers with the demo model, in the language of `locale`,
 * such as `zh-CN`. It ends with the process that started it.
 */
export async function startPlaygroundProcess(
  locale: string,
  tokensPerSecond = 40,
): Promise<PlaygroundProcess> {
  const { PATH = '', HOME = '' } = process.env
  const child = spawn(process.execPath, ['--import', followParent, 'src/main.ts'], {
    cwd: root,
    // Empty, so that a `.env` cannot set them.
    env: {
      PATH,
      HOME,
      LANG: `${locale.replace('-', '_')}.UTF-8`,
      DISCORD_TOKEN: '',
      OPENAI_API_KEY: '',
      OPENAI_BASE_URL: '',
      OPENAI_MODEL: '',
      OPENAI_MODELS: '',
      PLAYGROUND_PORT: String(await freePort()),
      DEMO_TOKENS_PER_SECOND: String(tokensPerSecond),
      // Nobody waits for these answers to finish.
      SHUTDOWN_GRACE: '1ms',
    },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  // The bot shares these pipes, so they close when both have ended.
  const exited = once(child, 'close')
  let output = ''
  const ready = new Promise<string>((resolve) => {
    const read = (data: unknown) => {
      output += String(data)
      const [, url] = /Platen is ready\.\s+Open\s+(http:\S+)/.exec(output) ?? []
      if (url !== undefined) resolve(url)
    }
    child.stdout?.on('data', read)
    child.stderr?.on('data', read)
  })
  const url = await Promise.race([ready, exited.then(() => undefined)])
  if (url === undefined) throw new Error(`The playground ended before it was ready:\n${output}`)
  return {
    url,
    get output() {
      return output
    },
    [Symbol.asyncDispose]: () => stop(child, exited),
  }
}

async function stop(child: ChildProcess, exited: Promise<unknown>): Promise<void> {
  const impatient = setTimeout(() => child.kill('SIGKILL'), patienceMs)
  child.kill('SIGTERM')
  await exited
  clearTimeout(impatient)
}

async function freePort(): Promise<number> {
  const server = createServer()
  const port = await listen(server, 0)
  await closeServer(server)
  return port
}
