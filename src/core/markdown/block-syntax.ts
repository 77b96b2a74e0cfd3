/** Recognises the kind of a Markdown line by its beginning. */

/** The marks of a quote at the beginning of a line, of five levels at most; '' where there are none. */
export function quoteOf(line: string): string {
  return /^(?: {0,3}> ?){1,5}/.exec(line)?.[0] ?? ''
}

/** The line inside a quote of so many levels, or `undefined` where the quote has ended. */
export function insideQuote(line: string, levels: number): string | undefined {
  if (levels === 0) return line
  const [marks] = new RegExp(`^(?: {0,3}> ?){${levels}}`).exec(line) ?? []
  return marks === undefined ? undefined : line.slice(marks.length)
}

/** The first line of a code block. */
export interface FenceLine {
  /** The text before the fence: white space and the marks of list items. */
  readonly lead: string
  /** Its backticks or tildes. */
  readonly fence: string
  /** The info string behind it. */
  readonly info: string
}

/** Reads the first line of a code block, quote marks taken off; `undefined` for any other line. */
export function fenceLine(line: string): FenceLine | undefined {
  const pattern = /^([ \t]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*)(`{3,}|~{3,})(.*)$/s
  const [, lead = '', fence = '', info = ''] = pattern.exec(line) ?? []
  if (fence === '' || (fence.startsWith('`') && info.includes('`'))) return undefined
  return { lead, fence, info: info.trim() }
}

/** Whether a line closes the code block that such a line opened. */
export function closesFence(line: string, { lead, fence }: FenceLine): boolean {
  const [, indent = '', closing = ''] = /^([ \t]*)(`{3,}|~{3,})\s*$/.exec(line) ?? []
  return closing.startsWith(fence) && indent.length <= lead.length + 3
}

/** The language of an info string, where Discord would take it for one. */
export function languageOf(info: string): string {
  return /^[\w+\-.#]{1,32}(?=\s|$)/.exec(info)?.[0] ?? ''
}

/** A line across the page: `---`, `***` or `___`. */
export function isRule(line: string): boolean {
  return /^ {0,3}([-*_])[ \t]*(?:\1[ \t]*){2,}$/.test(line.trimEnd())
}

/** The title of a heading below the third level, or `undefined` for any other line. */
export function deepHeading(line: string): string | undefined {
  const [, title] = /^ {0,3}#{4,6}[ \t]+(\S.*)$/.exec(line) ?? []
  return title?.replace(/\s#+\s*$/, '').trim()
}

/** Whether a drawn line stands above what follows, and belongs to it. */
export function isHeading(line: string): boolean {
  return /^(?:> ?)*(?:#{1,3} |\*\*[^*]+\*\*:?$)/.test(line)
}

/** Whether a line begins an item of a list. */
export function isListItem(line: string): boolean {
  return /^\s*(?:[-*+]|\d{1,9}[.)])\s/.test(line)
}

/** Whether there is nothing but marks on a line: nobody knows yet what it will be. */
export function isMarksOnly(line: string): boolean {
  return /^[\s#>*_~`|=+:-]*$/.test(line)
}
