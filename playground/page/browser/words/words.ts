import { en, type Words } from './en.ts'
import { zh } from './zh.ts'

export type { Words }

const allWords: Readonly<Record<'en' | 'zh', Words>> = { en, zh }

/** The page's language where the person's client is set to this one; English where it has no other. */
export function languageOf(locale: string): 'en' | 'zh' {
  return locale.startsWith('zh') ? 'zh' : 'en'
}

export function wordsIn(locale: string): Words {
  return allWords[languageOf(locale)]
}

/** Languages to choose from, as they call themselves. */
export const languages = [
  { locale: 'en-US', name: 'English' },
  { locale: 'zh-CN', name: '中文' },
] as const
