import { english } from './english.ts'
import { simplifiedChinese } from './simplified-chinese.ts'
import type { Words } from './words.ts'

/** The words for a Discord locale; English for every language that nobody has translated yet. */
export function wordsFor(locale: string): Words {
  return locale === 'zh-CN' ? simplifiedChinese : english
}
