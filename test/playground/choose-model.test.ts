import { createServer, type RequestListener } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import { chooseModel, typedModel } from '../../playground/choose-model.ts'
import { closeServer, listen } from '../../playground/listen.ts'

const endings: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const end of endings.splice(0)) await end()
})

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  const port = await listen(server, 0)
  endings.push(() => closeServer(server))
  return `http://127.0.0.1:${port}`
}

function ollamaWith(...names: string[]): Promise<string> {
  return serve((request, response) => {
    const models = names.map((name) => ({ name, size: 1 }))
    response.end(request.url === '/api/tags' ? JSON.stringify({ models }) : 'Ollama is running')
  })
}

async function choose(
  environment: NodeJS.ProcessEnv,
  ollamaUrl: string,
  ollamaPatienceMs = 10_000,
) {
  const chosen = await chooseModel(environment, { ollamaUrl, ollamaPatienceMs })
  endings.push(() => chosen.close())
  return chosen
}

const nobodyThere = 'http://127.0.0.1:1'

describe('chooseModel', () => {
  it('takes what the environment names and starts nothing', async () => {
    const ollamaUrl = await ollamaWith('llama3.2:latest')
    const byKey = await choose({ OPENAI_API_KEY: 'key', OPENAI_MODEL: 'some-model' }, ollamaUrl)
    expect(byKey).toMatchObject({ kind: 'configured', label: 'some-model, from OpenAI' })
    expect(byKey.environment).toEqual({})
    const byUrl = await choose({ OPENAI_BASE_URL: 'http://10.0.0.7:8080/v1' }, ollamaUrl)
    expect(byUrl).toMatchObject({ kind: 'configured', label: 'the model of 10.0.0.7:8080' })
  })

  it.each(['0', '-1', 'fast'])('refuses %s for the speed of the demo model', async (speed) => {
    await expect(choose({ DEMO_TOKENS_PER_SECOND: speed }, nobodyThere)).rejects.toThrow(
      'DEMO_TOKENS_PER_SECOND: expected a number above 0',
    )
  })

  it('finds an Ollama and takes its first model that can chat', async () => {
    const ollamaUrl = await ollamaWith('nomic-embed-text:latest', 'llama3.2:latest', 'qwen3:8b')
    const chosen = await choose({ OPENAI_API_KEY: '' }, ollamaUrl)
    expect(chosen.kind).toBe('ollama')
    expect(chosen.label).toContain('llama3.2:latest')
    expect(chosen.environment).toMatchObject({
      OPENAI_BASE_URL: `${ollamaUrl}/v1`,
      OPENAI_MODEL: 'llama3.2:latest',
    })
  })

  it('takes the wanted model of an Ollama when it is there', async () => {
    const ollamaUrl = await ollamaWith('llama3.2:latest', 'qwen3:8b')
    const there = await choose({ OPENAI_MODEL: 'qwen3:8b' }, ollamaUrl)
    expect(there.environment['OPENAI_MODEL']).toBe('qwen3:8b')
    const missing = await choose({ OPENAI_MODEL: 'gpt-0' }, ollamaUrl)
    expect(missing.environment['OPENAI_MODEL']).toBe('llama3.2:latest')
  })

  it.each([
    ['nobody answers', async () => nobodyThere],
    ['Ollama has no model', () => ollamaWith()],
    ['something else answers', () => serve((_, response) => response.end('<html></html>'))],
    ['the answer does not come', () => serve(() => {}), 50],
  ])('starts the demo model when %s', async (_, start, patienceMs?: number) => {
    const chosen = await choose({}, await start(), patienceMs)
    expect(chosen).toMatchObject({ kind: 'demo', label: 'demo model (a script, not an AI)' })
    const models = await fetch(`${chosen.environment['OPENAI_BASE_URL']}/models`)
    expect(await models.json()).toMatchObject({
      data: [{ id: chosen.environment['OPENAI_MODEL'] }],
    })
  })
})

describe('typedModel', () => {
  it('tells a server that somebody typed in nothing that is for another one', () => {
    const given = {
      OPENAI_API_KEY: 'secret 1',
      OPENAI_BASE_URL: 'http://secret-2/v1',
      OPENAI_MODEL: 'secret 3',
      OPENAI_MODELS: 'secret 4',
      // The SDK reads these by itself and sends them.
      OPENAI_CUSTOM_HEADERS: 'Authorization: secret 5',
      OPENAI_ORG_ID: 'secret 6',
      OPENAI_PROJECT_ID: 'secret 7',
    }
    const typed = typedModel({ baseUrl: 'http://elsewhere.example/v1', key: '', name: 'a' })
    expect(JSON.stringify({ ...given, ...typed.environment })).not.toContain('secret')
  })
})
