import { en, type Words } from './en.ts'
import { zh } from './zh.ts'

export type { Words }

/** The page's words in the language that the person's client is set to; English where it has none. */
export function wordsIn(locale: string | undefined): Words {
  return locale?.startsWith('zh') ? zh : en
}

/** Languages to choose from, as they call themselves. */
export const languages = [
  { locale: 'en-US', name: 'English' },
  { locale: 'zh-CN', name: '中文' },
] as const
