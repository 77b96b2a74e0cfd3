import type { LocalizationMap, SharedNameAndDescription } from 'discord.js'
import type { Words } from '../../core/texts.ts'
import { languages, wordsFor } from '../../locales/index.ts'

/** The words that a command's definition shows in English, and in every other language. */
export function localized(pick: (words: Words) => string): {
  readonly text: string
  readonly others: LocalizationMap
} {
  const english = wordsFor('en-US')
  const others = [...languages].filter(([, words]) => words !== english)
  return {
    text: pick(english),
    others: Object.fromEntries(others.map(([locale, words]) => [locale, pick(words)])),
  }
}

/** Gives a command, or one of its options, its name and description in every language. */
export function inAllLanguages<T extends SharedNameAndDescription>(
  named: T,
  pick: (words: Words) => { readonly name: string; readonly description: string },
): T {
  const name = localized((words) => pick(words).name)
  const description = localized((words) => pick(words).description)
  named
    .setName(name.text)
    .setNameLocalizations(name.others)
    .setDescription(description.text)
    .setDescriptionLocalizations(description.others)
  return named
}
