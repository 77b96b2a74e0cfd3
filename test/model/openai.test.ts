import { type ModelServer, type Script, startModelServer } from 'model-sandbox'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Model, type ModelEvent, ModelFailure } from '../../src/core/model.ts'
import { connect, openaiModel } from '../../src/model/openai.ts'

let server: ModelServer

beforeEach(async () => {
  server = await startModelServer()
})
afterEach(() => server[Symbol.asyncDispose]())

function client(baseUrl = server.baseUrl) {
  return connect({ apiKey: 'secret-key', baseUrl })
}

function model(): Model {
  return openaiModel(client(), async () => 'test-model')
}

const messages = [
  { role: 'system', text: 'Be kind.' },
  { role: 'user', text: 'Why?' },
] as const

/** Everything the model sends, and how it failed. */
async function ask(
  asked: Model = model(),
  signal: AbortSignal = new AbortController().signal,
): Promise<{ events: readonly ModelEvent[]; failure: ModelFailure | undefined }> {
  const events: ModelEvent[] = []
  try {
    for await (const event of asked.stream({ messages }, signal)) events.push(event)
  } catch (error) {
    if (!(error instanceof ModelFailure)) throw error
    return { events, failure: error }
  }
  return { events, failure: undefined }
}

const named = { kind: 'model', name: 'test-model' }
const text = (...texts: readonly string[]) => texts.map((one) => ({ kind: 'text', text: one }))

