import { group, paragraphs } from './group.ts'
import type { Rule } from './rule.ts'
import type { Source } from './source.ts'

/** `# ` to `### `. The empty lines below a heading belong to it. */
export const heading: Rule = (source, position, context, parse) => {
  if (!context.hasHeadings) return undefined
  const [opening, marks] = source.match(/ *(#{1,3})\s+(?=\S)/y, position) ?? []
  if (opening === undefined || marks === undefined) return undefined
  const start = position + opening.length
  if (source.match(/#{1,3}\s/y, start)) return undefined
  const lineEnd = source.lineEnd(start)
  const title = withoutClosingMarks(source.text.slice(start, lineEnd))
  const level = marks.length === 1 ? 1 : marks.length === 2 ? 2 : 3
  const nodes = parse(title, { ...context, hasLines: false })
  return {
    nodes: group(nodes, (children) => ({ kind: 'heading', level, children })),
    end: afterEmptyLines(source, lineEnd),
  }
}

function withoutClosingMarks(line: string): string {
  const title = line.trimEnd()
  let end = title.length
  while (end > 1 && title[end - 1] === '#') end -= 1
  return title.slice(0, end).trimEnd()
}

function afterEmptyLines(source: Source, lineEnd: number): number {
  const [space = ''] = source.match(/\s*/y, lineEnd) ?? []
  const end = lineEnd + space.length
  return end === source.text.length ? end : source.text.lastIndexOf('\n', end - 1) + 1
}

/** `-# ` */
export const subtext: Rule = (source, position, context, parse) => {
  const [whole, text] = source.match(/ *-# +(?!-#)([^\n]+)(?:\n|$)/y, position) ?? []
  if (whole === undefined || text === undefined) return undefined
  const nodes = parse(text.trim(), { ...context, hasLines: false })
  return {
    nodes: group(nodes, (children) => ({ kind: 'subtext', children })),
    end: position + whole.length,
  }
}

/** Lines with `> `, or everything after `>>> `. */
export const quote: Rule = (source, position, context, parse) => {
  if (context.isInQuote) return undefined
  const quoted = restAt(source, position) ?? linesAt(source, position)
  if (quoted === undefined) return undefined
  const nodes = parse(quoted.text, { ...context, isLineStart: true, isInQuote: true })
  // An empty quote has the height of one line.
  const blocks = paragraphs(nodes.length > 0 ? nodes : [{ kind: 'text', text: ' ' }])
  return { nodes: [{ kind: 'quote', blocks }], end: quoted.end }
}

interface Quoted {
  readonly text: string
  readonly end: number
}

function restAt(source: Source, position: number): Quoted | undefined {
  const [mark] = source.match(/ *>>> (?= *)/y, position) ?? []
  if (mark === undefined) return undefined
  return { text: source.text.slice(position + mark.length), end: source.text.length }
}

function linesAt(source: Source, position: number): Quoted | undefined {
  let text = ''
  let end = position
  for (;;) {
    const [whole, line] = source.match(/ *>(?!>>) ([^\n]*\n?)/y, end) ?? []
    if (whole === undefined || line === undefined) break
    text += line
    end += whole.length
  }
  return end === position ? undefined : { text, end }
}
