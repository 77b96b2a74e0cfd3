import type { APIUser } from 'discord-api-types/v10'
import { html, nothing, type TemplateResult } from 'lit'
import type { Client } from '../client.ts'
import { nameOf } from '../state/channel.ts'

/** A name, with a tag if it is an app. */
export function authorName({ words }: Client, user: APIUser): TemplateResult {
  return html`<span class="name">${nameOf(user)}</span>${user.bot ? html`<span class="app-tag">${words.app}</span>` : nothing}`
}
