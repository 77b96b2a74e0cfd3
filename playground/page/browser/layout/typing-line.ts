import { html, nothing, type TemplateResult } from 'lit'
import type { Client } from '../client.ts'
import { type Channel, nameOf } from '../state/channel.ts'

export function typingLine({ store, words }: Client, { id }: Channel): TemplateResult {
  const names = store.typing(id, Date.now()).map(nameOf)
  return html`
    <p class="typing" role="status">
      ${names.length === 0 ? nothing : html`${dots()} ${words.typing(names)}`}
    </p>
  `
}

export function dots(): TemplateResult {
  return html`<span class="dots" aria-hidden="true"><i></i><i></i><i></i></span>`
}
