import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { performAction } from './actions.ts'
import { attachedFile } from './attachments.ts'
import { performControl } from './controls.ts'
import type { NewFile } from './protocol.ts'
import { type PageSource, personOf } from './source.ts'

/** Ten files of the largest size that Discord allows, and the rest of the form. */
const maxActionBytes = 110 * 1024 * 1024

/**
 * Nothing but the page's own files and its own socket. Styles in attributes are what the components
 * that draw messages set sizes and colours with.
 */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "style-src-attr 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "media-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** The HTTP routes of the page. */
export function pageRoutes(source: PageSource): Hono {
  const routes = new Hono()
  routes.post(
    '/actions/:name',
    bodyLimit({
      maxSize: maxActionBytes,
      onError: (context) => context.json({ error: 'These files are too large.' }, 413),
    }),
    (context) => act(context, source),
  )
  routes.get('/attachments/*', (context) => attachedFile(source.discord, context.req.path))
  routes.get('*', async (context) => {
    const file = (await source.files).get(context.req.path)
    if (file === undefined) return context.text('Not found', 404)
    const takesGzip = context.req.header('accept-encoding')?.includes('gzip') ?? false
    return context.body(takesGzip ? file.gzipped : file.body, 200, {
      'Content-Type': file.contentType,
      'Content-Security-Policy': contentSecurityPolicy,
      'Cache-Control': file.isImmutable ? 'private, max-age=31536000, immutable' : 'no-store',
      'Referrer-Policy': 'no-referrer',
      ...(takesGzip ? { 'Content-Encoding': 'gzip' } : {}),
    })
  })
  return routes
}

/** Answers with the action's result, or with status 400 and a sentence for people. */
async function act(context: Context, source: PageSource): Promise<Response> {
  const name = context.req.param('name') ?? ''
  const person = personOf(source, context.req.query('as') ?? null)
  try {
    const { fields, files } = await readAction(context)
    const { discord, controls } = source
    const done =
      performAction(name, { discord, person, files }, fields) ??
      performControl(name, { discord, controls }, fields)
    if (done === undefined) return context.json({ error: `There is no action ${name}.` }, 404)
    return context.json({ result: (await done) ?? null })
  } catch (error) {
    return context.json({ error: error instanceof Error ? error.message : String(error) }, 400)
  }
}

/** Reads a JSON body, or a form with JSON in `fields` and uploads in `files`. */
async function readAction(
  context: Context,
): Promise<{ readonly fields: unknown; readonly files: readonly NewFile[] }> {
  const isForm = context.req.header('content-type')?.startsWith('multipart/form-data') ?? false
  if (!isForm) return { fields: await context.req.json(), files: [] }
  const form = await context.req.formData()
  const files = form.getAll('files').flatMap((file) => (typeof file === 'string' ? [] : [file]))
  return {
    fields: JSON.parse(String(form.get('fields'))),
    files: await Promise.all(
      files.map(async (file) => ({
        name: file.name,
        contentType: file.type,
        bytes: new Uint8Array(await file.arrayBuffer()),
      })),
    ),
  }
}
