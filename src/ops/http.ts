import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { Metrics } from './metrics.ts'

export interface HealthParts {
  /** The parts that do not work now, by name; none: people can ask. */
  readonly failing: () => readonly string[]
  readonly metrics: Pick<Metrics, 'text' | 'contentType'>
}

/**
 * Serves `/healthz` (the process runs), `/readyz` (people can ask) and `/metrics` on 127.0.0.1.
 * Rejects where the port is taken.
 */
export async function listenForHealth(port: number, parts: HealthParts): Promise<void> {
  await once(createServer(healthRoutes(parts)).listen(port, '127.0.0.1'), 'listening')
}

function healthRoutes({ failing, metrics }: HealthParts): RequestListener {
  return async ({ method, url }, response) => {
    function answer(status: number, body: string, contentType = 'text/plain; charset=utf-8'): void {
      response.writeHead(status, { 'content-type': contentType }).end(body)
    }
    function answerReady(names: readonly string[]): void {
      if (names.length === 0) answer(200, 'ok')
      else answer(503, `not ready: ${names.join(', ')}`)
    }
    const path = url?.split('?', 1)[0]
    try {
      if (method !== 'GET' && method !== 'HEAD') answer(405, 'method not allowed')
      else if (path === '/healthz') answer(200, 'ok')
      else if (path === '/readyz') answerReady(failing())
      else if (path === '/metrics') answer(200, await metrics.text(), metrics.contentType)
      else answer(404, 'not found')
    } catch {
      answer(500, 'the metrics could not be collected')
    }
  }
}
