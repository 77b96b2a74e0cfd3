import { html, type TemplateResult } from 'lit'
import type { Client } from '../client.ts'
import { modelName } from './banner.ts'

/** Switches to another model for this run. The key goes to the server once and is never sent back. */
export function modelDialog(client: Client): TemplateResult {
  const { words, api, store } = client
  const use = (event: SubmitEvent) => {
    event.preventDefault()
    const form = new FormData(event.target as HTMLFormElement)
    const field = (name: string) => String(form.get(name) ?? '').trim()
    const model = { baseUrl: field('base-url'), key: field('key'), name: field('model') }
    client.showDialog(undefined)
    void client.attempt(undefined, () => api.call('model', { model }))
  }
  const useFirst = () => {
    client.showDialog(undefined)
    void client.attempt(undefined, () => api.call('model', { model: null }))
  }
  const model = store.playground?.model
  return html`
    <form @submit=${use}>
      <h2 id="dialog-title">${words.changeModel}</h2>
      <p>${words.answersBy}: <strong>${model === undefined ? '' : modelName(client, model)}</strong></p>
      <p>${words.modelIntro}</p>
      <label>
        ${words.baseUrl}
        <input name="base-url" type="url" required pattern="https?://.+" placeholder="http://127.0.0.1:11434/v1" autocomplete="off" autofocus />
        <small>${words.baseUrlHint}</small>
      </label>
      <label>
        ${words.key}
        <input name="key" type="password" pattern="[ -~]*" title=${words.keySigns} autocomplete="off" />
        <small>${words.keyHint}</small>
      </label>
      <label>
        ${words.modelName}
        <input name="model" autocomplete="off" />
        <small>${words.modelNameHint}</small>
      </label>
      <div class="actions">
        ${
          model?.kind === 'typed'
            ? html`<button type="button" class="plain" @click=${useFirst}>${words.useFirst}</button>`
            : html`<button type="button" class="plain" @click=${() => client.showDialog(undefined)}>${words.cancel}</button>`
        }
        <button type="submit" class="primary">${words.useIt}</button>
      </div>
    </form>
  `
}
