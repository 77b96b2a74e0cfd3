import { drawMath, isMath } from './latex.ts'

/** The longest code and the longest formula in a line for whose end the layout waits. */
const mostCode = 1_000
const mostMath = 300
const mostTicks = 20
const mostImage = 500

/** What of a line is drawn, and how much of it that is: the rest may still become something else. */
export interface DrawnLine {
  readonly drawn: string
  readonly taken: number
}

/** What stands at one place of a line: `undefined` as long as nobody knows. */
type Taken = { readonly drawn: string; readonly length: number } | undefined

/**
 * Draws a line, or a part of it, that stands outside of code blocks: formulas become Unicode,
 * images become links, and inline code is left alone. `before` is the character in front of it, and
 * `isEnded` whether the line is written to its end.
 */
export function drawLine(line: string, before: string, isEnded: boolean): DrawnLine {
  const special = /[`$\\!]/g
  let drawn = ''
  let at = 0
  while (at < line.length) {
    special.lastIndex = at
    const next = special.exec(line)?.index ?? line.length
    drawn += line.slice(at, next)
    at = next
    if (at === line.length) break
    const taken = takeSpecial(line, at, line[at - 1] ?? before, isEnded)
    if (taken === undefined) return { drawn, taken: at }
    drawn += taken.drawn
    at += taken.length
  }
  // Half of a character of two units is no character yet.
  if (!isEnded && /[\ud800-\udbff]$/.test(drawn))
    return { drawn: drawn.slice(0, -1), taken: at - 1 }
  return { drawn, taken: at }
}

/** The same line for the moment: of a formula that may not be written to its end nothing shows. */
export function previewLine(line: string, before: string): string {
  const { drawn, taken } = drawLine(line, before, false)
  const rest = line.slice(taken)
  const isHidden = /^(?:`{3,}|\\|\$\$|[\ud800-\udbff]$)/.test(rest) || /^\$.*\\/.test(rest)
  return isHidden ? drawn : drawn + rest
}

function takeSpecial(line: string, at: number, before: string, isEnded: boolean): Taken {
  const rest = (most: number) => line.slice(at, at + most)
  switch (line[at]) {
    case '`':
      return takeCode(rest(mostCode), isEnded || line.length - at >= mostCode)
    case '$':
      return takeDollars(rest(mostMath), before, isEnded || line.length - at >= mostMath)
    case '\\':
      return takeBackslash(rest(mostMath), isEnded || line.length - at >= mostMath)
    default:
      return takeImage(rest(mostImage), isEnded || line.length - at >= mostImage)
  }
}

function literal(text: string): Taken {
  return { drawn: text, length: text.length }
}

function takeCode(rest: string, isEnded: boolean): Taken {
  const [run = '`'] = new RegExp(`^\`{1,${mostTicks}}`).exec(rest) ?? []
  const isRunEnded = run.length < rest.length || run.length === mostTicks
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
  return { drawn: run.length < 3 ? whole : withFewTicks(whole, run.length), length: end }
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
  if (/\d/.test(rest.charAt(length)) || !isMath(source)) return literal(dollars)
  return { drawn: drawMath(source), length }
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
  const isFormula = isMath(source) || (closing === '\\)' && /^\w+$/.test(source.trim()))
  if (!isFormula) return escaped
  return { drawn: drawMath(source), length: end + 2 }
}

function takeImage(rest: string, isEnded: boolean): Taken {
  const image = /^!(?:\[([^\]]*)\]\(([^)\s]*)([^)]*)\))/.exec(rest)
  if (image) {
    const [whole, text, address = ''] = image
    return { drawn: text === '' ? address : whole.slice(1), length: whole.length }
  }
  const mayBecomeOne = /^!(?:$|\[[^\]]*(?:\]?$|\]\([^)]*$))/.test(rest)
  return mayBecomeOne && !isEnded ? undefined : literal('!')
}
