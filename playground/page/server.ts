import { createServer } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { closeServer, listen } from '../listen.ts'
import { createAuth } from './auth/auth.ts'
import { type BindAddress, loopbackOnly } from './auth/bind-address.ts'
import { goLive } from './live.ts'
import { pageRoutes } from './routes.ts'
import type { PageSource } from './source.ts'

export interface Page {
  readonly url: string
  close(): Promise<void>
}

/**
 * Serves the page at `bindAddress`. A WebSocket at `/live?as=USER_ID` sends the state of that
 * person's client and its changes. Browsers post actions to `/actions/NAME?as=USER_ID`. Rejects
 * when the port is taken.
 */
export async function startPage(
  source: PageSource,
  port: number,
  bindAddress: BindAddress = loopbackOnly,
): Promise<Page> {
  const auth = createAuth(bindAddress)
  const server = createServer(auth.guard(getRequestListener(pageRoutes(source).fetch)))
  const live = goLive(source)
  server.on('upgrade', (request, socket, head) => {
    // The URL may be malformed.
    const url = URL.parse(request.url ?? '', 'http://localhost')
    if (url?.pathname !== '/live' || !auth.admits(request)) return auth.refuse(socket)
    live.accept(request, { socket, head, personId: url.searchParams.get('as') })
  })
  const ownPort = await listen(server, port, bindAddress.address)
  return {
    url: `http://${bindAddress.hosts[0]}:${ownPort}`,
    close: async () => {
      live.close()
      await closeServer(server)
    },
  }
}
