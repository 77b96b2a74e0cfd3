import { wrap } from './group.ts'
import type { Mark } from './nodes.ts'
import { isLineStart, type Rule } from './rule.ts'
import type { Source } from './source.ts'

interface Found {
  readonly kind: Mark
  readonly mark: string
  /** Start of the closing mark. */
  readonly close: number
}

/** Limits recursion: a row of a thousand stars would nest deeper. */
const deepest = 16

/**
 * Bold, italic, underline, strike and spoiler. If two marks can start, Discord takes the longer
 * match, and italic for equal length: `***both***` is bold inside italic.
 */
export const marked: Rule = (source, position, context, parse) => {
  if (context.markDepth >= deepest) return undefined
  const found = find(source, position)
  if (found === undefined) return undefined
  const { kind, mark, close } = found
  const children = parse(source.text.slice(position + mark.length, close), {
    ...context,
    isLineStart: isLineStart(source, position, context),
    markDepth: context.markDepth + 1,
  })
  return { nodes: wrap({ kind }, children), end: close + mark.length }
}

function find(source: Source, position: number): Found | undefined {
  switch (source.text[position]) {
    case '*':
      return longer(
        found('italic', '*', closeOfStar(source, position)),
        found('bold', '**', closeOfPair(source, position, '**')),
      )
    case '_':
      return longer(
        found('italic', '_', closeOfUnderscore(source, position)),
        found('underline', '__', closeOfPair(source, position, '__')),
      )
    case '~':
      return found('strike', '~~', closeOfStrike(source, position))
    default:
      return found('spoiler', '||', closeOfSpoiler(source, position))
  }
}

function found(kind: Mark, mark: string, close: number | undefined): Found | undefined {
  return close === undefined ? undefined : { kind, mark, close }
}

function longer(first: Found | undefined, second: Found | undefined): Found | undefined {
  if (first === undefined || second === undefined) return first ?? second
  const end = ({ close, mark }: Found) => close + mark.length
  return end(first) >= end(second) ? first : second
}

/** `**` and `__` are closed by the last two characters of the next unescaped run of at least two. */
function closeOfPair(source: Source, position: number, mark: '**' | '__'): number | undefined {
  if (!source.text.startsWith(mark, position) || source.isHopeless(mark)) return undefined
  for (const { start, length } of rowsOf(source, mark.charAt(0), position + 2)) {
    const close = start + length - 2
    if (length >= 2 && close > position + 2) return close
  }
  return source.giveUp(mark)
}

/** Pairs of stars inside italic text are bold, so a run of odd length closes it. */
function closeOfStar(source: Source, position: number): number | undefined {
  if (!/\S/.test(source.text.charAt(position + 1))) return undefined
  const own = source.countAt(position + 1, '*')
  if (own % 2 === 1) return own > 1 ? position + own : undefined
  if (source.isHopeless('*')) return undefined
  for (const { start, length } of rowsOf(source, '*', position + 1 + own)) {
    if (length % 2 === 0) continue
    const isAfterSpace = /\s/.test(source.text.charAt(start - 1))
    return length === 1 && isAfterSpace ? undefined : start + length - 1
  }
  return source.giveUp('*')
}

/** Like stars; but the closing mark must end a word, so that `_snake_case` stays. */
function closeOfUnderscore(source: Source, position: number): number | undefined {
  const own = source.countAt(position + 1, '_')
  const closeAt = (close: number) => (/\w/.test(source.text.charAt(close + 1)) ? undefined : close)
  if (own % 2 === 1) return own > 1 ? closeAt(position + own) : undefined
  if (source.isHopeless('_')) return undefined
  for (const { start, length } of rowsOf(source, '_', position + 1 + own)) {
    if (length % 2 === 1) return closeAt(start + length - 1)
  }
  return source.giveUp('_')
}

function closeOfStrike(source: Source, position: number): number | undefined {
  if (!source.text.startsWith('~~', position) || source.isHopeless('~~')) return undefined
  let close = source.next('~~', position + 3)
  while (close !== -1 && source.text[close + 2] === '_') close = source.next('~~', close + 1)
  return close === -1 ? source.giveUp('~~') : close
}

function closeOfSpoiler(source: Source, position: number): number | undefined {
  if (!source.text.startsWith('||', position)) return undefined
  const close = source.next('||', position + 3)
  return close === -1 ? undefined : close
}

/** Unescaped runs of a character. */
function* rowsOf(
  source: Source,
  character: string,
  from: number,
): Generator<{ readonly start: number; readonly length: number }> {
  const step = character === '*' ? /\\[\s\S]|\*+/g : /\\[\s\S]|_+/g
  step.lastIndex = from
  for (const { index, 0: row } of source.text.matchAll(step)) {
    if (row.startsWith(character)) yield { start: index, length: row.length }
  }
}
