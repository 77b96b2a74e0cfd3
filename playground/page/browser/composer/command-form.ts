import { html, nothing, type TemplateResult } from 'lit'
import { live } from 'lit/directives/live.js'
import type { PageCommand } from '../../protocol.ts'
import type { Client } from '../client.ts'
import type { Channel } from '../state/channel.ts'
import type { CommandDraft } from '../state/view-state.ts'
import {
  chooseValue,
  focusOption,
  hideOption,
  leaveCommand,
  setOption,
  showOption,
} from './command-draft.ts'
import { isComposing } from './input-method.ts'
import { send } from './sending.ts'
import { moveChoice, suggestionList } from './suggestion-list.ts'

/** The form of a command: its name, its options as fields, and buttons for further options. */
export function commandForm(client: Client, channel: Channel, draft: CommandDraft): TemplateResult {
  const { words } = client
  const { command, shown } = draft
  const hidden = command.options.filter(({ name }) => !shown.includes(name))
  const focused = command.options.find(({ name }) => name === draft.focused)
  return html`
    <div class="command-form">
      ${choices(client, channel, draft)}
      ${
        focused === undefined
          ? nothing
          : html`<p class="about-option"><strong>${focused.shownName}</strong> ${focused.shownDescription}</p>`
      }
      <button
        type="button"
        class="command-name"
        title=${words.leaveCommand}
        aria-label=${`/${command.shownName}, ${words.leaveCommand}`}
        @click=${() => leaveCommand(client, channel.id)}
      >
        /${command.shownName}
      </button>
      ${shown.map((name) => {
        const option = command.options.find((each) => each.name === name)
        return option === undefined ? nothing : field(client, channel, { draft, option })
      })}
      ${hidden.map(
        ({ name, shownName, shownDescription }) => html`
          <button
            type="button"
            class="add-option"
            title=${shownDescription}
            aria-label=${words.addOption(shownName)}
            @click=${() => showOption(client, channel.id, name)}
          >
            + ${shownName}
          </button>
        `,
      )}
    </div>
  `
}

function field(
  client: Client,
  channel: Channel,
  { draft, option }: { readonly draft: CommandDraft; readonly option: PageCommand },
): TemplateResult {
  const { words } = client
  const { name, shownName, isRequired } = option
  const isOpen = draft.focused === name && draft.choices.length > 0
  return html`
    <label class="option ${isRequired ? 'required' : ''}">
      <span>${shownName}</span>
      <input
        type="text"
        name=${name}
        role="combobox"
        aria-autocomplete="list"
        aria-expanded=${isOpen}
        aria-controls=${isOpen ? `list-${channel.id}` : nothing}
        aria-activedescendant=${isOpen ? `suggestion-${channel.id}-${client.view.draft(channel.id).chosen}` : nothing}
        aria-label=${`${shownName} (${isRequired ? words.required : words.optional})`}
        autocomplete="off"
        maxlength="6000"
        .value=${live(draft.values[name] ?? '')}
        @focus=${() => focusOption(client, channel.id, name)}
        @input=${(event: Event) =>
          setOption(client, channel.id, name, (event.target as HTMLInputElement).value)}
        @keydown=${(event: KeyboardEvent) => press(client, channel, { event, option })}
      />
    </label>
  `
}

/** Enter sends, Escape leaves; Backspace in an empty field removes the field, then the command. */
function press(
  client: Client,
  channel: Channel,
  { event, option }: { readonly event: KeyboardEvent; readonly option: PageCommand },
): void {
  if (isComposing(event)) return
  const draft = client.view.draft(channel.id)
  const { command } = draft
  if (command === undefined) return
  const list = draft.isListHidden ? [] : command.choices
  if (moveChoice(client, draft, { event, count: list.length })) return
  const choice = list[draft.chosen]
  const value = command.values[option.name] ?? ''
  switch (event.key) {
    case 'Enter':
      event.preventDefault()
      if (choice === undefined || value === choice.name) void send(client, channel)
      else chooseValue(client, channel.id, choice)
      break
    case 'Tab':
      if (choice !== undefined && !event.shiftKey && value === '') {
        chooseValue(client, channel.id, choice)
      }
      break
    case 'Escape':
      event.preventDefault()
      leaveCommand(client, channel.id)
      break
    case 'Backspace':
      if (value !== '') break
      event.preventDefault()
      hideOption(client, channel.id, option)
  }
}

function choices(
  client: Client,
  channel: Channel,
  { choices: list, focused, command }: CommandDraft,
): TemplateResult | typeof nothing {
  const draft = client.view.draft(channel.id)
  if (list.length === 0 || draft.isListHidden) return nothing
  const title = command.options.find(({ name }) => name === focused)?.shownName ?? ''
  const suggestions = list.map((choice) => ({
    title: choice.name,
    note: '',
    choose: () => chooseValue(client, channel.id, choice),
  }))
  return suggestionList(client, channel.id, { title, suggestions }, draft.chosen)
}
