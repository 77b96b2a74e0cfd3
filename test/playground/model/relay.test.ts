import { once } from 'node:events'
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { ModelEvent } from 'freshness'
import { type ModelServer, startModelServer } from 'model-sandbox'
import OpenAI, { APIConnectionError, RateLimitError } from 'openai'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { closeServer, listen } from '../../../playground/listen.ts'
import { type ModelRelay, startRelay } from '../../../playground/model/relay.ts'

let server: ModelServer
let relay: ModelRelay
let events: ModelEvent[]

beforeEach(async () => {
  server = await startModelServer()
  relay = await startRelay(server.baseUrl)
  events = []
  relay.subscribe((event) => events.push(event))
})
afterEach(async () => {
  await relay.close()
  await server[Symbol.asyncDispose]()
})

const client = () => new OpenAI({ baseURL: relay.baseUrl, apiKey: 'the-bot', maxRetries: 0 })

const question = {
  model: 'test-model',
  messages: [{ role: 'user' as const, content: 'Why?' }],
}

function ask(signal?: AbortSignal) {
  return client().chat.completions.create({ ...question, stream: true }, signal ? { signal } : {})
}

type Chunks = Awaited<ReturnType<typeof ask>>

async function readAll(chunks: Chunks): Promise<string> {
  let text = ''
  for await (const chunk of chunks) text += chunk.choices[0]?.delta.content ?? ''
  return text
}

/** The events without numbers and times. */
function told(): readonly string[] {
  return events.map((event) => {
    if (event.kind === 'begun') return `begun ${event.model}`
    return event.kind === 'text' ? event.text : event.how
  })
}

/** Waits until this many events have arrived. */
async function seen(count: number): Promise<void> {
  while (events.length < count) await new Promise((resolve) => setImmediate(resolve))
}

/** A server whose bytes the test writes itself. */
async function withServer(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
  act: (port: number) => Promise<void>,
): Promise<void> {
  const raw = createServer(answer)
  const port = await listen(raw, 0)
  try {
    await act(port)
  } finally {
    await closeServer(raw)
  }
}

const chunkOf = (content: string) =>
  `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content } }] })}\n\n`

