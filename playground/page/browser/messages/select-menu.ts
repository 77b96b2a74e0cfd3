import type { APIStringSelectComponent } from 'discord-api-types/v10'
import { html, nothing, type TemplateResult } from 'lit'
import type { PageMessage } from '../../protocol.ts'
import type { Client } from '../client.ts'
import { icon } from '../ui/icons.ts'

/** A select menu. If several values can be chosen, they are sent when it closes, as in Discord. */
export function selectMenu(
  client: Client,
  message: PageMessage,
  part: APIStringSelectComponent,
): TemplateResult {
  const { words } = client
  const { custom_id: customId, options, placeholder, disabled = false } = part
  const most = part.max_values ?? 1
  const send = (values: readonly string[]) =>
    void client.use(message.channel_id, words.interactionFailed, () =>
      client.api.call('select', { messageId: message.id, customId, values }),
    )
  if (most === 1) {
    const chosen = options.find((option) => option.default)
    return html`
      <select
        class="select"
        aria-label=${placeholder ?? words.choose}
        ?disabled=${disabled}
        @change=${(event: Event) => send([(event.target as HTMLSelectElement).value])}
      >
        <option value="" disabled ?selected=${chosen === undefined}>${placeholder ?? words.choose}</option>
        ${options.map(
          (option) => html`
            <option value=${option.value} ?selected=${option === chosen}>
              ${[option.emoji?.name, option.label].filter(Boolean).join(' ')}${option.description ? ` — ${option.description}` : ''}
            </option>
          `,
        )}
      </select>
    `
  }
  const close = (event: Event) => {
    const details = event.currentTarget as HTMLDetailsElement
    if (details.open) return
    const checked = details.querySelectorAll<HTMLInputElement>('input:checked')
    const values = [...checked].map(({ value }) => value)
    const least = part.min_values ?? 1
    if (values.length >= least && values.length <= most) send(values)
  }
  return html`
    <details class="select several" @toggle=${close}>
      <summary aria-disabled=${disabled}>${placeholder ?? words.choose} ${icon('down')}</summary>
      <ul>
        ${options.map(
          ({ value, label, description, default: isDefault = false }) => html`
            <li>
              <label>
                <input type="checkbox" value=${value} ?checked=${isDefault} ?disabled=${disabled} />
                ${label} ${description ? html`<small>${description}</small>` : nothing}
              </label>
            </li>
          `,
        )}
      </ul>
    </details>
  `
}
