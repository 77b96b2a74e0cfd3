import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What the bot asked the model, as it came over the wire. */
export interface ModelRequest {
  readonly messages: readonly { readonly role: string; readonly content: string }[]
  readonly body: Readonly<Record<string, unknown>>
  readonly authorization: string | undefined
  /** Resolves when the connection is closed, by whichever side. */
  readonly closed: Promise<void>
}

/** Writes one answer of the server, piece by piece. */
export class ModelAnswer {
  readonly #response: ServerResponse

  constructor(response: ServerResponse) {
    this.#response = response
  }

  /** Whether the connection is closed, by whichever side. */
  get isClosed(): boolean {
    return this.#response.destroyed
  }

  /** Sends the headers of a stream before its first piece. */
  begin(): this {
    this.#response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders()
    return this
  }

  /** An answer that is no stream. */
  json(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): void {
    this.#response.writeHead(status, { 'content-type': 'application/json', ...headers })
    this.#response.end(JSON.stringify(body))
  }

  /** An error in OpenAI's form. */
  error(status: number, message: string, code: string | null = null): void {
    this.json(status, { error: { message, code, type: code, param: null } })
  }

  /** A whole answer, as it comes where no stream was asked for. */
  whole(content: unknown): void {
    const message = { role: 'assistant', content, refusal: null }
    const choices = [{ index: 0, message, finish_reason: 'stop', logprobs: null }]
    const head = { id: 'chatcmpl-1', object: 'chat.completion', created: 1, model: 'test' }
    this.json(200, { ...head, choices })
  }

  text(...pieces: readonly string[]): this {
    for (const content of pieces) this.chunk({ choices: [choice({ content })] })
    return this
  }

  delta(delta: object): this {
    return this.chunk({ choices: [choice(delta)] })
  }

  finish(reason: string): this {
    return this.chunk({ choices: [{ ...choice({}), finish_reason: reason }] })
  }

  usage(prompt: number, completion: number): this {
    const usage = {
      prompt_tokens: prompt,
      completion_tokens: completion,
      total_tokens: prompt + completion,
    }
    return this.chunk({ choices: [], usage })
  }

  chunk(chunk: object): this {
    const head = { id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1, model: 'test' }
    return this.raw(`data: ${JSON.stringify({ ...head, ...chunk })}\n\n`)
  }

  raw(text: string): this {
    if (!this.#response.headersSent) this.begin()
    this.#response.write(text)
    return this
  }

  /** The regular end of a stream. */
  done(): void {
    this.raw('data: [DONE]\n\n')
    this.#response.end()
  }

  /** Ends the stream without saying that it is over. */
  end(): void {
    this.raw('')
    this.#response.end()
  }

  /** Closes the socket without any answer. */
  drop(): void {
    this.#response.destroy()
  }

  /** Closes the socket in the middle, once what was written so far is on its way. */
  async destroy(): Promise<void> {
    await new Promise((written) => this.#response.write('', written))
    this.#response.destroy()
  }
}

function choice(delta: object) {
  return { index: 0, delta, finish_reason: null as string | null }
}

export type Script = (answer: ModelAnswer, request: ModelRequest) => void | Promise<void>

/** A server of OpenAI's Chat Completions on loopback that does what the test says. */
export interface ModelServer extends AsyncDisposable {
  /** For `OPENAI_BASE_URL`. */
  readonly baseUrl: string
  readonly requests: readonly ModelRequest[]
  /** What `/v1/models` lists, as soon as it comes; `undefined`: there is no such address. */
  models: readonly string[] | undefined | Promise<readonly string[]>
  /** How often it was asked for its list. */
  readonly listings: number
  /** Answers each request from now on; scripts queued by `next` go first. */
  always(script: Script): void
  next(...scripts: readonly Script[]): void
  /** Forgets the scripts: each request is answered with "Yes." again. */
  reset(): void
}

export async function startModelServer(): Promise<ModelServer> {
  const requests: ModelRequest[] = []
  const queue: Script[] = []
  const yes: Script = (answer) => answer.text('Yes.').finish('stop').done()
  let fallback = yes
  let models: ModelServer['models'] = ['test-model']
  let listings = 0

  async function respond(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const answer = new ModelAnswer(response)
    if (!incoming.url?.startsWith('/v1/')) return answer.error(404, 'Not found')
    if (incoming.url === '/v1/models') {
      listings += 1
      const names = await models
      if (names === undefined) return answer.error(404, 'Not found')
      const data = names.map((id) => ({ id, object: 'model', created: 1, owned_by: 'test' }))
      return answer.json(200, { object: 'list', data })
    }
    const body = JSON.parse(await textOf(incoming)) as ModelRequest['body']
    const request = {
      messages: body['messages'] as ModelRequest['messages'],
      body,
      authorization: incoming.headers.authorization,
      closed: once(response, 'close').then(() => undefined),
    }
    requests.push(request)
    await (queue.shift() ?? fallback)(answer, request)
  }

  const server = createServer((incoming, response) => void respond(incoming, response))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    requests,
    get models() {
      return models
    },
    set models(names) {
      models = names
    },
    get listings() {
      return listings
    },
    always(script) {
      fallback = script
    },
    next(...scripts) {
      queue.push(...scripts)
    },
    reset() {
      queue.length = 0
      fallback = yes
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

async function textOf(incoming: IncomingMessage): Promise<string> {
  let text = ''
  for await (const chunk of incoming) text += String(chunk)
  return text
}