describe('startRelay', () => {
  it('passes an answer on, and tells of it', async () => {
    server.next((answer) => answer.text('The ', 'sky').finish('stop').usage(3, 2).done())
    expect(await readAll(await ask())).toBe('The sky')
    expect(told()).toEqual(['begun test-model', 'The ', 'sky', 'finished'])
    expect(events.map(({ answer }) => answer)).toEqual([1, 1, 1, 1])
    const times = events.map(({ atMs }) => atMs)
    expect(times).toEqual(times.toSorted((one, other) => one - other))
    expect(server.requests[0]?.body).toEqual({ ...question, stream: true })
  })

  it('passes each piece on before the next is sent', async () => {
    let next = () => {}
    server.next(async (answer) => {
      for (const piece of ['one', 'two', 'three']) {
        const read = new Promise<void>((resolve) => {
          next = resolve
        })
        answer.text(piece)
        // Waits for ever if the relay buffers.
        await read
      }
      answer.done()
    })
    let text = ''
    for await (const chunk of await ask()) {
      text += chunk.choices[0]?.delta.content ?? ''
      next()
    }
    expect(text).toBe('onetwothree')
  })

  it('passes the head of an answer on before there is a body', async () => {
    const response = Promise.withResolvers<ServerResponse>()
    await withServer(
      (_, answer) => {
        answer.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders()
        response.resolve(answer)
      },
      async (port) => {
        relay.target = `http://127.0.0.1:${port}/v1`
        const chunks = await ask()
        const answer = await response.promise
        answer.end(chunkOf('Hi'))
        expect(await readAll(chunks)).toBe('Hi')
      },
    )
  })

  it('passes method, path, headers and body on, and the answer as it came', async () => {
    const got = Promise.withResolvers<IncomingMessage>()
    await withServer(
      (incoming, response) => {
        got.resolve(incoming)
        response.sendDate = false
        response.writeHead(418, 'Teapot', { 'X-Request-Id': 'r1', 'Set-Cookie': ['a=1', 'b=2'] })
        incoming.pipe(response)
      },
      async (port) => {
        relay.target = `http://127.0.0.1:${port}/some/v1/`
        const sent = request(`${relay.baseUrl}/models/a%2Fb?x=1&y=%20`, {
          method: 'PUT',
          headers: {
            Authorization: 'Bearer the-bot',
            'X-Own': 'yes',
            Connection: 'X-Hop',
            'X-Hop': '1',
          },
        })
        sent.end('körper')
        const [response] = (await once(sent, 'response')) as [IncomingMessage]
        const incoming = await got.promise
        expect([incoming.method, incoming.url]).toEqual(['PUT', '/some/v1/models/a%2Fb?x=1&y=%20'])
        expect(incoming.headers).toMatchObject({
          authorization: 'Bearer the-bot',
          'x-own': 'yes',
          host: `127.0.0.1:${port}`,
        })
        expect(incoming.headers).not.toHaveProperty('x-hop')
        expect([response.statusCode, response.statusMessage]).toEqual([418, 'Teapot'])
        expect(response.headers).toMatchObject({
          'x-request-id': 'r1',
          'set-cookie': ['a=1', 'b=2'],
        })
        expect(response.headers).not.toHaveProperty('date')
        expect(String(Buffer.concat(await response.toArray()))).toBe('körper')
      },
    )
    expect(events).toEqual([])
  })

  it('tells nothing of what is no streamed answer', async () => {
    server.next((answer) => answer.whole('A title'))
    const whole = await client().chat.completions.create(question)
    expect(whole.choices[0]?.message.content).toBe('A title')
    expect((await client().models.list()).data).toHaveLength(1)
    expect(events).toEqual([])
  })

  it('tells nobody the key that it passes on', async () => {
    await readAll(await ask())
    expect(server.requests.map(({ authorization }) => authorization)).toEqual(['Bearer the-bot'])
    expect(events.length).toBeGreaterThan(1)
    expect(JSON.stringify(events)).not.toContain('the-bot')
  })

  it('sends what is asked next to a new target, and what runs stays where it is', async () => {
    const going = Promise.withResolvers<void>()
    server.next(async (answer) => {
      answer.text('old')
      await going.promise
      answer.text(' and old').done()
    })
    const first = await ask()
    await using other = await startModelServer()
    relay.target = other.baseUrl
    other.next((answer) => answer.text('new').done())
    expect(await readAll(await ask())).toBe('new')
    going.resolve()
    expect(await readAll(first)).toBe('old and old')
    const last = events.filter(({ kind }) => kind === 'ended').map(({ answer }) => answer)
    expect(last).toEqual([2, 1])
  })

  it('refuses a target that cannot be one', () => {
    for (const target of ['nowhere', 'file:///etc/passwd']) {
      expect(() => {
        relay.target = target
      }).toThrow(TypeError)
    }
    expect(relay.target).toBe(server.baseUrl)
  })

  it('ends the request to the server when the bot wants no more', async () => {
    server.next(async (answer, { closed }) => {
      answer.text('Hi')
      await closed
    })
    const stop = new AbortController()
    for await (const chunk of await ask(stop.signal)) {
      if (chunk.choices[0]?.delta.content === 'Hi') stop.abort()
    }
    await server.requests[0]?.closed
    await seen(3)
    expect(told()).toEqual(['begun test-model', 'Hi', 'aborted'])
  })

  it('ends the request to the server when the bot goes before there is an answer', async () => {
    const stop = new AbortController()
    const asked = ask(stop.signal)
    server.next(async (_, { closed }) => {
      stop.abort()
      await closed
    })
    await expect(asked).rejects.toThrow('aborted')
    await server.requests[0]?.closed
    await seen(2)
    expect(told()).toEqual(['begun test-model', 'aborted'])
  })

  it('passes a refusal on with its headers', async () => {
    server.next((answer) =>
      answer.json(429, { error: { message: 'Busy.', code: 'slow' } }, { 'retry-after': '7' }),
    )
    const refusal = await ask().catch((error: unknown) => error)
    expect(refusal).toBeInstanceOf(RateLimitError)
    expect(refusal).toMatchObject({ status: 429, code: 'slow' })
    expect((refusal as RateLimitError).headers.get('retry-after')).toBe('7')
    await seen(2)
    expect(told()).toEqual(['begun test-model', 'failed'])
  })

  it('cuts the connection where the server does, behind all that came before', async () => {
    const text = 'x'.repeat(30_000)
    server.next((answer) => answer.text(text, ' and more').destroy())
    let read = ''
    const reading = async () => {
      for await (const chunk of await ask()) read += chunk.choices[0]?.delta.content ?? ''
    }
    await expect(reading()).rejects.toThrow('terminated')
    expect(read).toBe(`${text} and more`)
    expect(told()).toEqual(['begun test-model', text, ' and more', 'cut'])
  })

  it('cuts the connection where the server does before there is an answer', async () => {
    server.next((answer) => answer.drop())
    await expect(ask()).rejects.toThrow(APIConnectionError)
    expect(told()).toEqual(['begun test-model', 'cut'])
  })

  it('tells of an error among the data, which is passed on like any other', async () => {
    server.next((answer) => answer.text('Hi').raw('data: {"error":{"message":"boom"}}\n\n').end())
    await expect(ask().then(readAll)).rejects.toThrow('boom')
    await seen(3)
    expect(told()).toEqual(['begun test-model', 'Hi', 'failed'])
  })

  it('is no server itself where there is none behind it', async () => {
    const gone = createServer()
    const port = await listen(gone, 0)
    await closeServer(gone)
    relay.target = `http://127.0.0.1:${port}/v1`
    await expect(ask()).rejects.toThrow(APIConnectionError)
    expect(told()).toEqual(['begun test-model', 'failed'])
  })

  it('breaks off what is being written, when asked to', async () => {
    expect(relay.cut()).toBe(0)
    server.next((answer) => {
      answer.text('Hi')
    })
    const stream = await ask()
    await seen(2)
    expect(relay.cut()).toBe(1)
    await expect(readAll(stream)).rejects.toThrow()
    expect(told()).toEqual(['begun test-model', 'Hi', 'cut'])
    expect(relay.cut()).toBe(0)
  })

  it('reads characters, lines and events that are cut anywhere, and passes on the same bytes', async () => {
    const stream = [
      '\uFEFF: hello\r\n\r\n',
      'event: chunk\r\ndata: {"choices":[{"delta":\r\ndata: {"content":"Grüße"}}]}\r\n\r\n',
      chunkOf('世界 🦊'),
      'data: {oops\n\n',
      'data:{"choices":[{"delta":{"content":[{"type":"thinking","thinking":[]},{"type":"text","text":"!"}]}}]}\r\r',
      'data: {"choices":[{"delta":{"role":"assistant","content":null}}]}\n\n',
      'data: [DONE]\n\n',
    ].join('')
    const drip = async (response: ServerResponse) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      for (const byte of Buffer.from(stream)) {
        await new Promise((sent) => response.write(Buffer.of(byte), sent))
        // Sends each byte as its own packet.
        await new Promise((resolve) => setImmediate(resolve))
      }
      response.end()
    }
    await withServer(
      (_, response) => void drip(response),
      async (port) => {
        relay.target = `http://127.0.0.1:${port}/v1`
        const response = await fetch(`${relay.baseUrl}/chat/completions`, {
          method: 'POST',
          body: JSON.stringify({ ...question, stream: true }),
        })
        expect(Buffer.from(await response.arrayBuffer()).toString('utf8')).toBe(stream)
      },
    )
    expect(told()).toEqual(['begun test-model', 'Grüße', '世界 🦊', '!', 'finished'])
  })

  it('passes on an event that is too long to read, and tells no more text of that answer', async () => {
    const filler = 'x'.repeat(1_000_000)
    server.next((answer) => {
      answer.text('Hi').raw(`: ${filler}\ndata: ${filler}`).raw(filler).raw('\n\n')
      answer.text(' and more').done()
    })
    const response = await fetch(`${relay.baseUrl}/chat/completions`, {
      method: 'POST',
      body: JSON.stringify({ ...question, stream: true }),
    })
    expect((await response.text()).length).toBeGreaterThan(3_000_000)
    expect(told()).toEqual(['begun test-model', 'Hi', 'finished'])
  })

  it('lets the server wait for a bot that does not read', async () => {
    const all = Buffer.alloc(64 * 1024 * 1024, 'x')
    let left = -1
    await withServer(
      (_, response) => {
        response.end(all)
        left = response.writableLength
        response.once('close', () => {
          left = response.writableLength
        })
      },
      async (port) => {
        relay.target = `http://127.0.0.1:${port}/v1`
        const sent = request(`${relay.baseUrl}/models`)
        sent.end()
        const [response] = (await once(sent, 'response')) as [IncomingMessage]
        response.pause()
        // Meanwhile the rest could pass.
        for (let turn = 0; turn < 200; turn += 1) await fetch(`${relay.baseUrl.slice(0, -3)}/none`)
        expect(left).toBeGreaterThan(0)
        let bytes = 0
        for await (const chunk of response) bytes += (chunk as Buffer).length
        expect(bytes).toBe(all.length)
      },
    )
  })

  it('answers no browser, and nothing outside of /v1', async () => {
    const { port } = new URL(relay.baseUrl)
    const status = async (path: string, headers: Record<string, string>) => {
      const sent = request({ port, host: '127.0.0.1', path, headers })
      sent.end()
      const [response] = (await once(sent, 'response')) as [IncomingMessage]
      response.resume()
      return response.statusCode
    }
    expect(await status('/v1/models', {})).toBe(200)
    expect(await status('/v1/models', { origin: 'https://example.com' })).toBe(403)
    expect(await status('/v1/models', { host: `example.com:${port}` })).toBe(403)
    expect(await status('/v1/../secret', {})).toBe(404)
    expect(await status('//', {})).toBe(500)
    expect(server.listings).toBe(1)
  })
})
