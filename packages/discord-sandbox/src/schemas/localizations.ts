import * as z from 'zod'
import { isJson } from '../json.ts'

/** Those of Discord's client, in the order of its documentation. */
const locales: readonly string[] = [
  'id',
  'da',
  'de',
  'en-GB',
  'en-US',
  'es-ES',
  'es-419',
  'fr',
  'hr',
  'it',
  'lt',
  'hu',
  'nl',
  'no',
  'pl',
  'pt-BR',
  'ro',
  'fi',
  'sv-SE',
  'vi',
  'tr',
  'cs',
  'el',
  'bg',
  'ru',
  'uk',
  'hi',
  'th',
  'zh-CN',
  'ja',
  'zh-TW',
  'ko',
]

/** Each value is held to the same rule as the text it stands for. */
export function localized(text: z.ZodType<string>) {
  return z
    .record(z.string(), text)
    .superRefine((given, context) => {
      for (const locale of Object.keys(given).filter((key) => !locales.includes(key))) {
        context.addIssue({
          code: 'custom',
          path: [locale],
          message: `Value must be one of {${locales.join(', ')}}.`,
          params: { code: 'BASE_TYPE_CHOICES' },
        })
      }
    })
    .nullish()
}

/** Looked at where a command says nothing in the language itself. */
const fallbacks: Readonly<Record<string, string>> = {
  'en-US': 'en-GB',
  'en-GB': 'en-US',
  'es-419': 'es-ES',
}

/** `usual` where there is no translation. */
export function inLocale(locale: string, usual: string, translations: unknown): string {
  if (!isJson(translations)) return usual
  const found = translations[locale] ?? translations[fallbacks[locale] ?? '']
  return typeof found === 'string' ? found : usual
}
