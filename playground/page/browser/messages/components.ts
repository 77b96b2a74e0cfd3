import type {
  APIActionRowComponent,
  APIButtonComponent,
  APIComponentInMessageActionRow,
  APIStringSelectComponent,
  APITextDisplayComponent,
} from 'discord-api-types/v10'
import { html, nothing, type TemplateResult } from 'lit'
import type { PageMessage } from '../../protocol.ts'
import type { Client } from '../client.ts'
import { markdownOf } from './markdown.ts'
import { selectMenu } from './select-menu.ts'

/** Discord's numbers for the types of components that the page draws. */
export const ComponentType = {
  row: 1,
  button: 2,
  stringSelect: 3,
  textInput: 4,
  text: 10,
  label: 18,
} as const

const styles = ['primary', 'secondary', 'success', 'danger', 'secondary'] as const
const linkStyle = 5

/** Rows of buttons and select menus below a message. */
export function components(client: Client, message: PageMessage): TemplateResult | typeof nothing {
  const parts = (message.components ?? []) as readonly { readonly type: number }[]
  if (parts.length === 0) return nothing
  return html`
    <div class="components">
      ${parts.map((part) => {
        if (part.type === ComponentType.row) return row(client, message, part as MessageRow)
        if (part.type === ComponentType.text) {
          return html`<div>${markdownOf(client, (part as APITextDisplayComponent).content)}</div>`
        }
        return nothing
      })}
    </div>
  `
}

type MessageRow = APIActionRowComponent<APIComponentInMessageActionRow>

function row(
  client: Client,
  message: PageMessage,
  { components: parts }: MessageRow,
): TemplateResult {
  return html`
    <div class="row">
      ${parts.map((part) => {
        if (part.type === ComponentType.button) return button(client, message, part)
        if (part.type === ComponentType.stringSelect) {
          return selectMenu(client, message, part as APIStringSelectComponent)
        }
        return nothing
      })}
    </div>
  `
}

function button(client: Client, message: PageMessage, part: APIButtonComponent): TemplateResult {
  const { words } = client
  const emoji = 'emoji' in part ? part.emoji?.name : undefined
  const text = 'label' in part ? part.label : undefined
  const label = html`${emoji ? html`<span aria-hidden="true">${emoji}</span> ` : nothing}${text ?? emoji}`
  if (part.style === linkStyle) {
    // A disabled link has no target.
    const url = part.disabled ? nothing : part.url
    return html`<a class="button secondary" href=${url} target="_blank" rel="noreferrer noopener">${label} ↗</a>`
  }
  const press = () => {
    if (!('custom_id' in part)) return
    void client.use(message.channel_id, words.interactionFailed, () =>
      client.api.call('press', { messageId: message.id, customId: part.custom_id }),
    )
  }
  return html`
    <button
      type="button"
      class="button ${styles[part.style - 1] ?? 'secondary'}"
      ?disabled=${part.disabled ?? false}
      @click=${press}
    >
      ${label}
    </button>
  `
}
