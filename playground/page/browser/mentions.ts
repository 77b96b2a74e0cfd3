import { nameOf } from './channel.ts'
import type { Store } from './store.ts'

/** Mentions as they are written in a message, in place of the names that people type. */
export function namesAsMentions(store: Store, text: string): string {
  const names = [
    ...[...store.users.values()].map((user) => [`@${nameOf(user)}`, `<@${user.id}>`] as const),
    ...[...store.channels.values()]
      .filter(({ guildId, name }) => guildId !== undefined && name !== '')
      .map(({ id, name }) => [`#${name}`, `<#${id}>`] as const),
  ]
  // A name that begins another one must not take its place.
  const longestFirst = names.sort(([one], [other]) => other.length - one.length)
  return longestFirst.reduce(
    (written, [name, mention]) =>
      written.replace(new RegExp(`(?<![\\w<])${escaped(name)}(?!\\w)`, 'gu'), mention),
    text,
  )
}

/** The other way round, for editing. */
export function mentionsAsNames(store: Store, text: string): string {
  return text
    .replace(/<@!?(\d+)>/g, (written, id: string) => {
      const user = store.users.get(id)
      return user === undefined ? written : `@${nameOf(user)}`
    })
    .replace(/<#(\d+)>/g, (written, id: string) => {
      const channel = store.channels.get(id)
      return channel === undefined ? written : `#${channel.name}`
    })
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
