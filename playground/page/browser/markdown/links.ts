import { wrap } from './group.ts'
import { isBlock, type Node, type Wrapper } from './nodes.ts'
import { isLineStart, type Rule, type Taken } from './rule.ts'
import type { Source } from './source.ts'

/** The protocols that Discord links. */
const protocols = ['http:', 'https:', 'discord:', 'tel:', 'sms:', 'mailto:']

interface Target {
  readonly url: string
  readonly title: string
  readonly end: number
}

/** The client gives up after this many brackets. */
const maxBrackets = 200

/** `https://…`, also in the middle of a word. */
export const bareLink: Rule = (source, position) => {
  const [address] = source.match(/https?:\/\/[^\s<]+/y, position) ?? []
  if (address === undefined) return undefined
  const url = withoutLeftovers(address)
  if (!/^https?:\/\/../.test(url)) return undefined
  return { nodes: [plainLink(url, url)], end: position + url.length }
}

/** Cuts punctuation off the end; also a `)` that was not opened in the URL. */
function withoutLeftovers(address: string): string {
  let end = address.length
  while (/[.,:;"'\]]/.test(address.charAt(end - 1))) end -= 1
  let opened = address.indexOf('(')
  for (let last = end - 1; address[last] === ')'; last -= 1) {
    if (opened === -1 || opened > last) end -= 1
    else opened = address.indexOf('(', opened + 1)
  }
  return address.slice(0, end)
}

/** `<https://…>`, drawn without the brackets. */
export const bracketedLink: Rule = (source, position) => {
  const close = source.next('>', position)
  if (close === -1) return undefined
  const [, address] = source.match(/<([a-z][a-z\d+.-]{0,30}:\/[^ <>]+)>/iy, position) ?? []
  if (address !== undefined) return taken(plainLink(address, address), close)
  const [, mail] = source.match(/<([^\s<>@]+@[^\s<>@]+\.[^\s<>@]+)>/y, position) ?? []
  if (mail !== undefined) return taken(plainLink(`mailto:${mail}`, mail), close)
  const number = /<((?:(?:tel|sms):\+?|\+)(?:\d|\(\d+\))(?:[- ./]?(?:\d|\(\d+\)))+)>/y
  const [, phone] = source.match(number, position) ?? []
  if (phone === undefined) return undefined
  const dashed = phone.replaceAll(/[ /]+/g, '-')
  return taken(plainLink(dashed.startsWith('+') ? `tel:${dashed}` : dashed, phone), close)
}

function taken(node: Node, close: number): Taken {
  return { nodes: [node], end: close + 1 }
}

function plainLink(url: string, text: string): Node {
  if (!isLinked(url)) return { kind: 'text', text }
  return { kind: 'link', url, isMasked: false, children: [{ kind: 'text', text }] }
}

/**
 * `[text](https://…)`, with an optional title after the URL. If Discord refuses the link, it is
 * drawn as plain text, without Markdown inside.
 */
export const maskedLink: Rule = (source, position, context, parse) => {
  if (context.isInLabel || source.next('](', position) === -1) return undefined
  for (const close of closesOf(source, position)) {
    const target = targetAt(source, close + 1)
    if (target === undefined) continue
    const label = source.text.slice(position + 1, close)
    const nodes = parse(label, {
      ...context,
      isLineStart: isLineStart(source, position, context),
      isInLabel: true,
    })
    const { url, title, end } = target
    if (label.trim() === '' || !isLinked(url) || !nodes.every(isWelcome)) {
      return { nodes: [{ kind: 'text', text: source.text.slice(position, end) }], end }
    }
    const link: Wrapper = { kind: 'link', url, isMasked: true, ...(title === '' ? {} : { title }) }
    return { nodes: wrap(link, nodes), end }
  }
  return undefined
}

/**
 * Discord forbids links and mentions in the text: a link could mislead, a mention could not be
 * clicked.
 */
function isWelcome(node: Node): boolean {
  if (node.kind === 'link' || node.kind === 'mention' || node.kind === 'command') return false
  if (node.kind === 'fence') return false
  if (node.kind === 'list') return node.items.every(({ blocks }) => blocks.every(isWelcome))
  if ('blocks' in node) return node.blocks.every(isWelcome)
  return isBlock(node) || 'children' in node ? node.children.every(isWelcome) : true
}

/** Where a link's text can end, with balanced brackets. The last one is tried first. */
function closesOf(source: Source, position: number): readonly number[] {
  const { text } = source
  const closes: number[] = []
  const bracket = /[[\]]/g
  bracket.lastIndex = position + 1
  for (let count = 0; count < maxBrackets; count += 1) {
    const index = bracket.exec(text)?.index
    if (index === undefined) break
    const nextClose = source.next(']', index + 1)
    if (text[index] === '[') {
      if (nextClose === -1) break
      bracket.lastIndex = nextClose + 1
      continue
    }
    if (text[index + 1] === '(') closes.unshift(index)
    const nextOpen = source.next('[', index + 1)
    if (nextClose === -1 || (nextOpen !== -1 && nextOpen < nextClose)) break
  }
  return closes
}

/** Reads `(https://… "title")`. */
function targetAt(source: Source, position: number): Target | undefined {
  if (source.next(')', position) === -1) return undefined
  const start = source.match(/\(\s*<?/y, position)?.[0].length
  if (start === undefined) return undefined
  const from = position + start
  let end = from
  for (;;) {
    const rest = source.match(/>?(?:\s+['"]([\s\S]{0,500}?)['"])?\s*\)/y, end)
    if (rest) {
      const url = source.text.slice(from, end).replaceAll(/\\([^\dA-Za-z\s])/g, '$1')
      return { url, title: rest[1] ?? '', end: end + rest[0].length }
    }
    const step = stepInAddress(source, end)
    if (step === undefined) return undefined
    end = step
  }
}

/** Skips a `(` in a URL together with its `)`. */
function stepInAddress(source: Source, position: number): number | undefined {
  const character = source.text.charAt(position)
  if (character === '' || /\s/.test(character)) return undefined
  if (character === '\\') return position + 2
  const close = character === '(' ? source.next(')', position) : -1
  return close === -1 ? position + 1 : close + 1
}

/** Whether Discord links the URL. It refuses URLs that hide their host. */
function isLinked(url: string): boolean {
  if (/\s/.test(url) || !URL.canParse(url)) return false
  const { protocol } = new URL(url)
  if (!protocols.includes(protocol)) return false
  return !protocol.startsWith('http') || /^https?:\/\/[^/%]+(?:\/|$)/i.test(url)
}
