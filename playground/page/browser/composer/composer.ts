import { html, nothing, type TemplateResult } from 'lit'
import { live } from 'lit/directives/live.js'
import type { Client } from '../client.ts'
import { isOwn, startEdit } from '../messages/message-menu.ts'
import { type Channel, ChannelType } from '../state/channel.ts'
import type { Draft } from '../state/view-state.ts'
import { icon, iconButton } from '../ui/icons.ts'
import { enterCommand } from './command-draft.ts'
import { commandForm } from './command-form.ts'
import { examples } from './examples.ts'
import { isComposing } from './input-method.ts'
import { newFiles } from './new-files.ts'
import { addFiles, maxMessageLength, send } from './sending.ts'
import { moveChoice, suggestionList } from './suggestion-list.ts'
import { type SuggestionList, suggestionsFor } from './suggestions.ts'
import { typedCommand } from './typed-command.ts'

/** Shortest interval between typing indicators. */
const tellTypingEveryMs = 8000
const toldTyping = new Map<string, number>()

/** The text field with files, commands and examples. */
export function composer(client: Client, channel: Channel): TemplateResult {
  const { view, words } = client
  const draft = view.draft(channel.id)
  const open = suggestionsFor(client, channel, draft)
  const over = draft.text.length - maxMessageLength
  return html`
    <div class="composer-area">
      ${channel.thread === undefined ? examples(client, channel) : nothing}
      <form
        class="composer"
        data-composer=${channel.id}
        aria-label=${words.messageTo(placeName(channel))}
        @submit=${(event: Event) => {
          event.preventDefault()
          void send(client, channel)
        }}
        @paste=${(event: ClipboardEvent) => pasteFiles(client, channel.id, event)}
      >
        ${open === undefined ? nothing : suggestionList(client, channel.id, open, draft.chosen)} ${replyLine(client, draft)} ${newFiles(client, draft)}
        ${draft.problem === undefined ? nothing : html`<p class="problem" role="alert">${draft.problem}</p>`}
        <div class="field">
          ${draft.command === undefined ? textField(client, channel, open) : commandForm(client, channel, draft.command)}
          ${
            over > -200
              ? html`<span class="count ${over > 0 ? 'over' : ''}">${-over}</span>`
              : nothing
          }
          <button type="submit" class="icon-button send" aria-label=${words.send} title=${words.send}>
            ${icon('send')}
          </button>
        </div>
        ${note(client, channel)}
      </form>
    </div>
  `
}

function textField(
  client: Client,
  channel: Channel,
  open: SuggestionList | undefined,
): TemplateResult {
  const { words } = client
  const draft = client.view.draft(channel.id)
  const input = (event: Event) => {
    draft.text = (event.target as HTMLTextAreaElement).value
    draft.chosen = 0
    draft.isListHidden = false
    draft.problem = undefined
    const typed = typedCommand(client.commandCache.of(channel.id), draft.text)
    if (typed !== undefined) enterCommand(client, channel.id, typed.command, typed.rest)
    else if (!draft.text.startsWith('/')) tellTyping(client, channel.id)
    client.changed()
  }
  const choose = (event: Event) => {
    const picker = event.target as HTMLInputElement
    addFiles(client, channel.id, [...(picker.files ?? [])])
    picker.value = ''
  }
  return html`
    <label class="icon-button upload" title=${words.upload}>
      ${icon('add')}<span class="hidden">${words.upload}</span>
      <input type="file" multiple class="hidden" @change=${choose} />
    </label>
    <textarea
      rows="1"
      aria-label=${words.messageTo(placeName(channel))}
      aria-autocomplete="list"
      aria-controls=${open === undefined ? nothing : `list-${channel.id}`}
      aria-activedescendant=${open === undefined || open.suggestions.length === 0 ? nothing : `suggestion-${channel.id}-${draft.chosen}`}
      placeholder=${words.messageTo(placeName(channel))}
      autocomplete="off"
      .value=${live(draft.text)}
      @input=${input}
      @keydown=${(event: KeyboardEvent) => press(client, channel, event)}
    ></textarea>
  `
}

/** Enter sends, Shift+Enter breaks the line; in an open list the keys move and choose. */
function press(client: Client, channel: Channel, event: KeyboardEvent): void {
  if (isComposing(event)) return
  const draft = client.view.draft(channel.id)
  const open = suggestionsFor(client, channel, draft)
  const count = open?.suggestions.length ?? 0
  if (moveChoice(client, draft, { event, count })) return
  if (count > 0 && (event.key === 'Tab' || (event.key === 'Enter' && !event.shiftKey))) {
    event.preventDefault()
    open?.suggestions[draft.chosen]?.choose()
  } else if (event.key === 'Escape') {
    if (count > 0) draft.isListHidden = true
    else draft.replyTo = undefined
    client.changed()
  } else if (event.key === 'Enter' && !event.shiftKey) {
    event.preventDefault()
    void send(client, channel)
  } else if (event.key === 'ArrowUp' && draft.text === '') {
    editLast(client, channel.id, event)
  }
}

/** Edits the person's newest message. */
function editLast(client: Client, channelId: string, event: KeyboardEvent): void {
  const own = (client.store.messages.of(channelId) ?? []).findLast((message) =>
    isOwn(client, message),
  )
  if (own === undefined) return
  event.preventDefault()
  startEdit(client, own)
}

function replyLine(client: Client, draft: Draft): TemplateResult | typeof nothing {
  const { words } = client
  const { replyTo } = draft
  if (replyTo === undefined) return nothing
  const stop = () => {
    draft.replyTo = undefined
    client.changed()
  }
  return html`
    <div class="reply-line">
      <span>${words.replyingTo(replyTo.authorName)}</span>
      <label>
        <input
          type="checkbox"
          .checked=${replyTo.ping}
          @change=${(event: Event) => {
            replyTo.ping = (event.target as HTMLInputElement).checked
          }}
        />
        @ ${words.ping}
      </label>
      ${iconButton('close', words.stopReplying, stop)}
    </div>
  `
}

function note({ words }: Client, { thread }: Channel): TemplateResult | typeof nothing {
  if (thread?.isLocked) return html`<p class="note">${icon('lock')} ${words.lockedThread}</p>`
  return thread?.isArchived ? html`<p class="note">${words.archivedThread}</p>` : nothing
}

function placeName({ kind, name, thread }: Channel): string {
  const isDirect = kind === ChannelType.directMessage || kind === ChannelType.group
  return isDirect ? `@${name}` : thread === undefined ? `#${name}` : name
}

function tellTyping(client: Client, channelId: string): void {
  const now = Date.now()
  if (now - (toldTyping.get(channelId) ?? 0) < tellTypingEveryMs) return
  toldTyping.set(channelId, now)
  // A lost typing indicator does no harm.
  client.api.call('type', { channelId }).catch(() => {})
}

function pasteFiles(client: Client, channelId: string, event: ClipboardEvent): void {
  const files = [...(event.clipboardData?.files ?? [])]
  if (files.length === 0) return
  event.preventDefault()
  addFiles(client, channelId, files)
}
