import { once } from 'node:events'
import { get, type IncomingMessage } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { type Page, startPage } from '../../../playground/page/server.ts'
import type { BrowserAction, PageState, ServerEvent } from '../../../playground/page/wire.ts'

const state: PageState = {
  guildName: 'A guild',
  modelLabel: 'a model',
  bot: { name: 'Platen', status: 'online' },
  channels: [],
  commands: [],
  messages: [],
  examples: [],
}

const listeners = new Set<(event: ServerEvent) => void>()
const performed: BrowserAction[] = []
let page: Page
let port: number

beforeAll(async () => {
  page = await startPage(
    {
      state: () => state,
      subscribe: (listener) => {
        listeners.add(listener)
        return () => listeners.delete(listener)
      },
      perform: async (action) => {
        performed.push(action)
        if (action.type === 'press') throw new Error('It broke.')
        return action.type === 'command' ? 'The application did not respond.' : undefined
      },
    },
    0,
  )
  port = Number(new URL(page.url).port)
})

afterAll(() => page.close())

async function statusOf(path: string, headers: Record<string, string>): Promise<number> {
  const request = get({ host: '127.0.0.1', port, path, headers })
  const [response]: IncomingMessage[] = await once(request, 'response')
  response?.resume()
  return response?.statusCode ?? 0
}

/** A browser's socket, whose events can be awaited one after the other. */
function connect(headers: Record<string, string> = {}) {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/live`, { headers })
  const events: ServerEvent[] = []
  socket.on('message', (data) => events.push(JSON.parse(String(data))))
  const next = async (): Promise<ServerEvent> => {
    while (events.length === 0) await once(socket, 'message')
    const [event] = events.splice(0, 1)
    if (event === undefined) throw new Error('No event')
    return event
  }
  return { socket, next, send: (action: unknown) => socket.send(JSON.stringify(action)) }
}

async function refusal(headers: Record<string, string>): Promise<string> {
  const { socket } = connect(headers)
  const [error]: Error[] = await once(socket, 'error').catch((thrown: unknown) => [thrown as Error])
  return error?.message ?? ''
}

describe('startPage', () => {
  it('serves the page and everything it names', async () => {
    const html = await (await fetch(page.url)).text()
    const named = Array.from(
      html.matchAll(/(?:href|src)="(\w[\w-]*\.(?:css|js))"/g),
      ([, name]) => name,
    )
    expect(named).toContain('main.js')
    for (const name of named) {
      const response = await fetch(`${page.url}/${name}`)
      const text = await response.text()
      expect(response.status, name).toBe(200)
      const imports = Array.from(text.matchAll(/ from '\.\/([\w-]+\.js)'/g), ([, file]) => file)
      for (const file of imports) {
        expect((await fetch(`${page.url}/${file}`)).status, file).toBe(200)
      }
    }
  })

  it('serves no other file', async () => {
    for (const path of ['/tsconfig.json', '/../server.ts', '/%2e%2e/server.ts', '/index.html']) {
      expect(await statusOf(path, { host: `localhost:${port}` }), path).toBe(404)
    }
  })

  it('lets the page load nothing from elsewhere', async () => {
    const { headers } = await fetch(page.url)
    expect(headers.get('content-security-policy')).toContain("script-src 'self'")
  })

  it('refuses other hosts and other sites', async () => {
    expect(await statusOf('/', { host: `localhost:${port}` })).toBe(200)
    expect(await statusOf('/', { host: `evil.example:${port}` })).toBe(403)
    const origin = 'http://evil.example'
    expect(await statusOf('/', { host: `localhost:${port}`, origin })).toBe(403)
    expect(await refusal({ origin })).toContain('403')
    expect(await refusal({ host: `evil.example:${port}` })).toContain('403')
  })

  it('sends a browser the state first, then what changes', async () => {
    const { socket, next } = connect({ origin: `http://127.0.0.1:${port}` })
    expect(await next()).toEqual({ type: 'state', state })
    const event = { type: 'bot', bot: { name: 'Platen', status: 'offline' } } as const
    for (const listener of listeners) listener(event)
    expect(await next()).toEqual(event)
    socket.close()
    await once(socket, 'close')
    await expect.poll(() => listeners.size).toBe(0)
  })

  it('performs what people do, and tells what did not work', async () => {
    const { socket, next, send } = connect()
    await next()
    send({ type: 'say', channelId: '1', content: 'a' })
    send({ type: 'command', channelId: '2', name: 'ask', text: 'b' })
    const text = 'The application did not respond.'
    expect(await next()).toEqual({ type: 'notice', channelId: '2', text })
    send({ type: 'press', channelId: '3', messageId: '4', customId: 'c' })
    expect(await next()).toEqual({ type: 'notice', channelId: '3', text: 'It broke.' })
    expect(performed.map(({ type }) => type)).toEqual(['say', 'command', 'press'])
    socket.close()
  })

  it('ignores what is no action', async () => {
    const { socket, next, send } = connect()
    await next()
    const before = performed.length
    socket.send('{')
    send({ type: 'say' })
    send({ type: 'shutdown', channelId: '1' })
    send({ type: 'command', channelId: '1', name: 'ask', text: '' })
    expect(await next()).toMatchObject({ type: 'notice' })
    expect(performed.length).toBe(before + 1)
    socket.close()
  })

  it('rejects when its port is taken', async () => {
    const source = { state: () => state, subscribe: () => () => {}, perform: async () => undefined }
    await expect(startPage(source, port)).rejects.toMatchObject({ code: 'EADDRINUSE' })
  })
})
