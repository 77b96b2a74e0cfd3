import { paragraphs } from './group.ts'
import type { Block } from './nodes.ts'
import { parse } from './parse.ts'

export type { Block, Inline, ListItem } from './nodes.ts'

/**
 * Reads a message as Discord draws it, and no further: what Discord draws as it was written (a
 * table, a rule, an image, a mark that is still open) is text.
 */
export function parseMessage(content: string): readonly Block[] {
  return paragraphs(
    parse(content, {
      isLineStart: true,
      hasLines: true,
      hasHeadings: true,
      isInQuote: false,
      isInLabel: false,
      listDepth: 0,
      markDepth: 0,
    }),
  )
}
