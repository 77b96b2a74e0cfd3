import { once } from 'node:events'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import type { Metrics } from './metrics.ts'

/**
 * Serves `/healthz` (200 while connected to Discord, else 503) and `/metrics` on loopback. Rejects
 * when the port cannot be had.
 */
export async function listenForHealth(
  port: number,
  { isConnected, metrics }: { isConnected: () => boolean; metrics: Metrics },
): Promise<void> {
  const app = new Hono()
  app.get('/healthz', (context) =>
    isConnected() ? context.text('ok') : context.text('not connected to Discord', 503),
  )
  app.get('/metrics', async (context) =>
    context.body(await metrics.text(), 200, { 'content-type': metrics.contentType }),
  )
  await once(serve({ fetch: app.fetch, port, hostname: '127.0.0.1' }), 'listening')
}
