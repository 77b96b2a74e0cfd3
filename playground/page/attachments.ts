import type { Discord } from 'discord-sandbox'

/** What a browser may show of a stranger's file; everything else it only saves. */
const shownTypes = /^(?:image\/(?:png|jpeg|gif|webp|avif)|audio\/[\w.+-]+|video\/[\w.+-]+)$/

/** Dots and backslashes, spelt in whatever way, would lead elsewhere. */
const attachmentPath = /^\/attachments\/\d+\/\d+\/[\w.-]+$/

/**
 * A file that somebody attached to a message, from the page's own address. It may be anything, so it
 * runs nothing and is no page: text is shown as text, what is neither text nor picture is saved.
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
