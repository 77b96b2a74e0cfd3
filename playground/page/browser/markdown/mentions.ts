import type { Leaf, TimestampStyle } from './nodes.ts'
import type { Rule } from './rule.ts'

/** Largest distance of a Date from 1970, in seconds. */
const furthest = 8.64e12

const kinds: readonly {
  readonly pattern: RegExp
  readonly read: (match: readonly string[]) => Leaf | undefined
}[] = [
  { pattern: /<@!?(\d+)>/y, read: ([, id = '']) => ({ kind: 'mention', of: 'user', id }) },
  { pattern: /<@&(\d+)>/y, read: ([, id = '']) => ({ kind: 'mention', of: 'role', id }) },
  { pattern: /<#(\d+)>/y, read: ([, id = '']) => ({ kind: 'mention', of: 'channel', id }) },
  {
    pattern: /<(a?):(\w+):(\d+)>/y,
    read: ([, a, name = '', id = '']) => ({ kind: 'emoji', name, id, isAnimated: a === 'a' }),
  },
  {
    pattern: /<\/([-\w\p{L}\p{N}]{1,32}(?: [-\w\p{L}\p{N}]{1,32}){0,2}):(\d+)>/uy,
    read: ([, name = '', id = '']) => ({ kind: 'command', name, id }),
  },
  {
    pattern: /<t:(-?\d{1,17})(?::([tTdDfFsSR]))?>/y,
    read: ([, seconds, style]) => timestamp(Number(seconds), style),
  },
]

/** Everything that Discord writes as `<…>`: mentions, server emoji, commands and timestamps. */
export const mention: Rule = (source, position) => {
  for (const { pattern, read } of kinds) {
    const match = source.match(pattern, position)
    const node = match ? read(match) : undefined
    if (match && node) return { nodes: [node], end: position + match[0].length }
  }
  return undefined
}

export const everyone: Rule = (source, position) => {
  const [whole, of] = source.match(/@(everyone|here)/y, position) ?? []
  if (whole === undefined) return undefined
  const node = { kind: 'mention', of: of === 'here' ? 'here' : 'everyone' } as const
  return { nodes: [node], end: position + whole.length }
}

function timestamp(seconds: number, style: string | undefined): Leaf | undefined {
  if (Math.abs(seconds) > furthest) return undefined
  return { kind: 'timestamp', seconds, style: isStyle(style) ? style : 'f' }
}

function isStyle(style: string | undefined): style is TimestampStyle {
  return style !== undefined && /^[tTdDfFsSR]$/.test(style)
}
