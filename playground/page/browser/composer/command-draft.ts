import type { OptionValue, PageCommand } from '../../protocol.ts'
import type { Client } from '../client.ts'
import type { CommandDraft, Draft } from '../state/view-state.ts'
import { OptionType } from './filled-in.ts'
import { focusComposer, focusOptionField } from './focus.ts'

/** Debounces autocomplete, as Discord's clients do. */
const autocompleteAfterMs = 200

/** Replaces the text field by a command's form. `text` goes into its first option. */
export function enterCommand(
  client: Client,
  channelId: string,
  command: PageCommand,
  text: string,
): void {
  const draft = client.view.draft(channelId)
  const required = command.options.filter(({ isRequired }) => isRequired).map(({ name }) => name)
  const shown = required.length > 0 ? required : command.options.slice(0, 1).map(({ name }) => name)
  const [first] = shown
  draft.text = ''
  draft.chosen = 0
  draft.isListHidden = false
  draft.problem = undefined
  draft.command = {
    command,
    values: first === undefined ? {} : { [first]: text },
    shown,
    focused: first,
    choices: [],
    chosenValues: new Map(),
  }
  focusComposer(client, channelId)
}

export function leaveCommand(client: Client, channelId: string): void {
  const draft = client.view.draft(channelId)
  draft.command = undefined
  draft.problem = undefined
  focusComposer(client, channelId)
}

export function showOption(client: Client, channelId: string, name: string): void {
  const { command } = client.view.draft(channelId)
  if (command === undefined) return
  client.view.draft(channelId).command = {
    ...command,
    shown: [...command.shown, name],
    focused: name,
    choices: [],
  }
  focusOptionField(client, channelId, name)
}

/** Removes a field; the whole command when the field is required or the last one. */
export function hideOption(
  client: Client,
  channelId: string,
  { name, isRequired }: PageCommand,
): void {
  const draft = client.view.draft(channelId)
  if (draft.command === undefined) return
  if (isRequired || draft.command.shown.length === 1) {
    leaveCommand(client, channelId)
    return
  }
  const { [name]: _, ...values } = draft.command.values
  const shown = draft.command.shown.filter((each) => each !== name)
  draft.command = { ...draft.command, values, shown, focused: shown.at(-1), choices: [] }
  focusComposer(client, channelId)
}

const waiting = new Map<string, ReturnType<typeof setTimeout>>()

/** Loads the bot's autocomplete choices, or lists those of the definition. */
export function focusOption(client: Client, channelId: string, name: string): void {
  const draft = client.view.draft(channelId)
  const { command } = draft
  if (command === undefined) return
  const isSame = command.focused === name
  draft.command = { ...command, focused: name, choices: isSame ? command.choices : [] }
  const option = command.command.options.find((each) => each.name === name)
  if (option === undefined) return
  draft.chosen = 0
  draft.isListHidden = false
  const fixed =
    option.type === OptionType.boolean
      ? [
          { name: client.words.yes, value: true },
          { name: client.words.no, value: false },
        ]
      : option.choices.map(({ shownName, value }) => ({ name: shownName, value }))
  if (!option.hasAutocomplete) {
    const typed = (draft.command.values[name] ?? '').toLowerCase()
    const fitting = fixed.filter((choice) => choice.name.toLowerCase().includes(typed))
    draft.command = { ...draft.command, choices: typed === '' ? fixed : fitting }
    client.changed()
    return
  }
  clearTimeout(waiting.get(channelId))
  waiting.set(
    channelId,
    setTimeout(() => void propose(client, channelId, name), autocompleteAfterMs),
  )
  client.changed()
}

async function propose(client: Client, channelId: string, name: string): Promise<void> {
  const asked = client.view.draft(channelId).command
  if (asked === undefined) return
  const options = Object.fromEntries(
    Object.entries(asked.values).filter(([key, value]) => key === name || value !== ''),
  )
  try {
    const { choices } = await client.api.call('autocomplete', {
      channelId,
      name: asked.command.name,
      options,
      focused: name,
    })
    const now = client.view.draft(channelId).command
    // The text may have changed meanwhile; then a newer request is on its way.
    if (now?.focused !== name || now.values[name] !== asked.values[name]) return
    client.view.draft(channelId).command = { ...now, choices }
    client.changed()
  } catch {
    // Without choices, as when the bot is offline, people can still type.
  }
}

export function setOption(client: Client, channelId: string, name: string, text: string): void {
  const draft = client.view.draft(channelId)
  if (draft.command === undefined) return
  draft.command = { ...draft.command, values: { ...draft.command.values, [name]: text } }
  draft.problem = undefined
  focusOption(client, channelId, name)
}

export function chooseValue(
  client: Client,
  channelId: string,
  { name, value }: { readonly name: string; readonly value: OptionValue },
): void {
  const draft = client.view.draft(channelId)
  const { command } = draft
  if (command?.focused === undefined) return
  command.chosenValues.set(`${command.focused}:${name}`, value)
  draft.command = {
    ...command,
    values: { ...command.values, [command.focused]: name },
    choices: [],
  }
  draft.isListHidden = true
  client.changed()
}

/** Restores the form after sending failed. */
export function restore(client: Client, channelId: string, command: CommandDraft): void {
  const draft: Draft = client.view.draft(channelId)
  if (draft.command === undefined && draft.text === '') draft.command = command
  client.changed()
}
