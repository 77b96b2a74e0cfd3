import type { IncomingMessage, RequestListener } from 'node:http'
import type { Duplex } from 'node:stream'
import type { BindAddress } from './bind-address.ts'
import { isLocalHost, isSameOrigin } from './same-origin.ts'
import { createSignIn, type SignIn, signInPath } from './sign-in.ts'

/** Decides who gets to the page, its files and its WebSocket. */
export interface Auth {
  admits(request: IncomingMessage): boolean
  /** Hands on what it admits, and answers the rest itself. */
  guard(answer: RequestListener): RequestListener
  /** Answers a request for a WebSocket that may not have one. */
  refuse(socket: Duplex): void
}

/** `now` is in milliseconds and never goes back. */
export function createAuth(
  bindAddress: BindAddress,
  now: () => number = () => performance.now(),
): Auth {
  const { passPhrase } = bindAddress
  return passPhrase === undefined
    ? loopbackAuth(bindAddress)
    : signInAuth(createSignIn(passPhrase, now))
}

/** Where only this computer can connect: the page is for programs and browsers on it. */
function loopbackAuth({ hosts }: BindAddress): Auth {
  const admits = ({ headers, socket }: IncomingMessage) =>
    isSameOrigin(headers) && isLocalHost(headers.host, socket.localPort, hosts)
  return {
    admits,
    guard: (answer) => (request, response) => {
      keepFromOthers(response)
      if (admits(request)) return answer(request, response)
      const address = `http://${hosts[0]}:${request.socket.localPort}`
      response
        .writeHead(403, { 'content-type': 'text/plain' })
        .end(`Only for this computer, at ${address}`)
    },
    refuse,
  }
}

/**
 * Where others can connect: for whoever has signed in. Any host will do here, since nobody can tell
 * by which names others know this computer. A site that points its own name here gets nothing by it: the
 * cookie belongs to the host at which somebody signed in, so no browser sends it along with that name.
 */
function signInAuth(signIn: SignIn): Auth {
  // A proxy in front may speak https, and hands on the same host.
  const isOwn = ({ headers }: IncomingMessage) => isSameOrigin(headers, ['http', 'https'])
  const admits = (request: IncomingMessage) => isOwn(request) && signIn.isSignedIn(request)
  return {
    admits,
    guard: (answer) => (request, response) => {
      keepFromOthers(response)
      if (!isOwn(request)) {
        response.writeHead(403, { 'content-type': 'text/plain' }).end('Not for other sites')
      } else if (request.url === signInPath || !signIn.isSignedIn(request)) {
        return signIn.answer(request, response)
      } else {
        return answer(request, response)
      }
    },
    refuse,
  }
}

/** Where a browser does not say for whom it asks, it keeps what it gets from other sites. */
function keepFromOthers(response: Parameters<RequestListener>[1]): void {
  response.setHeader('cross-origin-resource-policy', 'same-origin')
  response.setHeader('x-content-type-options', 'nosniff')
}

function refuse(socket: Duplex): void {
  // A server leaves the socket to whoever takes the upgrade, and the other end may be gone by now.
  socket.on('error', () => socket.destroy())
  socket.end('HTTP/1.1 403 Forbidden\r\nconnection: close\r\n\r\n')
}
