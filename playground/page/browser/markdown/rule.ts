import type { Node } from './nodes.ts'
import type { Source } from './source.ts'

/** Where the parsed text stands in the message. */
export interface Context {
  /** Whether the text starts at the start of a line of the message. */
  readonly isLineStart: boolean
  /** Whether headings, quotes and lists are allowed. */
  readonly hasLines: boolean
  /** Discord draws no heading in a list. */
  readonly hasHeadings: boolean
  /** Quotes do not nest. */
  readonly isInQuote: boolean
  /** A backslash does not escape in the text of a masked link. */
  readonly isInLabel: boolean
  readonly listDepth: number
  readonly markDepth: number
}

export type Parse = (text: string, context: Context) => readonly Node[]

export interface Taken {
  readonly nodes: readonly Node[]
  /** Where parsing continues. */
  readonly end: number
}

/** Parses the construct at the position; undefined if the rule does not match. */
export type Rule = (
  source: Source,
  position: number,
  context: Context,
  parse: Parse,
) => Taken | undefined

export function isLineStart(source: Source, position: number, context: Context): boolean {
  return position === 0 ? context.isLineStart : source.text[position - 1] === '\n'
}
