import { paragraphs } from './group.ts'
import type { List, ListItem, Node } from './nodes.ts'
import type { Context, Parse, Rule } from './rule.ts'
import type { Source } from './source.ts'

/** Discord draws deeper lists as text. */
const deepest = 11

/**
 * Lines that start with `- `, `* ` or `1. `, and indented lines below them. An empty line ends the
 * list.
 */
export const list: Rule = (source, position, context, parse) => {
  if (context.listDepth >= deepest) return undefined
  const opening = source.match(/( *)([*-]|\d+\.) +/y, position)
  if (!opening || position + opening[0].length === source.text.length) return undefined
  const [prefix, indent = '', bullet = ''] = opening
  const { lines, end } = linesAt(source, position, indent)
  const items = itemsOf(lines, indent.length).map((item) =>
    read(item, prefix.length, context, parse),
  )
  return { nodes: [{ kind: 'list', ...startOf(bullet), items }], end }
}

function startOf(bullet: string): Pick<List, 'start'> {
  if (bullet.length === 1) return {}
  return { start: Math.min(1e9, Math.max(1, Number.parseInt(bullet, 10))) }
}

function linesAt(
  source: Source,
  position: number,
  indent: string,
): { readonly lines: readonly string[]; readonly end: number } {
  const lines: string[] = []
  let start = position
  do {
    const lineEnd = source.lineEnd(start)
    lines.push(source.text.slice(start, lineEnd))
    start = Math.min(lineEnd + 1, source.text.length)
  } while (goesOn(source, start, indent))
  return { lines, end: start }
}

function goesOn(source: Source, start: number, indent: string): boolean {
  if (source.text[start] === ' ') return true
  return indent === '' && source.match(/(?:[*-]|\d+\.) /y, start) !== null
}

/** The lines of each item. A bullet with two more spaces belongs to a nested list. */
function itemsOf(lines: readonly string[], indent: number): readonly (readonly string[])[] {
  const items: string[][] = []
  for (const line of lines) {
    const [, spaces = ''] = /^( *)(?:[*-]|\d+\.) /.exec(line) ?? []
    const isBullet = /^ *(?:[*-]|\d+\.) /.test(line)
    const isItem = isBullet && spaces.length >= indent && spaces.length <= indent + 1
    const last = items.at(-1)
    if (isItem || last === undefined) items.push([line])
    else last.push(line)
  }
  return items
}

function read(lines: readonly string[], prefix: number, context: Context, parse: Parse): ListItem {
  const [first = '', ...others] = lines.map((line) => withoutIndent(line, prefix))
  const text = [first.replace(/^ *(?:[*-]|\d+\.) +/, ''), ...others].join('\n')
  const nodes = parse(text, {
    ...context,
    isLineStart: true,
    hasHeadings: false,
    listDepth: context.listDepth + 1,
  })
  return { blocks: paragraphs(nodes.flatMap(withoutLastBreaks)) }
}

function withoutIndent(line: string, most: number): string {
  let start = 0
  while (start < most && line[start] === ' ') start += 1
  return line.slice(start)
}

/** Line breaks before a nested list and at the end of an item draw no empty lines. */
function withoutLastBreaks(node: Node): readonly Node[] {
  if (node.kind !== 'text') return [node]
  const firstBreak = node.text.indexOf('\n', node.text.trimEnd().length)
  const text = firstBreak === -1 ? node.text : node.text.slice(0, firstBreak)
  return text === '' ? [] : [{ kind: 'text', text }]
}
