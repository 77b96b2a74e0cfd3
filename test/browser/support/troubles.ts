import type { BrowserContext } from 'playwright-core'

/**
 * Collects what no page of a context should do: errors in the console, uncaught errors, failed
 * requests, and requests to other hosts than `ownHost`.
 */
export function collectTroubles(context: BrowserContext, ownHost: string): readonly string[] {
  const troubles: string[] = []
  const askFor = (address: string) => {
    const url = new URL(address)
    const isRemote = /^(https?|wss?):$/.test(url.protocol)
    if (isRemote && url.host !== ownHost) troubles.push(`request to another host: ${address}`)
  }
  context.on('console', (message) => {
    if (message.type() === 'error') troubles.push(`console error: ${message.text()}`)
  })
  context.on('weberror', (webError) => {
    troubles.push(`uncaught error: ${webError.error().stack ?? webError.error().message}`)
  })
  context.on('request', (request) => askFor(request.url()))
  context.on('requestfailed', (request) => {
    troubles.push(`failed request: ${request.url()} (${request.failure()?.errorText})`)
  })
  context.on('response', (response) => {
    if (response.status() < 400) return
    troubles.push(`failed request: ${response.url()} (status ${response.status()})`)
  })
  context.on('page', (page) => {
    page.on('websocket', (socket) => {
      askFor(socket.url())
      socket.on('socketerror', (error) => {
        troubles.push(`failed WebSocket: ${socket.url()} (${error})`)
      })
    })
  })
  return troubles
}
