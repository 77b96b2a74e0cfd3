import { createServer } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { closeServer, listen } from '../listen.ts'
import { openDoor } from './auth/auth.ts'
import { onlyHere, type Reach } from './auth/bind-address.ts'
import { goLive } from './live.ts'
import { pageRoutes } from './routes.ts'
import type { PageSource } from './source.ts'

export interface Page {
  readonly url: string
  close(): Promise<void>
}

/**
 * Serves the page where `reach` says. A WebSocket at `/live?as=USER_ID` brings what that person's
 * client sees and what changes in it; what they do is posted to `/actions/NAME?as=USER_ID`. Rejects
 * when the port is taken.
 */
export async function startPage(
  source: PageSource,
  port: number,
  reach: Reach = onlyHere,
): Promise<Page> {
  const door = openDoor(reach)
  const server = createServer(door.guard(getRequestListener(pageRoutes(source).fetch)))
  const live = goLive(source)
  server.on('upgrade', (request, socket, head) => {
    // Anybody can ask for what is no address at all.
    const url = URL.parse(request.url ?? '', 'http://localhost')
    if (url?.pathname !== '/live' || !door.admits(request)) return door.refuse(socket)
    live.accept(request, { socket, head, personId: url.searchParams.get('as') })
  })
  const ownPort = await listen(server, port, reach.address)
  return {
    url: `http://${reach.hosts[0]}:${ownPort}`,
    close: async () => {
      live.close()
      await closeServer(server)
    },
  }
}
