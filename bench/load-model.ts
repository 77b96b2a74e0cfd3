// A model server in a process of its own, for capacity runs: it answers everything at once with
// the same endless text, and takes its orders from the command line.
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { piecesOf, textOf } from './text.ts'

const tokensPerSecond = Number(process.argv[2])
const seconds = Number(process.argv[3])
const tickMs = 10

const pieces = piecesOf(textOf(tokensPerSecond * seconds * 4, 1)).map((content) =>
  event({ content }),
)
const running = new Map<ServerResponse, { readonly startMs: number; sent: number }>()

const server = createServer((request, response) => {
  if (request.method === 'GET') {
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ object: 'list', data: [{ id: 'bench-model' }] }))
    return
  }
  request.resume()
  response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders()
  response.once('close', () => running.delete(response))
  running.set(response, { startMs: performance.now(), sent: 0 })
})

// One timer for all answers: each piece still goes out as an event of its own.
setInterval(() => {
  for (const [response, state] of running) {
    const due = ((performance.now() - state.startMs) * tokensPerSecond) / 1_000
    for (; state.sent < due && state.sent < pieces.length; state.sent += 1) {
      response.write(pieces[state.sent])
    }
    if (state.sent < pieces.length) continue
    running.delete(response)
    response.end(`${event({}, 'stop')}data: [DONE]\n\n`)
  }
}, tickMs)

server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo
  process.send?.(`http://127.0.0.1:${port}/v1`)
})
process.once('disconnect', () => process.exit())

function event(delta: object, reason: string | null = null): string {
  const choices = [{ index: 0, delta, finish_reason: reason }]
  return `data: ${JSON.stringify({ id: 'load', object: 'chat.completion.chunk', created: 0, model: 'bench-model', choices })}\n\n`
}
