import { quoteOf } from '../markdown/block-syntax.ts'
import { readMarker, showMarker, unguardFences } from './page-markers.ts'

/**
 * The text that was laid out, from its pages as Discord stored them: exactly what the model wrote
 * where nothing was redrawn. How breaks are told is described in marks.ts.
 */
export function joinPages(pages: readonly string[]): string {
  let text = ''
  let page = pages[0] ?? ''
  /** The text that the page repeats from the one before it. */
  let repeated = ''
  for (const next of pages.slice(1)) {
    const read = readBreak(page, next)
    text += read.text.slice(repeated.length)
    page = next
    repeated = read.repeated
  }
  return unguardFences(text + page.slice(repeated.length))
}

/** A page with what stood between it and the next one, and what the next one repeats. */
function readBreak(
  page: string,
  next: string,
): { readonly text: string; readonly repeated: string } {
  const { text, space } = readMarker(showMarker(page))
  const [closing, quote = ''] = /\n((?:> ?)*)```$/.exec(text) ?? []
  const [opening] = /^(?:> ?)*```[^\n]*\n/.exec(next) ?? []
  const isCut = space === '\n\n' || space === ''
  if (closing !== undefined && opening?.startsWith(quote) && isCut) {
    const code = text.slice(0, -closing.length)
    return space === ''
      ? { text: code, repeated: opening + prefixOf(next.slice(opening.length), quote) }
      : { text: `${code}\n`, repeated: opening }
  }
  if (space.includes('\n')) return { text: text + space, repeated: '' }
  const quoted = quoteOf(text.slice(text.lastIndexOf('\n') + 1))
  return { text: text + space, repeated: prefixOf(next, quoted) }
}

function prefixOf(text: string, prefix: string): string {
  return text.startsWith(prefix) ? prefix : ''
}
