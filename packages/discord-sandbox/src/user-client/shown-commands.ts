import { isJson, type Json } from '../json.ts'
import { inLocale } from '../schemas/localizations.ts'
import type { OptionValue } from './command-data.ts'

/** A command or an option as the official client shows it in a person's language. */
export interface Shown {
  /** As registered; by this the bot knows it. */
  readonly name: string
  /** Of a command 1 to 4, of an option 1 to 11, as Discord numbers them. */
  readonly type: number
  readonly shownName: string
  /** Empty for a menu. */
  readonly shownDescription: string
  readonly options: readonly Shown[]
  /** Of an option: must it be filled in? */
  readonly isRequired: boolean
  /** Of an option: does the bot propose values while one types? */
  readonly hasAutocomplete: boolean
  /** Of an option: the only values it takes; none where it takes any. */
  readonly choices: readonly ShownChoice[]
}

export interface ShownChoice {
  readonly shownName: string
  readonly value: OptionValue
}

/** `definition`: of a command, or of an option in it. */
export function shown(definition: Json, locale: string): Shown {
  const { name, description } = definition
  return {
    name: String(name),
    type: Number(definition['type'] ?? 1),
    shownName: inLocale(locale, String(name), definition['name_localizations']),
    shownDescription: inLocale(
      locale,
      String(description ?? ''),
      definition['description_localizations'],
    ),
    options: listOf(definition['options']).map((option) => shown(option, locale)),
    isRequired: definition['required'] === true,
    hasAutocomplete: definition['autocomplete'] === true,
    choices: listOf(definition['choices']).map((choice) => ({
      shownName: inLocale(locale, String(choice['name']), choice['name_localizations']),
      value: choice['value'] as OptionValue,
    })),
  }
}

function listOf(value: unknown): readonly Json[] {
  return Array.isArray(value) ? value.filter(isJson) : []
}
