/** A text in which any white space is one space: Discord and bots may trim and wrap it. */
export function plain(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}

/**
 * How many characters of `text`, which is `plain`, the pages of an answer show: the longest
 * beginning of it that they hold in order. Decoration counts for nothing: above the part of a page a
 * quoted question or a code block opened again, below it anything at all (a cursor, a code block
 * closed for the moment, a notice).
 */
export function shownCharacters(text: string, pages: readonly string[]): number {
  let shown = 0
  for (const page of pages) {
    // White space at the seam of two pages is gone.
    const from = text[shown] === ' ' ? shown + 1 : shown
    const lengths = undecorated(page).map((part) => commonLength(text, from, part))
    const length = Math.max(...lengths)
    if (length > 0) shown = from + length
  }
  return text[shown - 1] === ' ' ? shown - 1 : shown
}

const quote = /^(?:>.*(?:\n|$))+/
const openedAgain = /^\s*`{3,}\w*\n/

/** The readings of a page: as it stands, and without what may stand above its text. */
function undecorated(page: string): readonly string[] {
  return [page, page.replace(quote, ''), page.replace(openedAgain, '')].map(plain)
}

function commonLength(text: string, from: number, part: string): number {
  let length = 0
  while (length < part.length && part[length] === text[from + length]) length += 1
  return length
}
