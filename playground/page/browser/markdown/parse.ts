import { code, fence } from './code.ts'
import { heading, quote, subtext } from './lines.ts'
import { bareLink, bracketedLink, maskedLink } from './links.ts'
import { list } from './list.ts'
import { marked } from './marks.ts'
import { everyone, mention } from './mentions.ts'
import { isBlock, type Node } from './nodes.ts'
import { type Context, isLineStart, type Rule, type Taken } from './rule.ts'
import { Source } from './source.ts'

/** Rules by first character; the first matching rule is used. */
const rules: ReadonlyMap<string, readonly Rule[]> = new Map([
  ['\\', [escaped]],
  ['`', [fence, code]],
  ['<', [bracketedLink, mention]],
  ['[', [maskedLink]],
  ['h', [bareLink]],
  ['@', [everyone]],
  ['¯', [shrug]],
  ['*', [marked]],
  ['_', [marked]],
  ['~', [marked]],
  ['|', [marked]],
])

const start = /[\\`<[h@¯*_~|\n]/g

/**
 * Parses like Discord's client: from left to right, taking at each character the whole match of the
 * first rule that fits. So a mark can contain quotes and lists.
 */
export function parse(text: string, context: Context): readonly Node[] {
  const source = new Source(text)
  const nodes: Node[] = []
  let position = 0
  while (position < text.length) {
    const taken = take(source, position, context, nodes)
    const end = taken?.end ?? nextStart(text, position)
    for (const node of taken?.nodes ?? [{ kind: 'text', text: text.slice(position, end) }]) {
      add(nodes, node)
    }
    position = end
  }
  return nodes
}

function take(
  source: Source,
  position: number,
  context: Context,
  before: readonly Node[],
): Taken | undefined {
  if (context.hasLines && isLineStart(source, position, context)) {
    const taken = takeLines(source, position, context, before)
    if (taken) return taken
  }
  const fitting = rules.get(source.text.charAt(position))
  return fitting && takeBy(fitting, source, position, context)
}

/**
 * The client treats spaces at the start of a line as the end of the text before. So an indented
 * heading below text is no heading, and the first item of an indented list counts as less indented
 * than the others, which nest in it.
 */
function takeLines(
  source: Source,
  position: number,
  context: Context,
  before: readonly Node[],
): Taken | undefined {
  const spaces = source.countAt(position, ' ')
  const isBelowText = before.at(-1)?.kind === 'text'
  const fitting = isBelowText && spaces > 0 ? [quote] : [heading, subtext, quote]
  const bullet = isBelowText && !isBelowMark(before) ? position + spaces : position
  return takeBy(fitting, source, position, context) ?? list(source, bullet, context, parse)
}

/** Whether only a line break stands between an inline element and the position. */
function isBelowMark(before: readonly Node[]): boolean {
  const [mark, text] = before.slice(-2)
  return mark !== undefined && !isBlock(mark) && text?.kind === 'text' && text.text === '\n'
}

function takeBy(
  fitting: readonly Rule[],
  source: Source,
  position: number,
  context: Context,
): Taken | undefined {
  for (const rule of fitting) {
    const taken = rule(source, position, context, parse)
    if (taken) return taken
  }
  return undefined
}

function nextStart(text: string, position: number): number {
  if (text[position] === '\n') return position + 1
  start.lastIndex = position + 1
  return start.exec(text)?.index ?? text.length
}

/** Joins adjacent text nodes. */
function add(nodes: Node[], node: Node): void {
  const last = nodes.at(-1)
  if (node.kind === 'text' && last?.kind === 'text') {
    nodes[nodes.length - 1] = { kind: 'text', text: last.text + node.text }
  } else {
    nodes.push(node)
  }
}

function escaped(...[source, position, context]: Parameters<Rule>): Taken | undefined {
  if (context.isInLabel) return undefined
  const [, text] = source.match(/\\([^\dA-Za-z\s])/y, position) ?? []
  return text === undefined ? undefined : { nodes: [{ kind: 'text', text }], end: position + 2 }
}

/** ¯\_(ツ)_/¯: here the backslash does not escape. */
function shrug(...[source, position]: Parameters<Rule>): Taken | undefined {
  const text = '¯\\_(ツ)_/¯'
  if (!source.text.startsWith(text, position)) return undefined
  return { nodes: [{ kind: 'text', text }], end: position + text.length }
}