describe('openaiModel', () => {
  it('asks with the messages and gives the text as it comes, the finish and the usage', async () => {
    server.next((answer) => {
      answer.delta({ role: 'assistant', content: '' }).text('Be', 'cause.').finish('stop')
      answer.usage(11, 2).done()
    })
    const { events } = await ask()
    expect(events).toEqual([
      named,
      ...text('Be', 'cause.'),
      { kind: 'finish', reason: 'stop' },
      { kind: 'usage', usage: { promptTokens: 11, completionTokens: 2 } },
    ])
    const [request] = server.requests
    expect(request?.authorization).toBe('Bearer secret-key')
    expect(request?.body).toEqual({
      model: 'test-model',
      messages: [
        { role: 'system', content: 'Be kind.' },
        { role: 'user', content: 'Why?' },
      ],
      stream: true,
      stream_options: { include_usage: true },
    })
  })

  it('asks the model that is named, without a thought of the default, and names it', async () => {
    const one = openaiModel(client(), () => Promise.reject(new Error('No default was wanted')))
    server.next((answer) => answer.text('So').finish('stop').done())
    const events: ModelEvent[] = []
    const { signal } = new AbortController()
    for await (const event of one.stream({ messages, model: 'other' }, signal)) events.push(event)
    expect(events[0]).toEqual({ kind: 'model', name: 'other' })
    expect(server.requests.map(({ body }) => body['model'])).toEqual(['other'])
  })

  it.each([
    ['length', 'length'],
    ['content_filter', 'filter'],
    ['tool_calls', 'stop'],
  ])('understands the finish reason %s', async (sent, reason) => {
    server.next((answer) => answer.text('So').finish(sent).done())
    expect((await ask()).events).toEqual([named, ...text('So'), { kind: 'finish', reason }])
  })

  it('takes reasoning for life, under both its names, and gives a refusal as such', async () => {
    server.next((answer) => {
      answer.delta({ reasoning_content: 'hm' }).delta({ reasoning: 'hm' })
      answer.delta({ refusal: 'I cannot.' }).finish('stop').done()
    })
    expect((await ask()).events).toEqual([
      named,
      { kind: 'thinking' },
      { kind: 'thinking' },
      ...text('I cannot.'),
      { kind: 'finish', reason: 'refusal' },
    ])
  })

  it('takes secret reasoning for life, too', async () => {
    server.next((answer) => {
      answer.delta({ content: '', reasoning: null, reasoning_details: [] })
      answer.delta({ content: '', reasoning_details: [{ type: 'reasoning.encrypted' }] })
      answer.text('So').finish('stop').done()
    })
    expect((await ask()).events.map(({ kind }) => kind)).toEqual([
      'model',
      'thinking',
      'text',
      'finish',
    ])
  })

  it('reads content that comes in parts, as Mistral’s does: the thoughts are no text', async () => {
    const thought = { type: 'thinking', thinking: [{ type: 'text', text: 'hm' }] }
    server.next((answer) => {
      answer
        .delta({ content: [thought] })
        .delta({ content: [thought, { type: 'text', text: 'So' }] })
      answer.delta({ content: [{ type: 'text', text: ', ' }, { type: 'reference' }, null, 'x'] })
      answer.text('yes').finish('stop').done()
    })
    expect((await ask()).events).toEqual([
      named,
      { kind: 'thinking' },
      ...text('So'),
      { kind: 'thinking' },
      ...text(', ', 'yes'),
      { kind: 'finish', reason: 'stop' },
    ])
  })

  it('passes over chunks in which there is nothing', async () => {
    server.next((answer) => {
      for (const nothing of ['null', '{}', '{"choices":null}', '{"choices":[{}]}', '7']) {
        answer.raw(`data: ${nothing}\n\n`)
      }
      answer
        .text('So')
        .chunk({ choices: [{ index: 0, finish_reason: 'stop' }] })
        .done()
    })
    expect(await ask()).toEqual({
      events: [named, ...text('So'), { kind: 'finish', reason: 'stop' }],
      failure: undefined,
    })
  })

  it('gives no sign of life before the model does', async () => {
    server.next((answer) => answer.delta({ role: 'assistant', content: '' }).destroy())
    expect((await ask()).events).toEqual([])
  })

  it('passes over comments that only keep the connection alive', async () => {
    server.next((answer) => answer.raw(': keep-alive\n\n').text('Hi').finish('stop').done())
    expect((await ask()).events).toHaveLength(3)
  })

  it('does without a count of tokens where the server refuses it, and remembers that', async () => {
    const refuse: Script = (answer) => answer.error(400, 'Unknown parameter: stream_options')
    const plain: Script = (answer) => answer.text('Hi').finish('stop').done()
    server.next(refuse, plain, plain)
    const one = model()
    expect((await ask(one)).events).toHaveLength(3)
    expect((await ask(one)).events).toHaveLength(3)
    expect(server.requests.map(({ body }) => 'stream_options' in body)).toEqual([
      true,
      false,
      false,
    ])
  })

  it('asks once more when the server was not well, and no more', async () => {
    const unwell: Script = (answer) => answer.error(503, 'Loading')
    server.next(unwell, (answer) => answer.text('Hi').finish('stop').done())
    expect((await ask()).failure).toBeUndefined()
    server.next(unwell, unwell)
    expect((await ask()).failure?.kind).toBe('overloaded')
    expect(server.requests).toHaveLength(4)
  })

  it.each([
    [400, null, 'rejected'],
    [401, 'invalid_api_key', 'key'],
    [402, null, 'quota'],
    [403, null, 'key'],
    [404, 'model_not_found', 'not-found'],
    [422, null, 'rejected'],
    [429, null, 'busy'],
    [429, 'insufficient_quota', 'quota'],
    [500, null, 'overloaded'],
    [529, null, 'overloaded'],
  ])('names a %d with the code %s: %s', async (status, code, kind) => {
    server.always((answer) => answer.error(status, 'No.', code))
    expect((await ask()).failure?.kind).toBe(kind)
  })

  const faults: readonly (readonly [string, string, Script])[] = [
    ['a socket that closes midway', 'cut', (answer) => answer.text('Hi').destroy()],
    [
      'an error among the data',
      'broken',
      (answer) => answer.text('Hi').raw('data: {"error":{"message":"boom"}}\n\n').end(),
    ],
    ['data that is no JSON', 'broken', (answer) => answer.text('Hi').raw('data: {oops\n\n').end()],
  ]
  it.each(faults)('keeps the text and names %s: %s', async (_, kind, script) => {
    server.next(script)
    const { events, failure } = await ask()
    expect(failure?.kind).toBe(kind)
    expect(events).toEqual([named, ...text('Hi')])
  })

  it('gives no finish when the stream ends without one, or with an error in its place', async () => {
    server.next(
      (answer) => answer.text('Hi').end(),
      (answer) => answer.text('Hi').finish('error').done(),
    )
    expect(await ask()).toEqual({ events: [named, ...text('Hi')], failure: undefined })
    expect(await ask()).toEqual({ events: [named, ...text('Hi')], failure: undefined })
  })

  it('says that nobody is there', async () => {
    const nobody = openaiModel(client('http://127.0.0.1:9/v1'), async () => 'test-model')
    const { failure } = await ask(nobody)
    expect(failure?.kind).toBe('unreachable')
    expect(failure?.message).toMatch(/ECONNREFUSED|bad port/)
  })

  it('closes the request when it is aborted, and ends without a failure', async () => {
    const stop = new AbortController()
    server.next(async (answer, { closed }) => {
      answer.text('Hi')
      await closed
    })
    const events: ModelEvent[] = []
    for await (const event of model().stream({ messages }, stop.signal)) {
      events.push(event)
      if (event.kind === 'text') stop.abort()
    }
    expect(events).toEqual([named, ...text('Hi')])
    await server.requests[0]?.closed
  })
})

