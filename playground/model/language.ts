/** The languages that the demo model has answers in. */
export type Language = 'en' | 'zh'

/** One Chinese character is enough: people mix English words into Chinese, seldom the reverse. */
export function languageOf(text: string): Language {
  return /\p{Script=Han}/u.test(text) ? 'zh' : 'en'
}
