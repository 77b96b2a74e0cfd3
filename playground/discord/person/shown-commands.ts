import { inLocale } from '../forms/localizations.ts'
import { isJson, type Json } from '../json.ts'

/** A command or an option as the official client shows it in a person's language. */
export interface Shown {
  /** As registered; by this the bot knows it. */
  readonly name: string
  readonly shownName: string
  /** Empty for a menu. */
  readonly shownDescription: string
  readonly options: readonly Shown[]
}

/** `definition`: of a command, or of an option in it. */
export function shown(definition: Json, locale: string): Shown {
  const { name, description, options } = definition
  const inner = Array.isArray(options) ? options.filter(isJson) : []
  return {
    name: String(name),
    shownName: inLocale(locale, String(name), definition['name_localizations']),
    shownDescription: inLocale(
      locale,
      String(description),
      definition['description_localizations'],
    ),
    options: inner.map((option) => shown(option, locale)),
  }
}
