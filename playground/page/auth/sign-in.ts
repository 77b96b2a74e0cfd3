import { randomBytes } from 'node:crypto'
import type { IncomingMessage, RequestListener } from 'node:http'
import type { Socket } from 'node:net'
import { getRequestListener, type HttpBindings } from '@hono/node-server'
import { type Context, Hono } from 'hono'
import { accepts } from 'hono/accepts'
import { bodyLimit } from 'hono/body-limit'
import { setCookie } from 'hono/cookie'
import { callerOf, LoginThrottle } from './login-throttle.ts'
import { isSamePhrase } from './pass-phrase.ts'
import { formPolicy, type Language, type Problem, signInForm } from './sign-in-form.ts'

/** The path of the form. */
export const signInPath = '/sign-in'

const maxFormBytes = 10_000

export interface SignIn {
  isSignedIn(request: IncomingMessage): boolean
  /** Answers requests without a session, and everything at the form's path. */
  readonly answer: RequestListener
}

type Asked = Context<{ Bindings: HttpBindings }>

/**
 * Asks for a pass phrase and then sets a cookie with a random session id. The sessions are in
 * memory: after a restart browsers have to sign in again.
 */
export function createSignIn(passPhrase: string, now: () => number): SignIn {
  const sessions = new Set<string>()
  const throttle = new LoginThrottle(now)
  const isSignedIn = (request: IncomingMessage) => sentIds(request).some((id) => sessions.has(id))

  const application = new Hono<{ Bindings: HttpBindings }>()
  application.post(signInPath, bodyLimit({ maxSize: maxFormBytes }), async (context) => {
    const { phrase } = await context.req.parseBody()
    const { incoming } = context.env
    const caller = callerOf(incoming.socket)
    const waitSeconds = Math.ceil(throttle.waitMs(caller) / 1_000)
    if (waitSeconds > 0) {
      context.header('Retry-After', String(waitSeconds))
      return showForm(context, 429, { waitSeconds })
    }
    if (typeof phrase !== 'string' || !isSamePhrase(phrase, passPhrase)) {
      throttle.recordFailure(caller)
      return showForm(context, 403, 'wrong')
    }
    const id = randomBytes(32).toString('base64url')
    sessions.add(id)
    // Behind a proxy with https the cookie must not travel over http.
    const secure = context.req.header('Origin')?.startsWith('https:') ?? false
    const options = { path: '/', httpOnly: true, sameSite: 'Strict', secure } as const
    setCookie(context, cookieName(incoming.socket), id, options)
    return context.redirect('/', 303)
  })
  application.get('*', (context) => {
    if (isSignedIn(context.env.incoming)) return context.redirect('/', 303)
    // A person gets the form; scripts and pictures only need the status.
    const wantsPage = context.req.header('Accept')?.includes('text/html') ?? false
    return wantsPage ? showForm(context, 200) : context.text('Sign in first', 403)
  })
  application.all('*', (context) => context.text('Sign in first', 403))

  return { isSignedIn, answer: getRequestListener(application.fetch) }
}

function showForm(context: Asked, status: 200 | 403 | 429, problem?: Problem) {
  context.header('Content-Security-Policy', formPolicy)
  context.header('Cache-Control', 'no-store')
  return context.html(signInForm(languageOf(context), problem), status)
}

/** The browser's preferred language among ours. Hono sorts the header by preference. */
function languageOf(context: Asked): Language {
  const best = accepts(context, {
    header: 'Accept-Language',
    supports: ['en', 'zh'],
    default: 'en',
    match: (wanted, { supports, default: otherwise }) =>
      wanted
        .filter(({ q }) => q > 0)
        .map(({ type }) => type.toLowerCase().split('-')[0] ?? '')
        .find((language) => supports.includes(language)) ?? otherwise,
  })
  return best === 'zh' ? 'zh' : 'en'
}

/** Cookies are shared between ports of a host, and two playgrounds may run. */
function cookieName({ localPort }: Socket): string {
  return `platen_playground_${localPort}`
}

function sentIds({ headers, socket }: IncomingMessage): readonly string[] {
  const start = `${cookieName(socket)}=`
  const cookies = (headers.cookie ?? '').split(';').map((cookie) => cookie.trim())
  return cookies
    .filter((cookie) => cookie.startsWith(start))
    .map((cookie) => cookie.slice(start.length))
}
