import type { Node } from './nodes.ts'
import type { Source } from './source.ts'

/** Where the text stands that is read. */
export interface Context {
  /** Whether its first character is the first of a line of the message. */
  readonly isLineStart: boolean
  /** Whether headings, quotes and lists may start in it. */
  readonly hasLines: boolean
  /** Discord draws no heading in a list. */
  readonly hasHeadings: boolean
  /** A quote holds no other quote. */
  readonly isInQuote: boolean
  /** In the text of a masked link a backslash is a backslash. */
  readonly isInLabel: boolean
  readonly listDepth: number
  readonly markDepth: number
}

export type Parse = (text: string, context: Context) => readonly Node[]

export interface Taken {
  readonly nodes: readonly Node[]
  /** Where reading goes on. */
  readonly end: number
}

/** Reads what starts at the position, if it is what the rule is about. */
export type Rule = (
  source: Source,
  position: number,
  context: Context,
  parse: Parse,
) => Taken | undefined

export function isLineStart(source: Source, position: number, context: Context): boolean {
  return position === 0 ? context.isLineStart : source.text[position - 1] === '\n'
}
