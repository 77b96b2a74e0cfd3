import { html, nothing, type TemplateResult } from 'lit'
import { ref } from 'lit/directives/ref.js'
import type { Client } from '../client.ts'
import type { Dialog } from '../state/view-state.ts'
import { iconButton } from '../ui/icons.ts'
import { whenShown } from '../ui/when-shown.ts'
import { formDialog } from './form-dialog.ts'
import { modelDialog } from './model-dialog.ts'

/** The open modal dialog, if any. */
export function dialog(client: Client): TemplateResult | typeof nothing {
  const open = client.view.dialog
  if (open === undefined) return nothing
  const close = () => client.showDialog(undefined)
  return html`
    <dialog
      class="dialog ${open.kind}"
      aria-labelledby="dialog-title"
      ${ref(show)}
      @close=${close}
      @cancel=${close}
      @click=${(event: MouseEvent) => event.target === event.currentTarget && close()}
    >
      ${iconButton('close', client.words.close, close, 'close')}
      ${content(client, open)}
    </dialog>
  `
}

function content(client: Client, open: Dialog): TemplateResult {
  switch (open.kind) {
    case 'remove':
      return removeDialog(client, open)
    case 'thread':
      return threadDialog(client, open)
    case 'model':
      return modelDialog(client)
    case 'form':
      return formDialog(client, open)
    case 'image':
      return html`
        <h2 id="dialog-title" class="hidden">${open.name}</h2>
        <img src=${open.url} alt=${open.name} />
      `
  }
}

function removeDialog(
  client: Client,
  { channelId, messageId }: Extract<Dialog, { kind: 'remove' }>,
): TemplateResult {
  const { words, api } = client
  const close = () => client.showDialog(undefined)
  const remove = () => {
    close()
    void client.attempt(channelId, () => api.call('remove', { messageId }))
  }
  return html`
    <h2 id="dialog-title">${words.removeQuestion}</h2>
    <p>${words.removeWarning}</p>
    <div class="actions">
      <button type="button" class="plain" @click=${close}>${words.cancel}</button>
      <button type="button" class="danger" autofocus @click=${remove}>${words.confirmRemove}</button>
    </div>
  `
}

function threadDialog(
  client: Client,
  { channelId, messageId, name }: Extract<Dialog, { kind: 'thread' }>,
): TemplateResult {
  const { words, api } = client
  const create = (event: SubmitEvent) => {
    event.preventDefault()
    const wanted = String(new FormData(event.target as HTMLFormElement).get('name')).trim()
    client.showDialog(undefined)
    void client.attempt(channelId, async () => {
      const thread = await api.call('open-thread', {
        channelId,
        messageId,
        name: wanted || words.newThread,
      })
      await client.openThread(thread.id)
    })
  }
  return html`
    <form @submit=${create}>
      <h2 id="dialog-title">${words.createThread}</h2>
      <label>
        ${words.threadName}
        <input name="name" maxlength="100" .value=${name} autocomplete="off" autofocus />
      </label>
      <div class="actions">
        <button type="button" class="plain" @click=${() => client.showDialog(undefined)}>${words.cancel}</button>
        <button type="submit" class="primary">${words.createThread}</button>
      </div>
    </form>
  `
}

/** Modal, so that the focus stays inside; it starts in the first field. */
const show = whenShown((element) => {
  if (!(element instanceof HTMLDialogElement) || element.open) return
  element.showModal()
  element.querySelector<HTMLElement>('form :is(input, textarea, select)')?.focus()
})
