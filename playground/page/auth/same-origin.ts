import type { IncomingHttpHeaders } from 'node:http'

/**
 * Whether the Host header names this computer. A site can let its own name resolve to 127.0.0.1,
 * and browsers then send that name (DNS rebinding). So only exact spellings are accepted, and no
 * name below `localhost`. `more` are further hosts, written as in URLs.
 */
export function isLocalHost(
  host: string | undefined,
  port: number | undefined,
  more: readonly string[] = [],
): boolean {
  if (host === undefined || port === undefined) return false
  const names = ['localhost', '127.0.0.1', '[::1]', ...more]
  // Browsers leave out the default port of http.
  const hosts = port === 80 ? names.flatMap((name) => [name, `${name}:80`]) : addPort(names, port)
  return hosts.includes(host.toLowerCase())
}

function addPort(names: readonly string[], port: number): readonly string[] {
  return names.map((name) => `${name}:${port}`)
}

/**
 * Whether the request comes from a page of this host, from a person who opens it, or from a program
 * that is not a browser. A request from another page carries that page's Origin, or `null`. A
 * request without Origin (an image, a script, a frame) says where it comes from in
 * `Sec-Fetch-Site`.
 */
export function isSameOrigin(
  headers: IncomingHttpHeaders,
  schemes: readonly string[] = ['http'],
): boolean {
  const { host, origin } = headers
  if (host === undefined || isForAnotherPage(headers)) return false
  // Browsers send an Origin with every WebSocket. One without it is not from a browser, or forged.
  if (origin === undefined) return headers.upgrade === undefined || !isBrowser(headers)
  const origins = schemes.map((scheme) => `${scheme}://${host.toLowerCase()}`)
  return origins.includes(origin.toLowerCase())
}

/** Other pages may only link here, so that people open the page in a tab. */
function isForAnotherPage(headers: IncomingHttpHeaders): boolean {
  const site = headers['sec-fetch-site']
  if (site === undefined || site === 'same-origin' || site === 'none') return false
  return headers['sec-fetch-mode'] !== 'navigate' || headers['sec-fetch-dest'] !== 'document'
}

/** Programs have no reason to send these headers, and a page cannot remove them. */
function isBrowser(headers: IncomingHttpHeaders): boolean {
  return headers['sec-fetch-site'] !== undefined || headers.cookie !== undefined
}
