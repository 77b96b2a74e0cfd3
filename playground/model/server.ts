import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { text as readText } from 'node:stream/consumers'
import { closeServer, listen } from '../listen.ts'
import { answerTo } from './answer.ts'
import { type ChatRequest, parseChatRequest } from './chat-request.ts'
import { demoModelName, errorBody, newCompletion, usageOf } from './completion.ts'
import { streamAnswer } from './stream-answer.ts'

export interface DemoModelOptions {
  /** Default: a free port. */
  readonly port?: number
  /** Default 40, the speed of a common hosted model. */
  readonly tokensPerSecond?: number
}

export interface DemoModel {
  /** Ends in `/v1`, as OPENAI_BASE_URL expects. */
  readonly baseUrl: string
  /** Also closes the connections of answers in progress. */
  close(): Promise<void>
}

/** Starts a server on loopback that speaks OpenAI's Chat Completions and answers from a script. */
export async function startDemoModel(options: DemoModelOptions = {}): Promise<DemoModel> {
  const tokensPerSecond = options.tokensPerSecond ?? 40
  const server = createServer((request, response) => {
    handle(request, response, tokensPerSecond).catch((error: unknown) => {
      if (response.headersSent) response.destroy()
      else sendJson(response, 500, errorBody(String(error), 'server_error'))
    })
  })
  const port = await listen(server, options.port ?? 0)
  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    close: () => closeServer(server),
  }
}

async function handle(
  request: IncomingMessage,
  response: ServerResponse,
  tokensPerSecond: number,
): Promise<void> {
  const path = new URL(request.url ?? '/', 'http://127.0.0.1').pathname
  if (request.method === 'GET' && path === '/v1/models') {
    const model = { id: demoModelName, object: 'model', created: 0, owned_by: 'platen' }
    return sendJson(response, 200, { object: 'list', data: [model] })
  }
  if (request.method !== 'POST' || path !== '/v1/chat/completions') {
    const message = `Unknown request URL: ${request.method} ${path}`
    return sendJson(response, 404, errorBody(message, 'invalid_request_error', 'unknown_url'))
  }

  const chat = parseChatRequest(await readText(request))
  if (typeof chat === 'string') {
    return sendJson(response, 400, errorBody(chat, 'invalid_request_error'))
  }
  if (chat.model !== demoModelName) {
    const message = `The model '${chat.model}' does not exist; this server has only '${demoModelName}'.`
    return sendJson(response, 404, errorBody(message, 'invalid_request_error', 'model_not_found'))
  }
  if (chat.stream) await streamAnswer(chat, response, tokensPerSecond)
  else sendWhole(chat, response)
}

function sendWhole(chat: ChatRequest, response: ServerResponse): void {
  const { text, fate } = answerTo(chat.turns)
  const message = { role: 'assistant', content: text, refusal: null }
  if (fate === 'disconnect') response.destroy()
  else if (fate === 'error') {
    sendJson(response, 500, errorBody('The demo model was asked to fail.', 'server_error'))
  } else {
    sendJson(response, 200, {
      ...newCompletion(),
      object: 'chat.completion',
      choices: [{ index: 0, message, finish_reason: 'stop', logprobs: null }],
      usage: usageOf(chat, text),
    })
  }
}

function sendJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}
