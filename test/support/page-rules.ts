import { Layout } from '../../src/core/layout/layout.ts'
import { pageLimit } from '../../src/core/layout/page-markers.ts'

/** What is wrong with one page, if anything. */
function faultOf(page: string): string | undefined {
  if (page.length > pageLimit) return `${page.length} units`
  if (page === '') return 'empty'
  if (page !== page.trim()) return 'white space at an end'
  if (!page.isWellFormed()) return 'half a character'
  // Discord takes three backticks for a fence wherever they stand.
  if (page.split('```').length % 2 === 0) return 'an open fence'
  return undefined
}

/** Feeds a layout with the beginnings of a text, and sees that Discord could show every frame. */
export function pagesOf(text: string, cuts: Iterable<number>): readonly string[] {
  const layout = new Layout()
  let closed: readonly string[] = []
  const look = (pages: readonly string[], frame: string) => {
    for (const [index, page] of pages.entries()) {
      if (index < closed.length) {
        if (page !== closed[index])
          throw new Error(`${frame}: page ${index} is closed, but changed`)
        continue
      }
      const fault = faultOf(page)
      if (fault) throw new Error(`${frame}: page ${index} has ${fault}: ${JSON.stringify(page)}`)
    }
    if (pages.length < closed.length) throw new Error(`${frame}: a closed page is gone`)
    closed = pages.slice(0, -1)
  }
  for (const cut of cuts) look(layout.grow(text.slice(0, cut)), `frame of ${cut}`)
  const pages = layout.finish(text)
  look(pages, 'last frame')
  return pages
}

/** Letters and digits, in rows. */
export function wordsOf(text: string): readonly string[] {
  return text.match(/[\p{L}\p{N}]+/gu) ?? []
}

/** The first word of `wanted` that is not there in its order. */
export function missingWord(
  wanted: readonly string[],
  there: readonly string[],
): string | undefined {
  let at = 0
  for (const word of wanted) {
    const found = there.indexOf(word, at)
    if (found === -1) return word
    at = found + 1
  }
  return undefined
}
