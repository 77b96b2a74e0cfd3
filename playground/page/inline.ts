/** A part of a line. */
export type Inline =
  | { readonly kind: 'text' | 'code' | 'mention'; readonly text: string }
  | { readonly kind: Mark; readonly children: readonly Inline[] }
  | { readonly kind: 'link'; readonly url: string; readonly children: readonly Inline[] }

type Mark = 'bold' | 'italic' | 'underline' | 'strike' | 'spoiler'

/** The name behind an id in a mention. */
export type NameOf = (kind: 'user' | 'channel' | 'role', id: string) => string

interface Taken {
  readonly node: Inline
  readonly length: number
}

type Rule = (rest: string, before: string, nameOf: NameOf) => Taken | undefined

/** A longer mark stands before the shorter one that it begins with. */
const marks: readonly { readonly kind: Mark; readonly mark: string }[] = [
  { kind: 'bold', mark: '**' },
  { kind: 'underline', mark: '__' },
  { kind: 'strike', mark: '~~' },
  { kind: 'spoiler', mark: '||' },
  { kind: 'italic', mark: '*' },
  { kind: 'italic', mark: '_' },
]

const rules: readonly Rule[] = [escaped, code, mention, maskedLink, bareLink, marked]

/** Reads the marks inside a line or a paragraph; what is no complete mark stays text. */
export function parseInline(text: string, nameOf: NameOf): readonly Inline[] {
  const nodes: Inline[] = []
  let plain = ''
  let position = 0
  while (position < text.length) {
    const taken = take(text, position, nameOf)
    if (taken === undefined) {
      plain += text[position]
      position += 1
      continue
    }
    if (plain !== '') nodes.push({ kind: 'text', text: plain })
    plain = ''
    nodes.push(taken.node)
    position += taken.length
  }
  if (plain !== '') nodes.push({ kind: 'text', text: plain })
  return nodes
}

function take(text: string, position: number, nameOf: NameOf): Taken | undefined {
  if (!/[\\`<[*_~|h@]/.test(text[position] ?? '')) return undefined
  const rest = text.slice(position)
  const before = text[position - 1] ?? ''
  for (const rule of rules) {
    const taken = rule(rest, before, nameOf)
    if (taken) return taken
  }
  return undefined
}

function escaped(rest: string): Taken | undefined {
  const [whole, text] = /^\\([!-/:-@[-`{-~])/.exec(rest) ?? []
  return whole && text ? { node: { kind: 'text', text }, length: whole.length } : undefined
}

function code(rest: string): Taken | undefined {
  const [ticks] = /^`+/.exec(rest) ?? []
  if (ticks === undefined) return undefined
  for (const { index, 0: run } of rest.slice(ticks.length).matchAll(/`+/g)) {
    if (run !== ticks) continue
    const text = rest.slice(ticks.length, ticks.length + index)
    // Spaces next to an inner backtick only keep it away from the mark.
    const shown = text.replace(/^ (?=`)/, '').replace(/(?<=`) $/, '')
    return { node: { kind: 'code', text: shown }, length: text.length + 2 * ticks.length }
  }
  return { node: { kind: 'text', text: ticks }, length: ticks.length }
}

function mention(rest: string, _before: string, nameOf: NameOf): Taken | undefined {
  const [everyone] = /^@(?:everyone|here)\b/.exec(rest) ?? []
  if (everyone) return { node: { kind: 'mention', text: everyone }, length: everyone.length }
  const [whole, sign, id] = /^<(@!?|@&|#)(\d{15,20})>/.exec(rest) ?? []
  if (whole === undefined || id === undefined) return undefined
  const kind = sign === '#' ? 'channel' : sign === '@&' ? 'role' : 'user'
  const text = `${kind === 'channel' ? '#' : '@'}${nameOf(kind, id)}`
  return { node: { kind: 'mention', text }, length: whole.length }
}

function maskedLink(rest: string, _before: string, nameOf: NameOf): Taken | undefined {
  const pattern = /^\[([^[\]\n]+)\]\(<?(https?:\/\/[^\s<>()]+(?:\([^\s<>()]*\)[^\s<>()]*)*)>?\)/
  const [whole, label, url] = pattern.exec(rest) ?? []
  if (whole === undefined || label === undefined || url === undefined) return undefined
  return { node: link(url, parseInline(label, nameOf)), length: whole.length }
}

function bareLink(rest: string, before: string): Taken | undefined {
  const [bracketed, inner] = /^<(https?:\/\/[^\s<>]+)>/.exec(rest) ?? []
  if (bracketed && inner) {
    return { node: link(inner, [{ kind: 'text', text: inner }]), length: bracketed.length }
  }
  if (/\w/.test(before)) return undefined
  const [url] = /^https?:\/\/[^\s<>]*[^\s<>"'`.,;:!?)\]*_|]/.exec(rest) ?? []
  return url ? { node: link(url, [{ kind: 'text', text: url }]), length: url.length } : undefined
}

function marked(rest: string, before: string, nameOf: NameOf): Taken | undefined {
  for (const { kind, mark } of marks) {
    if (!rest.startsWith(mark)) continue
    // An underscore inside a word, as in snake_case, marks nothing.
    if (mark.startsWith('_') && /\w/.test(before)) continue
    const end = closingOf(mark, rest)
    if (end === undefined) continue
    const children = parseInline(rest.slice(mark.length, end), nameOf)
    return { node: { kind, children }, length: end + mark.length }
  }
  return undefined
}

/** Where the mark that opens the text is closed. Of a longer run of its character the last belong to it. */
function closingOf(mark: string, text: string): number | undefined {
  const character = mark.charAt(0)
  if (mark === '*' && /\s/.test(text.charAt(1))) return undefined
  let position = mark.length
  while (position < text.length) {
    if (text[position] === '\\') {
      position += 2
      continue
    }
    const start = position
    while (text[position] === character) position += 1
    const run = position - start
    const fits = mark.length === 1 ? run % 2 === 1 : run >= mark.length
    const end = position - mark.length
    if (fits && end > mark.length && mayClose(mark, text, end)) return end
    if (run === 0) position += 1
  }
  return undefined
}

function mayClose(mark: string, text: string, end: number): boolean {
  if (mark === '*') return !/\s/.test(text.charAt(end - 1))
  return mark !== '_' || !/\w/.test(text.charAt(end + 1))
}

function link(url: string, children: readonly Inline[]): Inline {
  return { kind: 'link', url, children }
}
