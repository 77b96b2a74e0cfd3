import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempDisposable, readdir } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { chooseModel } from '../../playground/choose-model.ts'
import { closeServer, listen } from '../../playground/listen.ts'
import { browse, contentOf } from './page/scene.ts'

const running = new Set<ChildProcess>()
afterEach(() => {
  for (const child of running) child.kill('SIGKILL')
  running.clear()
})

/** Starts what `npm start` starts, without other settings. */
function start(port: number, settings: Readonly<Record<string, string>> = {}) {
  const { PATH, HOME } = process.env
  const child = spawn(process.execPath, ['src/main.ts'], {
    cwd: new URL('../..', import.meta.url),
    // An empty token, so that a `.env` cannot set one.
    env: {
      PATH,
      HOME,
      DISCORD_TOKEN: '',
      OPENAI_API_KEY: '',
      OPENAI_BASE_URL: '',
      PLAYGROUND_PORT: String(port),
      ...settings,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  running.add(child)
  let printed = ''
  child.stdout.on('data', (data) => {
    printed += String(data)
  })
  child.stderr.on('data', (data) => {
    printed += String(data)
  })
  const exited = once(child, 'close')
  return {
    child,
    exited,
    printed: async (text: string) => {
      while (!printed.includes(text)) {
        const [more] = await Promise.race([once(child.stdout, 'data'), exited])
        if (!(more instanceof Buffer)) break
      }
      expect(printed).toContain(text)
    },
    allPrinted: () => printed,
  }
}

async function freePort(): Promise<number> {
  const server = createServer()
  const port = await listen(server, 0)
  await closeServer(server)
  return port
}

// If an Ollama runs on this computer, the playground uses it, and its answers are unknown.
const chosen = await chooseModel({})
await chosen.close()

describe('startPlayground', () => {
  it.skipIf(chosen.kind === 'ollama')(
    'answers a question without a token or a key, and ends cleanly when asked to',
    async () => {
      const port = await freePort()
      const playground = start(port)
      await playground.printed('Platen is ready.')
      await playground.printed('demo model (a script, not an AI)')
      const browser = await browse(`http://localhost:${port}`)
      const [channel, ...others] = browser.ready.guilds[0]?.channels ?? []
      expect([channel, ...others].map((each) => each?.name)).toEqual(['general', 'random'])
      const channelId = channel?.id ?? ''
      await expect
        .poll(() => browser.act('commands', { channelId }), { timeout: 20_000 })
        .toContainEqual(expect.objectContaining({ name: 'ask' }))

      const options = { question: 'Give me a short answer' }
      await browser.act('command', { channelId, name: 'ask', options })
      await browser.until((event) => contentOf(event)?.includes('see it grow') || undefined)
      const threadId = await browser.until((event) =>
        event.type === 'dispatch' && event.name === 'THREAD_CREATE'
          ? (event.data as { id: string }).id
          : undefined,
      )
      await browser.act('say', { channelId: threadId, content: 'What is love?' })
      await browser.until(
        (event) => /I was given \d+ messages/.test(contentOf(event) ?? '') || undefined,
      )
      browser.close()

      playground.child.kill('SIGTERM')
      expect(await playground.exited).toEqual([0, null])
    },
    120_000,
  )

  it('says so and ends when its port is taken', async () => {
    const server = createServer()
    const port = await listen(server, 0)
    const playground = start(port)
    const [code] = await playground.exited
    expect(code).toBe(1)
    await playground.printed(`port ${port} is taken`)
    await closeServer(server)
  }, 120_000)

  it('says so and ends when it is told to listen at what is no address', async () => {
    const playground = start(await freePort(), { PLAYGROUND_HOST: 'http://tower' })
    const [code] = await playground.exited
    expect(code).toBe(1)
    await playground.printed('PLAYGROUND_HOST: expected an address of this computer')
  }, 120_000)

  it('says so and ends when the packages for its page are not installed', async () => {
    // There is no cached page either.
    const withoutVite = `import { registerHooks } from 'node:module'
      registerHooks({
        resolve(name, context, next) {
          if (name === 'vite') throw new Error('There is no vite')
          return next(name, context)
        },
        load(url, context, next) {
          const loaded = next(url, context)
          if (!url.endsWith('/page/build.ts')) return loaded
          return { ...loaded, source: String(loaded.source).replace('.cache/platen', '.none') }
        },
      })`
    const playground = start(await freePort(), {
      NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(withoutVite)}`,
    })
    const [code] = await playground.exited
    expect(code).toBe(1)
    await playground.printed('run `npm ci`')
  }, 120_000)

  it.skipIf(chosen.kind === 'ollama')(
    'leaves nothing behind when it is told twice to end in the middle of an answer',
    async () => {
      await using temporary = await mkdtempDisposable(join(tmpdir(), 'playground-test-'))
      const port = await freePort()
      const playground = start(port, { TMPDIR: temporary.path })
      await playground.printed('Platen is ready.')
      const browser = await browse(`http://localhost:${port}`)
      const channelId = browser.ready.guilds[0]?.channels[0]?.id ?? ''
      await expect
        .poll(() => browser.act('commands', { channelId }), { timeout: 20_000 })
        .toContainEqual(expect.objectContaining({ name: 'ask' }))
      const options = { question: 'Talk for a long time until I stop you' }
      await browser.act('command', { channelId, name: 'ask', options })
      await browser.until(contentOf)
      expect(await readdir(temporary.path)).not.toEqual([])

      playground.child.kill('SIGINT')
      await playground.printed('Ctrl+C again ends at once.')
      playground.child.kill('SIGINT')
      expect(await playground.exited).toEqual([130, null])
      expect(await readdir(temporary.path)).toEqual([])
    },
    120_000,
  )

  it('tells where others can open its page, and with which pass phrase', async () => {
    const port = await freePort()
    const playground = start(port, { PLAYGROUND_HOST: '0.0.0.0' })
    await playground.printed('Ctrl+C stops it.')
    await playground.printed(`  Open     http://localhost:${port}\n`)
    const all = playground.allPrinted()
    const [phrase = 'none'] = /(?<= {2}Phrase {3})\w{4}(-\w{4}){4}(?=\n)/.exec(all) ?? []
    const answer = await fetch(`http://localhost:${port}/sign-in`, {
      method: 'POST',
      headers: { origin: `http://localhost:${port}` },
      body: new URLSearchParams({ phrase }),
      redirect: 'manual',
    })
    expect(answer.status).toBe(303)

    playground.child.kill('SIGTERM')
    expect(await playground.exited).toEqual([0, null])
    expect(playground.allPrinted().split(phrase)).toHaveLength(2)
  }, 120_000)
})
