import type { Texts } from '../core/texts.ts'
import { texts as english } from './en-US.ts'
import { texts as chinese } from './zh-CN.ts'

/** Every translation, by its Discord locale. */
export const locales: ReadonlyMap<string, Texts> = new Map([
  ['en-US', english],
  ['zh-CN', chinese],
])

/** The texts for a Discord locale; English for every locale without a translation. */
export function textsFor(locale: string): Texts {
  return locales.get(locale) ?? english
}
