import type { APIUser } from 'discord-api-types/v10'
import type { Client } from '../client.ts'
import { type Channel, holdsMessages, nameOf } from '../state/channel.ts'
import type { Draft } from '../state/view-state.ts'
import { enterCommand } from './command-draft.ts'
import { slashCommand } from './typed-command.ts'

export interface Suggestion {
  /** Whose avatar is shown. */
  readonly user?: APIUser | undefined
  readonly title: string
  readonly note: string
  choose(): void
}

export interface SuggestionList {
  readonly title: string
  readonly suggestions: readonly Suggestion[]
}

const maxSuggestions = 10

/** Suggestions for the text in the field: commands, people or channels. */
export function suggestionsFor(
  client: Client,
  channel: Channel,
  draft: Draft,
): SuggestionList | undefined {
  if (draft.isListHidden || draft.command !== undefined) return undefined
  const [, typed] = /^\/([^\s]*)$/u.exec(draft.text) ?? []
  if (typed !== undefined) return commandList(client, channel, typed)
  const [, sign, begun = ''] = /(?:^|\s)([@#])([^\s@#]*)$/u.exec(draft.text) ?? []
  if (sign === '@') return nameList(client, draft, begun)
  if (sign === '#') return channelList(client, channel, draft, begun)
  return undefined
}

/** Matches the localised name and the registered one: many people know the English name. */
function commandList(client: Client, channel: Channel, typed: string): SuggestionList {
  const { words, commandCache, store } = client
  const wanted = typed.toLowerCase()
  const commands = commandCache
    .of(channel.id)
    .filter(({ type }) => type === slashCommand)
    .filter(({ name, shownName }) => name.includes(wanted) || shownName.includes(wanted))
  return {
    title: typed === '' ? words.commands : words.commandsMatching(typed),
    suggestions: commands.slice(0, maxSuggestions).map((command) => ({
      user: store.users.get(store.playground?.bot.id ?? ''),
      title: `/${command.shownName}`,
      note: command.shownDescription,
      choose: () => enterCommand(client, channel.id, command, ''),
    })),
  }
}

function nameList(client: Client, draft: Draft, begun: string): SuggestionList | undefined {
  const { store, view, words } = client
  const guild = store.guilds.get(view.guildId ?? '')
  if (guild === undefined) return undefined
  const wanted = begun.toLowerCase()
  const found = [...guild.members.values()].filter((user) =>
    [nameOf(user), user.username].some((name) => name.toLowerCase().includes(wanted)),
  )
  return {
    title: words.people,
    suggestions: found.slice(0, maxSuggestions).map((user) => ({
      user,
      title: nameOf(user),
      note: user.username,
      choose: () => complete(client, draft, `@${nameOf(user)} `, begun.length + 1),
    })),
  }
}

function channelList(
  client: Client,
  { guildId }: Channel,
  draft: Draft,
  begun: string,
): SuggestionList {
  const found = client
    .channelsOf(guildId)
    .filter((each) => holdsMessages(each) && each.name.toLowerCase().includes(begun.toLowerCase()))
  return {
    title: client.words.channels,
    suggestions: found.slice(0, maxSuggestions).map(({ name, topic }) => ({
      title: `#${name}`,
      note: topic,
      choose: () => complete(client, draft, `#${name} `, begun.length + 1),
    })),
  }
}

function complete(client: Client, draft: Draft, text: string, replaced: number): void {
  draft.text = `${draft.text.slice(0, draft.text.length - replaced)}${text}`
  draft.chosen = 0
  client.changed()
}
