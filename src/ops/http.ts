import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { Metrics } from './metrics.ts'

export interface HealthParts {
  readonly isConnected: () => boolean
  readonly metrics: Pick<Metrics, 'text' | 'contentType'>
}

/** Serves `/healthz` and `/metrics` on 127.0.0.1. Rejects where the port is taken. */
export async function listenForHealth(port: number, parts: HealthParts): Promise<void> {
  await once(createServer(healthRoutes(parts)).listen(port, '127.0.0.1'), 'listening')
}

function healthRoutes({ isConnected, metrics }: HealthParts): RequestListener {
  return async ({ method, url }, response) => {
    function answer(status: number, body: string, contentType = 'text/plain; charset=utf-8'): void {
      response.writeHead(status, { 'content-type': contentType }).end(body)
    }
    const path = url?.split('?', 1)[0]
    try {
      if (method !== 'GET' && method !== 'HEAD') answer(405, 'method not allowed')
      else if (path === '/healthz' && isConnected()) answer(200, 'ok')
      else if (path === '/healthz') answer(503, 'not connected to Discord')
      else if (path === '/metrics') answer(200, await metrics.text(), metrics.contentType)
      else answer(404, 'not found')
    } catch {
      answer(500, 'the metrics could not be collected')
    }
  }
}
