import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { chooseModel } from '../../playground/choose-model.ts'
import { closeServer, listen } from '../../playground/listen.ts'
import type { PageState, ServerEvent } from '../../playground/page/wire.ts'

const running = new Set<ChildProcess>()
afterEach(() => {
  for (const child of running) child.kill('SIGKILL')
  running.clear()
})

/** Starts what `npm start` starts, with nothing else set. */
function start(port: number, settings: Readonly<Record<string, string>> = {}) {
  const { PATH, HOME } = process.env
  const child = spawn(process.execPath, ['src/main.ts'], {
    cwd: new URL('../..', import.meta.url),
    // An empty token, so that no `.env` can bring one.
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

/** A browser that asks a question and waits until something it looks for has come. */
async function browse(port: number) {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/live`)
  const events: ServerEvent[] = []
  socket.on('message', (data) => events.push(JSON.parse(String(data))))
  const until = async <Found>(find: (event: ServerEvent) => Found | undefined): Promise<Found> => {
    for (let next = 0; ; next += 1) {
      while (next >= events.length) await once(socket, 'message')
      const event = events[next]
      const found = event && find(event)
      if (found !== undefined) return found
    }
  }
  const state = await until((event): PageState | undefined =>
    event.type === 'state' ? event.state : undefined,
  )
  return { state, until, send: (action: object) => socket.send(JSON.stringify(action)) }
}

// With an Ollama on this computer the playground takes that, and no test can know what it says.
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
      const { state, until, send } = await browse(port)
      expect(state.channels.map(({ name }) => name)).toEqual(['general', 'random'])
      if (!state.commands.some(({ name }) => name === 'ask')) {
        await until(
          (event) => (event.type === 'commands' && event.commands.length > 0) || undefined,
        )
      }

      const channelId = state.channels[0]?.id ?? ''
      send({ type: 'command', channelId, name: 'ask', text: 'Give me a short answer' })
      const thread = await until((event) => {
        if (event.type !== 'message' || event.message.channelId !== channelId) return undefined
        const isWhole = JSON.stringify(event.message.body).includes('see it grow')
        return isWhole ? event.message.thread : undefined
      })

      send({ type: 'say', channelId: thread.id, content: 'What is love?' })
      await until((event) => {
        const text = event.type === 'message' ? JSON.stringify(event.message) : ''
        return /I was given \d+ messages/.test(text) || undefined
      })

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
