import { type Inline, type NameOf, parseInline } from './inline.ts'

/** A part of a message that stands on lines of its own. */
export type Block =
  | { readonly kind: 'paragraph' | 'subtext'; readonly children: readonly Inline[] }
  | { readonly kind: 'heading'; readonly level: number; readonly children: readonly Inline[] }
  | { readonly kind: 'quote'; readonly blocks: readonly Block[] }
  | { readonly kind: 'list'; readonly items: readonly ListItem[] }
  | { readonly kind: 'fence'; readonly language: string; readonly text: string }

export interface ListItem {
  /** How far the item is indented: 0 is the outermost list. */
  readonly depth: number
  /** The number before an item of a numbered list. */
  readonly number?: number
  readonly children: readonly Inline[]
}

const heading = /^(#{1,3})[ \t]+(.+)$/
const subtext = /^-#[ \t]+(.+)$/
const quoteLine = /^> (.*)$/
const listItem = /^( *)(?:[-*]|(\d{1,10})\.) +(.+)$/

/**
 * Reads a message as Discord draws it, and no further: no tables, no headings below the third, no
 * rules, no images.
 */
export function parseMessage(content: string, nameOf: NameOf): readonly Block[] {
  const blocks: Block[] = []
  let textStart = 0
  let open = content.indexOf('```')
  while (open !== -1) {
    const close = content.indexOf('```', open + 3)
    if (close === -1) break
    const inside = content.slice(open + 3, close)
    if (inside.trim() === '') {
      open = content.indexOf('```', open + 1)
      continue
    }
    blocks.push(...parseLines(content.slice(textStart, open).replace(/\n$/, ''), nameOf))
    blocks.push(parseFence(inside))
    textStart = content[close + 3] === '\n' ? close + 4 : close + 3
    open = content.indexOf('```', textStart)
  }
  blocks.push(...parseLines(content.slice(textStart), nameOf))
  return blocks
}

function parseFence(inside: string): Block {
  const [, language = ''] = /^([\w+\-.#]+)\n/.exec(inside) ?? []
  const text = inside.slice(language.length).replace(/^\n+/, '').replace(/\n+$/, '')
  return { kind: 'fence', language, text }
}

function parseLines(text: string, nameOf: NameOf): readonly Block[] {
  if (text === '') return []
  const blocks: Block[] = []
  const lines = text.split('\n')
  let next = 0
  const takeWhile = (fits: (line: string) => boolean): readonly string[] => {
    const start = next
    while (next < lines.length && fits(lines[next] ?? '')) next += 1
    return lines.slice(start, next)
  }

  while (next < lines.length) {
    const line = lines[next] ?? ''
    if (line.startsWith('>>> ')) {
      const quoted = lines.slice(next).join('\n').slice(4)
      blocks.push({ kind: 'quote', blocks: parseLines(quoted, nameOf) })
      break
    }
    if (quoteLine.test(line)) {
      const quoted = takeWhile((each) => quoteLine.test(each)).map((each) => each.slice(2))
      blocks.push({ kind: 'quote', blocks: parseLines(quoted.join('\n'), nameOf) })
    } else if (listItem.test(line)) {
      const items = takeWhile((each) => listItem.test(each))
      blocks.push({ kind: 'list', items: items.flatMap((each) => parseItem(each, nameOf)) })
    } else if (isPlain(line)) {
      const children = parseInline(takeWhile(isPlain).join('\n'), nameOf)
      blocks.push({ kind: 'paragraph', children })
    } else {
      blocks.push(parseTitle(line, nameOf))
      next += 1
    }
  }
  return blocks
}

function parseTitle(line: string, nameOf: NameOf): Block {
  const [, marks = '', title] = heading.exec(line) ?? []
  if (title !== undefined) {
    return { kind: 'heading', level: marks.length, children: parseInline(title, nameOf) }
  }
  return { kind: 'subtext', children: parseInline(line.replace(subtext, '$1'), nameOf) }
}

function parseItem(line: string, nameOf: NameOf): readonly ListItem[] {
  const [, indent = '', number, text = ''] = listItem.exec(line) ?? []
  const item = { depth: Math.floor(indent.length / 2), children: parseInline(text, nameOf) }
  return [number === undefined ? item : { ...item, number: Number(number) }]
}

function isPlain(line: string): boolean {
  const marks = [heading, subtext, quoteLine, listItem]
  return !line.startsWith('>>> ') && marks.every((mark) => !mark.test(line))
}
