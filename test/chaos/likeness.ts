/** What Platen itself says stands on lines that begin like this; no model here begins one so. */
const ownLine = /^-# /

/** A text without Platen's own lines, and those at its end. */
export function withoutOwnLines(text: string): { readonly body: string; readonly end: string } {
  const lines = text.trim().split('\n')
  const last = lines.findLastIndex((line) => !ownLine.test(line))
  return {
    body: lines.filter((line) => !ownLine.test(line)).join('\n'),
    end: lines.slice(last + 1).join('\n'),
  }
}

/** The quoted question above an answer, and the answer. */
export function splitQuote(text: string): { readonly quote: string; readonly rest: string } {
  const [quote = ''] = /^(?:>.*(?:\n|$))*/.exec(text) ?? []
  return { quote, rest: text.slice(quote.length) }
}

/** Without white space and the invisible marks of page breaks. */
export function bare(text: string): string {
  return text.replaceAll(/[\s\u200b\u2060]/g, '')
}

/**
 * Only what is a letter, a digit or a picture: the same however Markdown is drawn, closed for the
 * moment, or opened again on the next page. Of code fences the language goes as well.
 */
export function letters(text: string): string {
  return text
    .replaceAll(/^[> ]*```.*$/gmu, '')
    .replaceAll(/[^\p{L}\p{N}\p{Extended_Pictographic}]/gu, '')
}

/** Whether Discord can show a text as it is, on however many pages. */
export function isPlain(text: string): boolean {
  return !/```|\||#|^>/m.test(text)
}

/** Where two texts begin to differ, for a report. */
export function difference(wanted: string, there: string): string {
  const [left, right] = [letters(wanted), letters(there)]
  let at = 0
  while (at < left.length && left[at] === right[at]) at += 1
  const part = (text: string) => JSON.stringify(text.slice(Math.max(0, at - 20), at + 40))
  return `at ${at}: wanted (${left.length}) ${part(left)}, there is (${right.length}) ${part(right)}`
}
