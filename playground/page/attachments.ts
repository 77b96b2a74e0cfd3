import type { Discord } from 'discord-sandbox'

/** The types of uploaded files that a browser may show. It downloads all others. */
const shownTypes = /^(?:image\/(?:png|jpeg|gif|webp|avif)|audio\/[\w.+-]+|video\/[\w.+-]+)$/

/** Excludes dots and backslashes in every encoding: they could lead to another path. */
const attachmentPath = /^\/attachments\/\d+\/\d+\/[\w.-]+$/

/**
 * Serves an attachment from the page's own origin. Nobody checked its content, so it must not run
 * as a page: text is shown as plain text, and unknown types are downloaded.
 */
export async function attachedFile(discord: Discord, path: string): Promise<Response> {
  const isAttachment = attachmentPath.test(path)
  const found = isAttachment ? await fetch(new URL(path, discord.apiUrl)) : undefined
  if (!found?.ok) return new Response('This file is gone', { status: 404 })
  const type = found.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase() ?? ''
  const isText = type.startsWith('text/') || type === 'application/json'
  const isShown = isText || shownTypes.test(type)
  return new Response(found.body, {
    headers: {
      'Content-Type': isText
        ? 'text/plain; charset=utf-8'
        : isShown
          ? type
          : 'application/octet-stream',
      'Content-Disposition': isShown ? 'inline' : 'attachment',
      'Content-Security-Policy': "sandbox; default-src 'none'",
      'X-Content-Type-Options': 'nosniff',
      'Cache-Control': 'private, max-age=3600',
    },
  })
}
