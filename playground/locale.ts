/** The locales of Discord's client, from its reference. */
export const locales = [
  ...['id', 'da', 'de', 'en-GB', 'en-US', 'es-ES', 'es-419', 'fr', 'hr', 'it', 'lt', 'hu', 'nl'],
  ...['no', 'pl', 'pt-BR', 'ro', 'fi', 'sv-SE', 'vi', 'tr', 'cs', 'el', 'bg', 'ru', 'uk', 'hi'],
  ...['th', 'zh-CN', 'ja', 'zh-TW', 'ko'],
] as const

/** The Discord locale that matches the terminal's language, such as `LANG=zh_CN.UTF-8`. */
export function discordLocale(environment: NodeJS.ProcessEnv): string {
  const { LC_ALL, LC_MESSAGES, LANG } = environment
  const wanted = (LC_ALL || LC_MESSAGES || LANG || '').replace(/\..*/, '').replace('_', '-')
  const [language = ''] = wanted.split('-')
  const isSame = (locale: string) => locale === wanted || locale === language
  return (
    locales.find(isSame) ?? locales.find((locale) => locale.startsWith(`${language}-`)) ?? 'en-US'
  )
}