describe('openaiModel, asked for the whole answer at once', () => {
  const { signal } = new AbortController()
  const request = { messages, maxTokens: 40 }

  it('asks with a limit, and not for a stream', async () => {
    server.next((answer) => answer.whole('A fox'))
    expect(await model().complete(request, signal)).toBe('A fox')
    expect(server.requests.map(({ body }) => body)).toEqual([
      {
        model: 'test-model',
        messages: [
          { role: 'system', content: 'Be kind.' },
          { role: 'user', content: 'Why?' },
        ],
        max_tokens: 40,
      },
    ])
  })

  it('asks the model that is named', async () => {
    server.next((answer) => answer.whole('A fox'))
    await model().complete({ ...request, model: 'other' }, signal)
    expect(server.requests[0]?.body['model']).toBe('other')
  })

  it.each([
    ['<think>\nA title for a fox.\n</think>\n\nA fox', 'A fox'],
    ['A <think>fox</think>', 'A <think>fox</think>'],
    ['<think>The limit was reached while it was still th', ''],
    ['\n<thinking>A fox?</thinking><think>Or two?</think>\nA fox', 'A fox'],
    [
      [
        { type: 'thinking', thinking: [] },
        { type: 'text', text: 'A fox' },
      ],
      'A fox',
    ],
    [null, ''],
  ])('takes away the reasoning in front: %j', async (content, expected) => {
    server.next((answer) => answer.whole(content))
    expect(await model().complete(request, signal)).toBe(expected)
  })

  it('calls the limit by its newer name where the older is refused, and remembers that', async () => {
    const refuse: Script = (answer) => answer.error(400, "Unsupported parameter: 'max_tokens'")
    const whole: Script = (answer) => answer.whole('A fox')
    server.next(refuse, whole, whole)
    const one = model()
    expect(await one.complete(request, signal)).toBe('A fox')
    expect(await one.complete(request, signal)).toBe('A fox')
    const limits = server.requests.map(({ body }) => [
      body['max_tokens'],
      body['max_completion_tokens'],
    ])
    expect(limits).toEqual([
      [40, undefined],
      [undefined, 40],
      [undefined, 40],
    ])
  })

  it('asks once more for a refusal, and no more; what was refused anyway is not remembered', async () => {
    const refuse: Script = (answer) => answer.error(400, 'Too long')
    server.next(refuse, refuse, (answer) => answer.whole('A fox'))
    const one = model()
    await expect(one.complete(request, signal)).rejects.toMatchObject({ kind: 'rejected' })
    expect(server.requests).toHaveLength(2)
    expect(await one.complete(request, signal)).toBe('A fox')
    expect(server.requests[2]?.body['max_tokens']).toBe(40)
  })

  it('fails as a ModelFailure: for a key, for nonsense, and when it is aborted', async () => {
    server.next(
      (answer) => answer.error(401, 'No.'),
      (answer) => answer.json(200, {}),
      (answer) => answer.json(200, null),
    )
    const asked = () => model().complete(request, signal)
    await expect(asked()).rejects.toMatchObject({ name: 'ModelFailure', kind: 'key' })
    await expect(asked()).rejects.toMatchObject({ name: 'ModelFailure', kind: 'broken' })
    await expect(asked()).rejects.toMatchObject({ name: 'ModelFailure', kind: 'broken' })

    const stop = new AbortController()
    server.next(async (_, { closed }) => {
      stop.abort()
      await closed
    })
    const aborted = model().complete(request, stop.signal)
    await expect(aborted).rejects.toMatchObject({ name: 'ModelFailure', kind: 'cut' })
  })
})
