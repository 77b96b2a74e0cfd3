import { html, nothing, type TemplateResult } from 'lit'
import type { Client } from '../client.ts'
import { sizeOf } from '../messages/attachments.ts'
import type { Draft } from '../state/view-state.ts'
import { icon, iconButton } from '../ui/icons.ts'

/** The files of the next message; each can be removed again. */
export function newFiles(client: Client, draft: Draft): TemplateResult | typeof nothing {
  if (draft.files.length === 0) return nothing
  const remove = (file: File) => {
    draft.files = draft.files.filter((each) => each !== file)
    client.changed()
  }
  return html`
    <ul class="new-files">
      ${draft.files.map(
        (file) => html`
          <li>
            ${file.type.startsWith('image/') ? html`<img src=${previewOf(file)} alt="" />` : icon('file')}
            <span>${file.name}</span> <small>${sizeOf(file.size)}</small>
            ${iconButton('close', client.words.removeFile(file.name), () => remove(file))}
          </li>
        `,
      )}
    </ul>
  `
}

const previews = new WeakMap<File, string>()

function previewOf(file: File): string {
  const url = previews.get(file) ?? URL.createObjectURL(file)
  previews.set(file, url)
  return url
}
