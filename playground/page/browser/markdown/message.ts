import { paragraphs } from './group.ts'
import type { Block } from './nodes.ts'
import { parse } from './parse.ts'

export type { Block, Inline, ListItem } from './nodes.ts'

/**
 * Parses the Markdown that Discord supports. What Discord does not support (tables, rules, images,
 * unclosed marks) stays text.
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
