import type { IncomingMessage, RequestListener } from 'node:http'
import type { Duplex } from 'node:stream'
import type { BindAddress } from './bind-address.ts'
import { isLocalHost, isSameOrigin } from './same-origin.ts'
import { createSignIn, signInPath } from './sign-in.ts'

/** Controls access to the page, its files and its WebSocket. */
export interface Auth {
  admits(request: IncomingMessage): boolean
  /** Passes admitted requests on, and answers the others itself. */
  guard(answer: RequestListener): RequestListener
  /** Rejects a request for a WebSocket. */
  refuse(socket: Duplex): void
}

/**
 * Without a pass phrase only this computer can connect, and the page is for programs and browsers on it.
 *
 * With a pass phrase others can connect, and it is for whoever has signed in. Any host is accepted then:
 * nobody can tell by which names others know this computer. A site that points its own name here gains
 * nothing. The cookie belongs to the host of the sign-in, and no browser sends it to another name.
 *
 * `now` is in milliseconds and never goes back.
 */
export function createAuth(
  { hosts, passPhrase }: BindAddress,
  now: () => number = () => performance.now(),
): Auth {
  const signIn = passPhrase === undefined ? undefined : createSignIn(passPhrase, now)
  const isOwn = ({ headers, socket }: IncomingMessage) =>
    signIn === undefined
      ? isSameOrigin(headers) && isLocalHost(headers.host, socket.localPort, hosts)
      : // A proxy in front may speak https, and hands on the same host.
        isSameOrigin(headers, ['http', 'https'])
  const admits = (request: IncomingMessage) =>
    isOwn(request) && (signIn === undefined || signIn.isSignedIn(request))
  return {
    admits,
    guard: (answer) => (request, response) => {
      keepFromOthers(response)
      if (!isOwn(request)) {
        const address = `http://${hosts[0]}:${request.socket.localPort}`
        response
          .writeHead(403, { 'content-type': 'text/plain' })
          .end(signIn ? 'Not for other sites' : `Only for this computer, at ${address}`)
      } else if (signIn && (request.url === signInPath || !signIn.isSignedIn(request))) {
        return signIn.answer(request, response)
      } else {
        return answer(request, response)
      }
    },
    refuse,
  }
}

/** Stops browsers that send no Sec-Fetch headers from giving a response to other sites. */
function keepFromOthers(response: Parameters<RequestListener>[1]): void {
  response.setHeader('cross-origin-resource-policy', 'same-origin')
  response.setHeader('x-content-type-options', 'nosniff')
}

function refuse(socket: Duplex): void {
  // Node leaves the socket to the upgrade listener, and the other end may have closed it.
  socket.on('error', () => socket.destroy())
  socket.end('HTTP/1.1 403 Forbidden\r\nconnection: close\r\n\r\n')
}
