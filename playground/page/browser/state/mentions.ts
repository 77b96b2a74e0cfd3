import { nameOf } from './channel.ts'
import type { Store } from './store.ts'

/** A word character. Excludes scripts without spaces: there a name can stand beside letters. */
const letter = String.raw`(?![\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}])[\p{L}\p{M}\p{N}_]`

/** Code, URLs and mentions, which stay unchanged. */
const kept = String.raw`(?<![\x60\\])(\x60+)(?!\x60)[\s\S]*?(?<!\x60)\1(?!\x60)|https?://\S+|<[@#][^>\s]*>`

/** Replaces the names that people type in this server by mentions. */
export function namesAsMentions(store: Store, text: string, guildId: string | undefined): string {
  const mentions = mentionsByName(store, guildId)
  if (mentions.size === 0) return text
  // Longest first, so that a name does not match the beginning of a longer one.
  const longestFirst = [...mentions.keys()].sort((one, other) => other.length - one.length)
  const names = longestFirst.map(escaped).join('|')
  const pattern = new RegExp(`${kept}|(?<!${letter}|<)(?:${names})(?!${letter})`, 'gu')
  return text.replace(pattern, (found) => mentions.get(found) ?? found)
}

/** Replaces mentions by names, for editing. A mention stays if its name would not lead back to it. */
export function mentionsAsNames(store: Store, text: string, guildId: string | undefined): string {
  const plain = text.replace(/<@!(\d+)>/g, '<@$1>')
  const wanted = namesAsMentions(store, plain, guildId)
  return [...plain.matchAll(/<([@#])(\d+)>/g)].reduceRight((written, mention) => {
    const [whole, sign, id = ''] = mention
    const user = sign === '@' ? store.users.get(id) : undefined
    const name = user === undefined ? store.channels.get(id)?.name : nameOf(user)
    const after = mention.index + whole.length
    const named = `${written.slice(0, mention.index)}${sign}${name}${written.slice(after)}`
    return namesAsMentions(store, named, guildId) === wanted ? named : written
  }, plain)
}

/** The mention for each name. Members of the server take precedence over others. */
function mentionsByName(store: Store, guildId: string | undefined): ReadonlyMap<string, string> {
  const members = store.guilds.get(guildId ?? '')?.members.values() ?? []
  const users = [...members, ...store.users.values()]
  const channels = [...store.channels.values()].filter(
    (channel) =>
      channel.guildId !== undefined && channel.guildId === guildId && channel.name !== '',
  )
  const all = [
    ...users.map((user) => [`@${nameOf(user)}`, `<@${user.id}>`] as const),
    ...channels.map(({ id, name }) => [`#${name}`, `<#${id}>`] as const),
  ]
  // Reversed, so that earlier entries overwrite later ones.
  return new Map(all.reverse())
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')
}
