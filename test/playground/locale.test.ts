import { describe, expect, it } from 'vitest'
import { discordLocale } from '../../playground/locale.ts'

describe('discordLocale', () => {
  it.each([
    ['zh_CN.UTF-8', 'zh-CN'],
    ['zh_TW', 'zh-TW'],
    ['de_AT.UTF-8', 'de'],
    ['en_GB.UTF-8', 'en-GB'],
    ['pt_PT.UTF-8', 'pt-BR'],
    ['C.UTF-8', 'en-US'],
    ['', 'en-US'],
  ])('reads LANG=%s as %s', (lang, locale) => {
    expect(discordLocale({ LANG: lang })).toBe(locale)
  })

  it('lets the more special variables win', () => {
    expect(discordLocale({ LANG: 'de_DE', LC_ALL: 'ja_JP.UTF-8' })).toBe('ja')
  })
})
