import {
  accentMarks,
  doubleStruckLetters,
  lowered,
  raised,
  symbols,
  wrapperNames,
} from './latex-symbols.ts'

/** Whether what stands between two dollar signs is a formula, and not a text about money. */
export function isLatex(source: string): boolean {
  if (source.trim() === '' || /\p{Script=Han}/u.test(source)) return false
  if (/\\[A-Za-z]|[\\^_=]/.test(source)) return true
  return !/[A-Za-z]{2,}/.test(source) && /[A-Za-z]|[-+*/<>]/.test(source)
}

/** A formula in Unicode where that is simple, else its source as inline code. */
export function renderLatex(source: string): string {
  const drawn = toUnicode(source)
  if (drawn !== undefined) return drawn
  const code = source.replaceAll(/\s+/g, ' ').trim()
  return code.includes('`') ? code : `\`${code}\``
}

/** A formula in Unicode, or `undefined` where it has parts that no line of text can show. */
export function toUnicode(source: string): string | undefined {
  const formula = new Formula(source)
  const drawn = formula.sequence(0)
  if (drawn === undefined || !formula.isRead) return undefined
  // What Discord would take for italics and for a spoiler.
  const plain = drawn.replaceAll('*', '∗').replaceAll('||', '‖').replaceAll('`', '‘')
  const text = plain.replaceAll(/\s+/g, ' ').trim()
  return text === '' ? undefined : text
}

/** Deeper formulas than this no line of text can show. */
const maxDepth = 12

/** Reads a formula from left to right. */
class Formula {
  readonly #source: string
  #at = 0

  constructor(source: string) {
    this.#source = source
  }

  get isRead(): boolean {
    return this.#at === this.#source.length
  }

  /** All up to the closing brace of a group, or to the end. */
  sequence(depth: number): string | undefined {
    if (depth > maxDepth) return undefined
    let drawn = ''
    while (!this.isRead && this.#source[this.#at] !== '}') {
      const character = this.#source.charAt(this.#at)
      const part =
        character === '^' || character === '_' ? this.#script(character, depth) : this.#part(depth)
      if (part === undefined) return undefined
      drawn += part
    }
    return drawn
  }

  /** A group, a command or a character. */
  #part(depth: number): string | undefined {
    const character = String.fromCodePoint(this.#source.codePointAt(this.#at) ?? 0)
    if (this.isRead || character === '&' || character === '}') return undefined
    if (character === '\\') return this.#command(depth)
    if (character === '{') return this.#group(depth)
    this.#at += character.length
    if (character === '~') return ' '
    return character === "'" ? '′' : character
  }

  #group(depth: number): string | undefined {
    this.#at += 1
    const inside = this.sequence(depth + 1)
    if (this.#source[this.#at] !== '}') return undefined
    this.#at += 1
    return inside
  }

  /** The argument of a command; spaces before it do not matter. */
  #argument(depth: number): string | undefined {
    while (this.#source[this.#at] === ' ') this.#at += 1
    return this.isRead ? undefined : this.#part(depth + 1)?.trim()
  }

  #script(mark: '^' | '_', depth: number): string | undefined {
    this.#at += 1
    const inside = this.#argument(depth)
    if (inside === undefined || inside === '') return undefined
    const shapes = mark === '^' ? raised : lowered
    const shaped = [...inside].map((character) => shapes.get(character))
    if (shaped.every((shape) => shape !== undefined)) return shaped.join('')
    return [...inside].length === 1 ? mark + inside : `${mark}(${inside})`
  }

  #command(depth: number): string | undefined {
    const [whole = '', name = ''] = /^\\([A-Za-z]+|.)?/s.exec(this.#source.slice(this.#at)) ?? []
    this.#at += whole.length
    if (/^[{}$%#&_]$/.test(name)) return name
    if (/^[,;:! ]$|^q?quad$|^(?:displaystyle|limits|left|right|big|Big)$/.test(name)) {
      return this.#space(name)
    }
    if (name === '|') return '‖'
    if (/^[dt]?frac$/.test(name)) return this.#fraction(depth)
    if (name === 'sqrt') return this.#root(depth)
    if (wrapperNames.has(name)) return this.#argument(depth)
    const accent = accentMarks.get(name)
    if (accent !== undefined) return this.#accented(accent, depth)
    if (name === 'mathbb') return doubleStruckLetters.get(this.#argument(depth) ?? '')
    return symbols.get(name)
  }

  /** `\left.` is a bracket that is not there. */
  #space(name: string): string {
    const isBracket = name === 'left' || name === 'right'
    if (isBracket && this.#source[this.#at] === '.') this.#at += 1
    return isBracket || name === '!' || name === 'limits' || name === 'displaystyle' ? '' : ' '
  }

  #fraction(depth: number): string | undefined {
    const above = this.#argument(depth)
    const below = this.#argument(depth)
    if (!above || !below) return undefined
    return `${inBrackets(above)}/${inBrackets(below)}`
  }

  #root(depth: number): string | undefined {
    const [whole = '', order = '2'] = /^\[(\w)\]/.exec(this.#source.slice(this.#at)) ?? []
    this.#at += whole.length
    const sign = { 2: '√', 3: '∛', 4: '∜' }[order]
    const inside = this.#argument(depth)
    if (!sign || !inside) return undefined
    return /^(?:\p{L}|[\d.]+)$/u.test(inside) ? sign + inside : `${sign}(${inside})`
  }

  #accented(accent: string, depth: number): string | undefined {
    const inside = this.#argument(depth)
    return inside && [...inside].length === 1 ? inside + accent : undefined
  }
}

/** A part that has several parts itself keeps together only in brackets. */
function inBrackets(part: string): string {
  return /^[\p{L}\p{N}\p{M}.∞]+$/u.test(part) || /^\([^()]*\)$/.test(part) ? part : `(${part})`
}
