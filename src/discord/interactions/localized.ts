import type { LocalizationMap, SharedNameAndDescription } from 'discord.js'
import type { Texts } from '../../core/texts.ts'
import { locales, textsFor } from '../../locales/index.ts'

/** A text of a command's definition in English, and in every other locale. */
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

/** Sets the name and description of a command or option in every locale. */
export function localize<T extends SharedNameAndDescription>(
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
