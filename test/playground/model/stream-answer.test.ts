import { createServer } from 'node:http'
import { describe, expect, it } from 'vitest'
import { closeServer, listen } from '../../../playground/listen.ts'
import { streamAnswer } from '../../../playground/model/stream-answer.ts'

describe('streamAnswer', () => {
  it('stops writing when the client goes away', async () => {
    const written = Promise.withResolvers<'finished' | 'stopped'>()
    const turns = [{ role: 'user', text: 'long' }]
    const chat = { model: 'platen-demo', turns, stream: true, includeUsage: false }
    const server = createServer((_, response) => {
      // At this speed the whole answer takes a quarter of an hour.
      streamAnswer(chat, response, 1).then(
        () => written.resolve(response.writableFinished ? 'finished' : 'stopped'),
        written.reject,
      )
    })
    const port = await listen(server, 0)
    const leaving = new AbortController()
    const response = await fetch(`http://127.0.0.1:${port}`, { signal: leaving.signal })
    const first = await response.body?.getReader().read()
    expect(new TextDecoder().decode(first?.value)).toContain('"role":"assistant"')
    leaving.abort()
    expect(await written.promise).toBe('stopped')
    await closeServer(server)
  })
})
