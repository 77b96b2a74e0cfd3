import { html, type TemplateResult } from 'lit'
import { ref } from 'lit/directives/ref.js'
import type { Client } from '../client.ts'
import { focusComposer } from '../composer/focus.ts'
import { isComposing } from '../composer/input-method.ts'
import { namesAsMentions } from '../state/mentions.ts'
import type { ViewState } from '../state/view-state.ts'
import { whenShown } from '../ui/when-shown.ts'

/** The field that edits a message: Enter saves, Escape cancels. */
export function editBox(
  client: Client,
  editing: NonNullable<ViewState['editing']>,
): TemplateResult {
  const { words, view, api } = client
  const end = () => {
    view.editing = undefined
    focusComposer(client, editing.channelId)
  }
  const save = async () => {
    const { messageId, channelId } = editing
    const guildId = client.store.channels.get(channelId)?.guildId
    const content = namesAsMentions(client.store, editing.text, guildId)
    // An empty text: Discord asks whether to delete the message.
    if (content.trim() === '') {
      end()
      client.showDialog({ kind: 'remove', channelId, messageId })
      return
    }
    end()
    const isDone = await client.attempt(channelId, () => api.call('edit', { messageId, content }))
    if (isDone || view.editing !== undefined) return
    view.editing = editing
    client.changed()
  }
  const press = (event: KeyboardEvent) => {
    if (isComposing(event)) return
    if (event.key === 'Escape') {
      event.stopPropagation()
      end()
    }
    if (event.key !== 'Enter' || event.shiftKey) return
    event.preventDefault()
    void save()
  }
  return html`
    <div class="edit-box">
      <textarea
        aria-label=${words.editing}
        rows="1"
        .value=${editing.text}
        ${ref(focusAtEnd)}
        @input=${(event: Event) => {
          editing.text = (event.target as HTMLTextAreaElement).value
        }}
        @keydown=${press}
      ></textarea>
      <small>${words.editKeys}</small>
      <button type="button" class="link" @click=${end}>${words.cancel}</button>
      <button type="button" class="link" @click=${() => void save()}>${words.save}</button>
    </div>
  `
}

/** Places the cursor at the end, as in Discord. */
const focusAtEnd = whenShown((element) => {
  if (!(element instanceof HTMLTextAreaElement)) return
  element.focus()
  element.setSelectionRange(element.value.length, element.value.length)
})
