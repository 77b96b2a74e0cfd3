import type { ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { answerTo } from './answer.ts'
import type { ChatRequest } from './chat-request.ts'
import { errorBody, newCompletion, usageOf } from './completion.ts'
import { pieces } from './pieces.ts'

/**
 * Streams an answer as server-sent events at an even speed. Stops when the client disconnects. An
 * answer that is to fail does so in the middle.
 */
export async function streamAnswer(
  chat: ChatRequest,
  response: ServerResponse,
  tokensPerSecond: number,
): Promise<void> {
  const { text, fate } = answerTo(chat.turns)
  const gone = new AbortController()
  response.once('close', () => gone.abort())
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache',
  })

  const completion = newCompletion()
  const send = (rest: object) =>
    sendEvent(response, { ...completion, object: 'chat.completion.chunk', ...rest })
  const sendDelta = (delta: object, finishReason: string | null = null) =>
    send({ choices: [{ index: 0, delta, finish_reason: finishReason, logprobs: null }] })

  sendDelta({ role: 'assistant', content: '' })
  const startedAt = performance.now()
  let sent = 0
  for (const piece of pieces(text)) {
    // Measured from the start, so that late timers do not slow the answer down.
    const dueMs = startedAt + (sent * 1000) / tokensPerSecond - performance.now()
    // An abort ends the wait early; the next line checks for it.
    if (dueMs > 0) await sleep(dueMs, undefined, { signal: gone.signal }).catch(() => {})
    if (gone.signal.aborted) return
    sendDelta({ content: piece })
    sent += 1
  }

  if (fate === 'disconnect') return cutOff(response)
  if (fate === 'error') {
    sendEvent(response, errorBody('The demo model was asked to fail.', 'server_error'))
    response.end()
    return
  }
  sendDelta({}, 'stop')
  if (chat.includeUsage) send({ choices: [], usage: usageOf(chat, text) })
  response.end('data: [DONE]\n\n')
}

/** Closes the socket in the middle of the body, after the written data was flushed. */
function cutOff(response: ServerResponse): void {
  response.write('\n', () => response.destroy())
}

function sendEvent(response: ServerResponse, event: object): void {
  response.write(`data: ${JSON.stringify(event)}\n\n`)
}
