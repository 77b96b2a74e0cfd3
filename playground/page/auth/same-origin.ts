import type { IncomingHttpHeaders } from 'node:http'

/**
 * Is this a name of the computer itself? A site elsewhere can point a name of its own at 127.0.0.1,
 * and a browser then asks for that name. Only what cannot be anybody else's is let through: no other
 * spelling, no name below `localhost`. `more` are further hosts as they stand in addresses.
 */
export function isLocalHost(
  host: string | undefined,
  port: number | undefined,
  more: readonly string[] = [],
): boolean {
  if (host === undefined || port === undefined) return false
  const names = ['localhost', '127.0.0.1', '[::1]', ...more]
  // Browsers leave out the port that http has anyway.
  const hosts = port === 80 ? names.flatMap((name) => [name, `${name}:80`]) : addPort(names, port)
  return hosts.includes(host.toLowerCase())
}

function addPort(names: readonly string[], port: number): readonly string[] {
  return names.map((name) => `${name}:${port}`)
}

/**
 * Does a page of this host ask, or a person who opens it, or a program that is no browser? What a
 * browser sends on behalf of another page carries that page's origin, or `null` for one that hides
 * it. What carries no origin (an image, a script, a frame) tells with `Sec-Fetch-Site` who wants it.
 */
export function isSameOrigin(
  headers: IncomingHttpHeaders,
  schemes: readonly string[] = ['http'],
): boolean {
  const { host, origin } = headers
  if (host === undefined || isForAnotherPage(headers)) return false
  // Browsers name the origin of every WebSocket, so one without is either no browser's or a trick.
  if (origin === undefined) return headers.upgrade === undefined || !isBrowser(headers)
  const origins = schemes.map((scheme) => `${scheme}://${host.toLowerCase()}`)
  return origins.includes(origin.toLowerCase())
}

/** Other pages may link here, which people follow in a tab of its own, and no more. */
function isForAnotherPage(headers: IncomingHttpHeaders): boolean {
  const site = headers['sec-fetch-site']
  if (site === undefined || site === 'same-origin' || site === 'none') return false
  return headers['sec-fetch-mode'] !== 'navigate' || headers['sec-fetch-dest'] !== 'document'
}

/** Programs have no reason to send these, and a page cannot take them away. */
function isBrowser(headers: IncomingHttpHeaders): boolean {
  return headers['sec-fetch-site'] !== undefined || headers.cookie !== undefined
}
