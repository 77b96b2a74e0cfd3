import OpenAI, { APIError, BadRequestError, InternalServerError, NotFoundError } from 'openai'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type DemoModel, startDemoModel } from '../../../playground/model/server.ts'

let model: DemoModel
let client: OpenAI

beforeAll(async () => {
  model = await startDemoModel({ tokensPerSecond: 100_000 })
  client = new OpenAI({ baseURL: model.baseUrl, apiKey: 'none', maxRetries: 0 })
})

afterAll(() => model.close())

function ask(content: string) {
  return client.chat.completions.create({
    model: 'platen-demo',
    messages: [{ role: 'user', content }],
    stream: true,
    stream_options: { include_usage: true },
  })
}

async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const collected: Item[] = []
  for await (const item of items) collected.push(item)
  return collected
}

async function wholeAnswer(content: string): Promise<string> {
  let text = ''
  for await (const chunk of await ask(content)) text += chunk.choices[0]?.delta.content ?? ''
  return text
}

describe('startDemoModel', () => {
  it('offers exactly one model', async () => {
    const { data } = await client.models.list()
    expect(data.map(({ id }) => id)).toEqual(['platen-demo'])
  })

  it('streams an answer in small pieces, with a finish reason and the usage at the end', async () => {
    const chunks = await collect(await ask('a long answer, please'))
    const deltas = chunks.map((chunk) => chunk.choices[0]?.delta.content ?? '')
    expect(deltas.join('').length).toBeGreaterThan(4000)
    expect(Math.max(...deltas.map((delta) => delta.length))).toBeLessThanOrEqual(16)
    expect(chunks[0]?.choices[0]?.delta.role).toBe('assistant')
    expect(chunks.at(-2)?.choices[0]?.finish_reason).toBe('stop')
    const spoken = deltas.filter((delta) => delta !== '').length
    expect(chunks.at(-1)).toMatchObject({ choices: [], usage: { completion_tokens: spoken } })
  })

  it('sends the usage only when asked', async () => {
    const stream = await client.chat.completions.create({
      model: 'platen-demo',
      messages: [{ role: 'user', content: 'short' }],
      stream: true,
    })
    const chunks = await collect(stream)
    expect(chunks.length).toBeGreaterThan(5)
    expect(chunks.filter(({ usage }) => usage)).toEqual([])
  })

  it('answers as a whole too, with the same text', async () => {
    const completion = await client.chat.completions.create({
      model: 'platen-demo',
      messages: [{ role: 'user', content: [{ type: 'text', text: 'a table' }] }],
    })
    expect(completion.choices[0]?.message.content).toBe(await wholeAnswer('a table'))
    expect(completion.choices[0]?.finish_reason).toBe('stop')
    expect(completion.usage?.total_tokens).toBeGreaterThan(50)
  })

  it('writes at the speed it was given', async () => {
    const slow = await startDemoModel({ tokensPerSecond: 50 })
    const slowClient = new OpenAI({ baseURL: slow.baseUrl, apiKey: 'none' })
    const startedAt = performance.now()
    const stream = await slowClient.chat.completions.create({
      model: 'platen-demo',
      messages: [
        { role: 'assistant', content: 'Yes?' },
        { role: 'user', content: 'short' },
      ],
      stream: true,
    })
    const chunks = await collect(stream)
    const leastMs = ((chunks.length - 3) * 1000) / 50
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(leastMs - 5)
    await slow.close()
  })

  it('reports an error in the stream after half an answer', async () => {
    let text = ''
    const reading = async () => {
      for await (const chunk of await ask('error')) text += chunk.choices[0]?.delta.content ?? ''
    }
    await expect(reading()).rejects.toBeInstanceOf(APIError)
    expect(text.length).toBeGreaterThan(100)
  })

  it('cuts the connection after half an answer', async () => {
    let text = ''
    const reading = async () => {
      for await (const chunk of await ask('disconnect')) {
        text += chunk.choices[0]?.delta.content ?? ''
      }
    }
    await expect(reading()).rejects.toThrow('terminated')
    expect(text.length).toBeGreaterThan(100)
  })

  it('fails a whole answer with a server error when asked to', async () => {
    const completion = client.chat.completions.create({
      model: 'platen-demo',
      messages: [{ role: 'user', content: 'error' }],
    })
    await expect(completion).rejects.toBeInstanceOf(InternalServerError)
  })

  it('refuses what it does not know in the way of OpenAI', async () => {
    const messages = [{ role: 'user' as const, content: 'short' }]
    const unknownModel = client.chat.completions.create({ model: 'gpt-0', messages })
    await expect(unknownModel).rejects.toBeInstanceOf(NotFoundError)
    await expect(unknownModel).rejects.toMatchObject({ code: 'model_not_found' })
    await expect(client.files.list()).rejects.toBeInstanceOf(NotFoundError)
    await expect(
      client.chat.completions.create({ model: 'platen-demo', messages: [] }),
    ).rejects.toBeInstanceOf(BadRequestError)
    const broken = await fetch(`${model.baseUrl}/chat/completions`, { method: 'POST', body: '{' })
    expect(broken.status).toBe(400)
    expect(await broken.json()).toMatchObject({ error: { type: 'invalid_request_error' } })
  })
})
