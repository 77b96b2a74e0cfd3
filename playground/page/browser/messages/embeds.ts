import type { APIEmbed } from 'discord-api-types/v10'
import { html, nothing, type TemplateResult } from 'lit'
import type { PageMessage } from '../../protocol.ts'
import type { Client } from '../client.ts'
import { hidesEmbeds } from '../state/message-types.ts'
import { markdownOf } from './markdown.ts'

export function embeds(client: Client, message: PageMessage): TemplateResult | typeof nothing {
  if (hidesEmbeds(message) || message.embeds.length === 0) return nothing
  return html`${message.embeds.map((each) => embed(client, each))}`
}

/** Leaves out pictures: the page loads nothing from other servers. */
function embed(
  client: Client,
  { title, url, description, color, author, fields, footer }: APIEmbed,
) {
  const text = (value: string) => markdownOf(client, value)
  const line = color === undefined ? nothing : `--embed: #${color.toString(16).padStart(6, '0')}`
  return html`
    <div class="embed" style=${line}>
      ${author === undefined ? nothing : html`<div class="embed-author">${author.name}</div>`}
      ${title === undefined ? nothing : html`<div class="embed-title">${titleOf(title, url)}</div>`}
      ${description === undefined ? nothing : html`<div>${text(description)}</div>`}
      ${
        fields === undefined || fields.length === 0
          ? nothing
          : html`
              <dl>
                ${fields.map(
                  ({ name, value, inline }) => html`
                    <div class=${inline ? 'inline' : ''}>
                      <dt>${name}</dt>
                      <dd>${text(value)}</dd>
                    </div>
                  `,
                )}
              </dl>
            `
      }
      ${footer === undefined ? nothing : html`<small>${footer.text}</small>`}
    </div>
  `
}

function titleOf(title: string, url: string | undefined): TemplateResult | string {
  if (url === undefined || !/^https?:/.test(url)) return title
  return html`<a href=${url} target="_blank" rel="noreferrer noopener">${title}</a>`
}
