import type { APIEmbed } from 'discord-api-types/v10'
import { html, nothing, type TemplateResult } from 'lit'
import type { PageMessage } from '../../wire.ts'
import type { Client } from '../client.ts'
import { hidesEmbeds } from '../message-kinds.ts'
import { markdownOf } from './markdown.ts'

/** Cards that a bot, or a link, puts below a message. */
export function embeds(client: Client, message: PageMessage): TemplateResult | typeof nothing {
  if (hidesEmbeds(message) || message.embeds.length === 0) return nothing
  return html`${message.embeds.map((each) => embed(client, each))}`
}

/** Pictures from elsewhere are not fetched: this page asks nobody else. */
function embed(
  client: Client,
  { title, url, description, color, author, fields, footer }: APIEmbed,
) {
  const text = (value: string) => markdownOf(client, value)
  return html`
    <discord-embed
      slot="embeds"
      color=${color === undefined ? nothing : `#${color.toString(16).padStart(6, '0')}`}
      embed-title=${title ?? nothing}
      url=${url ?? nothing}
      author-name=${author?.name ?? nothing}
    >
      ${
        description === undefined
          ? nothing
          : html`<discord-embed-description slot="description">${text(description)}</discord-embed-description>`
      }
      ${
        fields === undefined || fields.length === 0
          ? nothing
          : html`
              <discord-embed-fields slot="fields">
                ${fields.map(
                  ({ name, value, inline }) => html`
                    <discord-embed-field field-title=${name} ?inline=${inline ?? false}>
                      ${text(value)}
                    </discord-embed-field>
                  `,
                )}
              </discord-embed-fields>
            `
      }
      ${
        footer === undefined
          ? nothing
          : html`<discord-embed-footer slot="footer">${footer.text}</discord-embed-footer>`
      }
    </discord-embed>
  `
}
