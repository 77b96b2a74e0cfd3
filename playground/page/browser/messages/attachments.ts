import type { APIAttachment } from 'discord-api-types/v10'
import { html, nothing, type TemplateResult } from 'lit'
import { until } from 'lit/directives/until.js'
import type { PageMessage } from '../../protocol.ts'
import type { Client } from '../client.ts'
import { icon } from '../ui/icons.ts'

/** How many lines of a text file are shown at first. */
const previewLines = 6
const maxPreviewBytes = 100_000

/** A message's files: pictures, media and text are shown; others can be downloaded. */
export function attachments(
  client: Client,
  { attachments: files, id }: PageMessage,
): TemplateResult | typeof nothing {
  if (files.length === 0) return nothing
  return html`
    <div class="files">${files.map((file) => attachment(client, id, file))}</div>
  `
}

function attachment(client: Client, messageId: string, file: APIAttachment): TemplateResult {
  const url = ownUrl(file)
  const type = file.content_type ?? ''
  if (/^image\/(?:png|jpeg|gif|webp|avif)/.test(type)) return picture(client, url, file)
  if (type.startsWith('audio/')) return html`<audio controls preload="metadata" src=${url}></audio>`
  if (type.startsWith('video/')) return html`<video controls preload="metadata" src=${url}></video>`
  const isText =
    /^text\/|^application\/json/.test(type) || /\.(?:md|txt|json|csv|log)$/i.test(file.filename)
  return html`
    <div class="file">
      ${isText && file.size <= maxPreviewBytes ? textPreview(client, `${messageId}/${file.id}`, url) : nothing}
      <div class="card">
        ${icon('file')}
        <span class="about">
          <a href=${url} target="_blank" rel="noreferrer noopener">${file.filename}</a>
          <small>${sizeOf(file.size)}</small>
        </span>
        <a
          class="icon-button"
          href=${url}
          download=${file.filename}
          aria-label=${client.words.download(file.filename)}
        >
          ${icon('download')}
        </a>
      </div>
    </div>
  `
}

/** The page serves attachments from its own origin, under the sandbox's paths. */
function ownUrl({ url }: APIAttachment): string {
  return new URL(url).pathname
}

function picture(client: Client, url: string, file: APIAttachment): TemplateResult {
  const name = file.description ?? file.filename
  return html`
    <button
      type="button"
      class="picture"
      @click=${() => client.showDialog({ kind: 'image', url, name })}
    >
      <img src=${url} alt=${name} />
    </button>
  `
}

const texts = new Map<string, Promise<string>>()

function textPreview(client: Client, key: string, url: string): TemplateResult {
  const { view, words } = client
  const isOpen = view.opened.has(key)
  const text = texts.get(url) ?? fetchText(url)
  texts.set(url, text)
  const toggle = () => {
    if (isOpen) view.opened.delete(key)
    else view.opened.add(key)
    client.changed()
  }
  const shown = text.then((whole) => {
    const lines = whole.split('\n')
    const isLong = lines.length > previewLines
    return html`
      <pre class="text-preview ${isOpen ? 'open' : ''}" tabindex="0">${isOpen ? whole : lines.slice(0, previewLines).join('\n')}</pre>
      ${
        isLong
          ? html`<button type="button" class="link expand" aria-expanded=${isOpen} @click=${toggle}>
              ${isOpen ? words.collapse : words.expand}
            </button>`
          : nothing
      }
    `
  })
  return html`${until(shown, nothing)}`
}

async function fetchText(url: string): Promise<string> {
  const response = await fetch(url)
  return response.ok ? response.text() : ''
}

export function sizeOf(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`
  if (bytes < 1024 * 1024) return `${(bytes / 1024).toFixed(1)} KB`
  return `${(bytes / 1024 / 1024).toFixed(2)} MB`
}
