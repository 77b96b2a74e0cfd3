/** The demo model's languages. */
export type Language = 'en' | 'zh'

/** One Chinese character is enough: people mix English words into Chinese, but rarely the reverse. */
export function languageOf(text: string): Language {
  return /\p{Script=Han}/u.test(text) ? 'zh' : 'en'
}
