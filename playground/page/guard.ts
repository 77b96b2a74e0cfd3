import type { IncomingHttpHeaders } from 'node:http'

/**
 * Is this request one of the page's own, made from this computer? A site elsewhere can point a name
 * of its own at 127.0.0.1, so the host must be a local name, and what a browser sends on behalf of
 * another site carries that site's origin.
 */
export function isOwnRequest(headers: IncomingHttpHeaders, port: number): boolean {
  const hosts = ['localhost', '127.0.0.1', '[::1]'].map((name) => `${name}:${port}`)
  const { host, origin } = headers
  if (host === undefined || !hosts.includes(host.toLowerCase())) return false
  return origin === undefined || origin.toLowerCase() === `http://${host.toLowerCase()}`
}
