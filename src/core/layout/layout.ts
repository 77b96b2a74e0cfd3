/** One Discord message holds this many UTF-16 units; counting those is safe however Discord counts. */
export const pageLimit = 2_000

/**
 * Divides a text into pages that Discord accepts: none longer than `pageLimit`, none with white
 * space at its ends (Discord would trim it), none empty. A page that is full stays as it is when
 * the text grows. Breaks fall between lines, else between words, and never inside a surrogate pair.
 */
export function layout(text: string): readonly string[] {
  const pages: string[] = []
  let rest = text.trim()
  while (rest.length > pageLimit) {
    const end = breakBefore(rest)
    pages.push(rest.slice(0, end).trimEnd())
    rest = rest.slice(end).trimStart()
  }
  if (rest !== '') pages.push(rest)
  return pages
}

/** Where the first page of a text that is too long for one page ends. */
function breakBefore(text: string): number {
  const room = text.slice(0, pageLimit + 1)
  for (const separator of ['\n', ' ']) {
    const at = room.lastIndexOf(separator)
    // A page that is nearly empty helps nobody: rather cut at the next smaller kind of break.
    if (at >= pageLimit / 2) return at
  }
  const last = text.charCodeAt(pageLimit - 1)
  const isHighSurrogate = last >= 0xd800 && last <= 0xdbff
  return isHighSurrogate ? pageLimit - 1 : pageLimit
}

/** Whether a text ends inside a code block: what follows would be drawn as code. */
export function endsInCode(text: string): boolean {
  return text.split('\n').filter((line) => /^ {0,3}```/.test(line)).length % 2 === 1
}
