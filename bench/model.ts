import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { piecesOf } from './text.ts'

/** What the model is to write when it is asked `question`. */
export interface Plan {
  readonly question: string
  readonly text: string
  readonly tokensPerSecond: number
}

/** What it wrote. Times in milliseconds of `performance.now()`. */
export interface Recording {
  readonly plan: Plan
  /** When each piece was handed to the network, with the pieces. */
  readonly pieces: { readonly atMs: number; readonly text: string }[]
  /** Set when the last piece was. */
  endedMs: number | undefined
}

/** A server of OpenAI's Chat Completions on loopback that writes planned answers at a given rate. */
export interface Model {
  /** For `OPENAI_BASE_URL`. */
  readonly baseUrl: string
  plan(plan: Plan): Recording
  close(): Promise<void>
}

/** From the headers to the first piece. */
const firstTokenMs = 300

const name = 'bench-model'

export async function startModel(): Promise<Model> {
  const recordings = new Map<string, Recording>()
  const server = createServer((request, response) => {
    respond(request, response).catch(() => response.destroy())
  })

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method === 'GET') {
      const data = [{ id: name, object: 'model', created: 0, owned_by: 'bench' }]
      response.writeHead(200, { 'content-type': 'application/json' })
      response.end(JSON.stringify({ object: 'list', data }))
      return
    }
    const recording = recordings.get(questionIn(await textIn(request)))
    // Asked twice, the first answer is the one that counts: the second would spoil its times.
    if (recording === undefined || recording.pieces.length > 0) {
      response.writeHead(400).end(JSON.stringify({ error: { message: 'Nothing is planned' } }))
      return
    }
    response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders()
    await write(recording, response)
  }

  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    plan(plan) {
      const recording: Recording = { plan, pieces: [], endedMs: undefined }
      recordings.set(plan.question, recording)
      return recording
    },
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

/** Writes each piece when it is due: a timer that fires late does not shift those that follow. */
async function write(recording: Recording, response: ServerResponse): Promise<void> {
  const { plan, pieces } = recording
  const texts = piecesOf(plan.text)
  const startMs = performance.now() + firstTokenMs
  for (const [index, text] of texts.entries()) {
    const leftMs = startMs + (index * 1_000) / plan.tokensPerSecond - performance.now()
    if (leftMs > 0) await new Promise((resolve) => setTimeout(resolve, leftMs))
    if (response.destroyed) return
    pieces.push({ atMs: performance.now(), text })
    response.write(chunk({ content: text }, null))
  }
  recording.endedMs = pieces.at(-1)?.atMs
  response.end(`${chunk({}, 'stop')}data: [DONE]\n\n`)
}

function chunk(delta: object, reason: string | null): string {
  const choices = [{ index: 0, delta, finish_reason: reason }]
  const body = {
    id: 'chatcmpl-1',
    object: 'chat.completion.chunk',
    created: 0,
    model: name,
    choices,
  }
  return `data: ${JSON.stringify(body)}\n\n`
}

/** Questions are `#` and a number: the newest in the conversation is the one that is asked. */
function questionIn(body: string): string {
  return body.match(/#\d+/g)?.at(-1) ?? ''
}

async function textIn(request: IncomingMessage): Promise<string> {
  let text = ''
  for await (const chunk of request) text += String(chunk)
  return text
}
