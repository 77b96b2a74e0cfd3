import { readdirSync } from 'node:fs'
import type { Words } from '../core/texts.ts'

/** Every language is a file here, named after its Discord locale. */
const named = /^([a-z]{2}(?:-[A-Z]{2}|-\d+)?)\.ts$/

/** The one for every language that nobody has translated yet. */
const fallback = 'en-US'

const all = new Map<string, Words>()
for (const file of readdirSync(import.meta.dirname).sort()) {
  const [, locale] = named.exec(file) ?? []
  if (locale === undefined) continue
  const { words } = (await import(`./${file}`)) as { readonly words: Words }
  all.set(locale, words)
}

/** By their Discord locales. */
export const languages: ReadonlyMap<string, Words> = all

/** The words for a Discord locale; English for every language that nobody has translated yet. */
export function wordsFor(locale: string): Words {
  const words = languages.get(locale) ?? languages.get(fallback)
  if (words === undefined) throw new Error(`The words of ${fallback} are missing`)
  return words
}
