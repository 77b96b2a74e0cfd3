import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { joinPages } from '../../../src/core/layout/join-pages.ts'
import { Layout } from '../../../src/core/layout/layout.ts'
import { missingWord, pagesOf, wordsOf } from '../../support/page-rules.ts'

/**
 * Awkward answers. The beginning of a file's name says what is expected of it: of `plain-` nothing
 * is redrawn, of `redrawn-` and `math-` every word is there (of formulas, their own tests know the
 * words), and `reasoning-` begins with what people do not see.
 */
const folder = path.join(import.meta.dirname, 'corpus')
const files = globSync('*.md', { cwd: folder }).sort()

const textOf = (file: string) => readFileSync(path.join(folder, file), 'utf8')

/** Every place where a stream may have stopped for a moment. */
const everywhere = (text: string) => Array.from({ length: text.length + 1 }, (_, cut) => cut)

const formula = /\$\$[\s\S]*?\$\$|\\\([^\n]*?\\\)|\\\[[\s\S]*?\\\]|\$[^$\n]*\$/g

const tableHeader = /^.*\n(?=(?:> )?\|? ?:?--.*\|)/gm

describe('the corpus', () => {
  it('has answers of all kinds', () => {
    expect(files.length).toBeGreaterThanOrEqual(60)
  })

  it.each(files)('can be shown at every moment, and is the same in the end: %s', (file) => {
    const text = textOf(file)
    expect(pagesOf(text, everywhere(text))).toEqual(new Layout().finish(text))
  })

  it.each(files.filter((file) => file.startsWith('plain-')))('comes back exactly: %s', (file) => {
    const text = textOf(file)
    expect(joinPages(new Layout().finish(text))).toBe(text.trim())
  })

  it.each(files.filter((file) => /^(redrawn|math)-/.test(file)))('keeps its words: %s', (file) => {
    const outside = file.startsWith('math-') ? textOf(file).replaceAll(formula, ' ') : textOf(file)
    // Drawn as a list, each row of a table says the names of its columns again.
    const text = outside.replaceAll(tableHeader, '')
    const there = wordsOf(joinPages(new Layout().finish(textOf(file))))
    expect(missingWord(wordsOf(text), there)).toBeUndefined()
  })

  it('shows no reasoning', () => {
    expect(new Layout().finish(textOf('reasoning-short.md'))).toEqual(['42.'])
    expect(new Layout().finish(textOf('reasoning-half.md'))).toEqual([])
  })
})
