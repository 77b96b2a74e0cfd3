import type { LocalizationMap, SharedNameAndDescription } from 'discord.js'
import type { Texts } from '../../core/texts.ts'
import { locales, textsFor } from '../../locales/index.ts'

/** The words that a command's definition shows in English, and in every other language. */
export function localized(pick: (texts: Texts) => string): {
  readonly text: string
  readonly others: LocalizationMap
} {
  const english = textsFor('en-US')
  const others = [...locales].filter(([, texts]) => texts !== english)
  return {
    text: pick(english),
    others: Object.fromEntries(others.map(([locale, texts]) => [locale, pick(texts)])),
  }
}

/** Gives a command, or one of its options, its name and description in every language. */
export function inAllLanguages<T extends SharedNameAndDescription>(
  named: T,
  pick: (texts: Texts) => { readonly name: string; readonly description: string },
): T {
  const name = localized((texts) => pick(texts).name)
  const description = localized((texts) => pick(texts).description)
  named
    .setName(name.text)
    .setNameLocalizations(name.others)
    .setDescription(description.text)
    .setDescriptionLocalizations(description.others)
  return named
}
