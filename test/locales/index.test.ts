import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { locales, textsFor } from '../../src/locales/index.ts'

const root = path.resolve(import.meta.dirname, '../..')

/** The paths to everything that is said: "failed.key". */
function keysOf(words: object, before = ''): readonly string[] {
  return Object.entries(words).flatMap(([key, value]: [string, unknown]) =>
    typeof value === 'object' && value !== null
      ? keysOf(value, `${before}${key}.`)
      : [before + key],
  )
}

const english = keysOf(textsFor('en-US'))

describe('the languages', () => {
  it.each([...locales.keys()])('%s says everything that English says, and no more', (locale) => {
    const keys = keysOf(textsFor(locale))
    expect(english.filter((key) => !keys.includes(key))).toEqual([])
    expect(keys.filter((key) => !english.includes(key))).toEqual([])
  })

  it('say nothing that nobody uses', () => {
    const files = globSync('{src,commands}/**/*.ts', { cwd: root }).filter(
      (name) => !name.includes('src/locales/') && !name.endsWith('core/texts.ts'),
    )
    const code = files.map((name) => readFileSync(path.join(root, name), 'utf8')).join('\n')
    // A key may be chosen by a value: then the group that it is in is used as a whole.
    const isUsed = (key: string) =>
      key
        .split('.')
        .every((name) => new RegExp(`\\b${name}\\b|'${name}'`).test(code) || isChosen(key, code))
    expect(english.filter((key) => !isUsed(key))).toEqual([])
  })

  it('fall back to English', () => {
    expect(textsFor('fr')).toBe(textsFor('en-US'))
    expect(textsFor('zh-TW')).toBe(textsFor('en-US'))
  })
})

/** Whether the last part of a key is chosen by an index: `words.failed[ending.failure]`. */
function isChosen(key: string, code: string): boolean {
  const group = key.split('.').at(-2)
  return group !== undefined && new RegExp(`\\b${group}\\[`).test(code)
}
