import { html, nothing, type TemplateResult } from 'lit'
import type { Client } from '../client.ts'
import type { Draft } from '../state/view-state.ts'
import { avatar } from '../ui/avatar.ts'
import { focusComposer } from './focus.ts'
import type { SuggestionList } from './suggestions.ts'

/** The list above the field. The focus stays in the field, which names the active line. */
export function suggestionList(
  client: Client,
  channelId: string,
  { title, suggestions }: SuggestionList,
  chosen: number,
): TemplateResult {
  return html`
    <div class="suggestions">
      <p aria-hidden="true">${suggestions.length === 0 ? client.words.noCommand : title}</p>
      <ul role="listbox" id="list-${channelId}" aria-label=${title}>
        ${suggestions.map(
          ({ user, title: name, note, choose }, index) => html`
            <li
              role="option"
              id="suggestion-${channelId}-${index}"
              aria-selected=${index === chosen}
              @mousedown=${(event: Event) => event.preventDefault()}
              @click=${() => {
                choose()
                focusComposer(client, channelId)
              }}
            >
              ${user === undefined ? nothing : avatar(user, 20)}
              <strong>${name}</strong> <span>${note}</span>
            </li>
          `,
        )}
      </ul>
    </div>
  `
}

/** Moves the choice in an open list of `count` lines. Returns whether the key was an arrow key. */
export function moveChoice(
  client: Client,
  draft: Draft,
  { event, count }: { readonly event: KeyboardEvent; readonly count: number },
): boolean {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
  if (step === undefined || count === 0) return false
  event.preventDefault()
  draft.chosen = (draft.chosen + step + count) % count
  client.changed()
  return true
}
