import { withoutHalfCharacter } from '../clip.ts'
import { isLatex, renderLatex } from './latex.ts'

/** The longest code and the longest formula in a line for whose end the layout waits. */
const maxCode = 1_000
const maxMath = 300
const maxTicks = 20
const maxImage = 500

/** The rendered beginning of a line, and its length in the source: the rest may still change. */
export interface RenderedLine {
  readonly rendered: string
  readonly taken: number
}

/** The syntax at one position of a line; `undefined` while it is not decided. */
type Taken = { readonly rendered: string; readonly length: number } | undefined

/**
 * Draws a line, or a part of it, that stands outside of code blocks: formulas become Unicode,
 * images become links, and inline code is left alone. `before` is the character in front of it, and
 * `isEnded` whether the line is written to its end.
 */
export function renderLine(line: string, before: string, isEnded: boolean): RenderedLine {
  const special = /[`$\\!]/g
  let rendered = ''
  let at = 0
  while (at < line.length) {
    special.lastIndex = at
    const next = special.exec(line)?.index ?? line.length
    rendered += line.slice(at, next)
    at = next
    if (at === line.length) break
    const taken = takeSpecial(line, at, line[at - 1] ?? before, isEnded)
    if (taken === undefined) return { rendered, taken: at }
    rendered += taken.rendered
    at += taken.length
  }
  const whole = isEnded ? rendered : withoutHalfCharacter(rendered)
  return { rendered: whole, taken: at - (rendered.length - whole.length) }
}

/** The same line for the moment: of a formula that may not be written to its end nothing shows. */
export function previewLine(line: string, before: string): string {
  const { rendered, taken } = renderLine(line, before, false)
  const rest = line.slice(taken)
  const isHidden = /^(?:`{3,}|\\|\$\$|[\ud800-\udbff]$)/.test(rest) || /^\$.*\\/.test(rest)
  return isHidden ? rendered : rendered + rest
}

function takeSpecial(line: string, at: number, before: string, isEnded: boolean): Taken {
  const rest = (most: number) => line.slice(at, at + most)
  switch (line[at]) {
    case '`':
      return takeCode(rest(maxCode), isEnded || line.length - at >= maxCode)
    case '$':
      return takeDollars(rest(maxMath), before, isEnded || line.length - at >= maxMath)
    case '\\':
      return takeBackslash(rest(maxMath), isEnded || line.length - at >= maxMath)
    default:
      return takeImage(rest(maxImage), isEnded || line.length - at >= maxImage)
  }
}

function literal(text: string): Taken {
  return { rendered: text, length: text.length }
}

function takeCode(rest: string, isEnded: boolean): Taken {
  const [run = '`'] = new RegExp(`^\`{1,${maxTicks}}`).exec(rest) ?? []
  const isRunEnded = run.length < rest.length || run.length === maxTicks
  if (!isRunEnded && !isEnded) return undefined
  const closing = [...rest.slice(run.length).matchAll(/`+/g)].find(
    ({ 0: found }) => found.length === run.length,
  )
  const end = closing && run.length + closing.index + run.length
  // At the very end a longer run may be on its way.
  if (end === undefined || (end === rest.length && !isEnded)) {
    return isEnded ? literal(run) : undefined
  }
  const whole = rest.slice(0, end)
  return { rendered: run.length < 3 ? whole : withFewTicks(whole, run.length), length: end }
}

/** Code between three backticks or more would be a block to Discord, even inside a line. */
function withFewTicks(code: string, ticks: number): string {
  const inside = code.slice(ticks, -ticks)
  if (!inside.includes('`')) return `\`${inside}\``
  return inside.includes('``') ? code : `\`\` ${inside.trim()} \`\``
}

function takeDollars(rest: string, before: string, isEnded: boolean): Taken {
  if (rest.length === 1 && !isEnded) return undefined
  const dollars = rest.startsWith('$$') ? '$$' : '$'
  if (/[\p{L}\p{N}\\]/u.test(before) || /^\$\$?\s/.test(rest)) return literal(dollars)
  const end = rest.indexOf(dollars, dollars.length)
  if (end === -1) return isEnded ? literal(dollars) : undefined
  const length = end + dollars.length
  const source = rest.slice(dollars.length, end)
  if (/\s$/.test(source)) return literal(dollars)
  if (length === rest.length && !isEnded) return undefined
  // A price, as in "$5 or $6".
  if (/\d/.test(rest.charAt(length)) || !isLatex(source)) return literal(dollars)
  return { rendered: renderLatex(source), length }
}

function takeBackslash(rest: string, isEnded: boolean): Taken {
  if (rest.length === 1) return isEnded ? literal(rest) : undefined
  const closing = { '(': '\\)', '[': '\\]' }[rest.charAt(1)]
  const escaped = literal(String.fromCodePoint(92, rest.codePointAt(1) ?? 92))
  if (closing === undefined) {
    return rest.length === 2 && !isEnded && /[\ud800-\udbff]$/.test(rest) ? undefined : escaped
  }
  const end = rest.indexOf(closing, 2)
  if (end === -1) return isEnded ? escaped : undefined
  const source = rest.slice(2, end)
  // Brackets may be escaped in a text as well.
  const isFormula = isLatex(source) || (closing === '\\)' && /^\w+$/.test(source.trim()))
  if (!isFormula) return escaped
  return { rendered: renderLatex(source), length: end + 2 }
}

function takeImage(rest: string, isEnded: boolean): Taken {
  const image = /^!(?:\[([^\]]*)\]\(([^)\s]*)([^)]*)\))/.exec(rest)
  if (image) {
    const [whole, text, address = ''] = image
    return { rendered: text === '' ? address : whole.slice(1), length: whole.length }
  }
  const mayBecomeOne = /^!(?:$|\[[^\]]*(?:\]?$|\]\([^)]*$))/.test(rest)
  return mayBecomeOne && !isEnded ? undefined : literal('!')
}
