import { html, nothing, type TemplateResult } from 'lit'
import type { Client } from '../client.ts'
import { lookAtTheEnd } from '../composer/sending.ts'
import { ComponentType } from '../messages/components.ts'
import { markdownOf } from '../messages/markdown.ts'
import type { Dialog } from '../state/view-state.ts'

/** A component of a modal: text inputs and select menus, in rows or below labels. */
interface FormPart {
  readonly type: number
  readonly custom_id?: string
  readonly label?: string
  readonly description?: string
  readonly style?: number
  readonly placeholder?: string
  readonly value?: string
  readonly required?: boolean
  readonly min_length?: number
  readonly max_length?: number
  readonly content?: string
  readonly options?: readonly {
    readonly label: string
    readonly value: string
    readonly default?: boolean
  }[]
  readonly components?: readonly FormPart[]
  readonly component?: FormPart
}

const paragraph = 2

/** The modal with which a bot answered a command or button. */
export function formDialog(
  client: Client,
  dialog: Extract<Dialog, { kind: 'form' }>,
): TemplateResult {
  const { words, api, view } = client
  const { interactionId, channelId, form, status } = dialog
  const { title, components } = form as {
    readonly title: string
    readonly components: readonly FormPart[]
  }
  const submit = async (event: SubmitEvent) => {
    event.preventDefault()
    const filledIn = new FormData(event.target as HTMLFormElement)
    const values = Object.fromEntries([...filledIn].map(([name, value]) => [name, String(value)]))
    const sending = { ...dialog, status: 'sending' } as const
    client.showDialog(sending)
    lookAtTheEnd(client, channelId)
    const isDone = await client.use(channelId, words.interactionFailed, () =>
      api.call('submit', { interactionId, values }),
    )
    // The form stays open until then, so that no text is lost. It may have been closed meanwhile.
    if (view.dialog === sending) {
      client.showDialog(isDone ? undefined : { ...dialog, status: 'failed' })
    }
  }
  return html`
    <form @submit=${submit}>
      <h2 id="dialog-title">${title}</h2>
      ${components.map((each) => part(client, each, undefined))}
      ${status === 'failed' ? html`<p class="problem" role="alert">${words.interactionFailed}</p>` : nothing}
      <div class="actions">
        <button type="button" class="plain" @click=${() => client.showDialog(undefined)}>${words.cancel}</button>
        <button type="submit" class="primary" ?disabled=${status === 'sending'}>${words.submit}</button>
      </div>
    </form>
  `
}

function part(
  client: Client,
  each: FormPart,
  label: FormPart | undefined,
): TemplateResult | typeof nothing {
  if (each.components !== undefined) {
    return html`${each.components.map((inner) => part(client, inner, undefined))}`
  }
  if (each.component !== undefined) return part(client, each.component, each)
  if (each.type === ComponentType.text)
    return html`<div>${markdownOf(client, each.content ?? '')}</div>`
  const { custom_id: name = '', required = true } = each
  const title = label?.label ?? each.label ?? name
  const field = fieldFor(each, name, required)
  return field === undefined
    ? nothing
    : html`
        <label>
          <span>${title}${required ? html`<span aria-hidden="true" class="required"> *</span>` : nothing}</span>
          ${label?.description ? html`<small>${label.description}</small>` : nothing}
          ${field}
        </label>
      `
}

function fieldFor(each: FormPart, name: string, required: boolean): TemplateResult | undefined {
  const { value = '', placeholder, min_length: least, max_length: most, options = [] } = each
  if (each.type === ComponentType.stringSelect) {
    return html`
      <select name=${name} ?required=${required}>
        <option value="">${placeholder ?? ''}</option>
        ${options.map(
          (option) =>
            html`<option value=${option.value} ?selected=${option.default ?? false}>${option.label}</option>`,
        )}
      </select>
    `
  }
  if (each.type !== ComponentType.textInput) return undefined
  if (each.style === paragraph) {
    return html`<textarea name=${name} rows="4" placeholder=${placeholder ?? ''} ?required=${required} minlength=${least ?? nothing} maxlength=${most ?? nothing} .value=${value}></textarea>`
  }
  return html`<input name=${name} placeholder=${placeholder ?? ''} ?required=${required} minlength=${least ?? nothing} maxlength=${most ?? nothing} .value=${value} />`
}
