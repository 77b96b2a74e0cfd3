import type { LocalizationMap } from 'discord.js'
import type { Words } from '../core/words.ts'
import { languages, wordsFor } from '../words/languages.ts'

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
