import { en, type Words } from './en.ts'
import { zh } from './zh.ts'

export type { Words }

const allWords: Readonly<Record<'en' | 'zh', Words>> = { en, zh }

/** The page's language for a Discord locale; English by default. */
export function languageOf(locale: string): 'en' | 'zh' {
  return locale.startsWith('zh') ? 'zh' : 'en'
}

export function wordsIn(locale: string): Words {
  return allWords[languageOf(locale)]
}

/** The page's languages under their own names. */
export const languages = [
  { locale: 'en-US', name: 'English' },
  { locale: 'zh-CN', name: '中文' },
] as const
