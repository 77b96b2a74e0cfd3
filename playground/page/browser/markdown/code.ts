import type { Rule, Taken } from './rule.ts'
import type { Source } from './source.ts'

/** A fenced code block: it can start anywhere in a line. Without closing backticks it is plain text. */
export const fence: Rule = (source, position) => {
  const language = source.match(/```([\w+\-.#]+)\n/y, position)
  if (language) {
    const taken = fenceFrom(source, position + language[0].length, language[1])
    if (taken) return taken
  }
  return source.text.startsWith('```', position) ? fenceFrom(source, position + 3) : undefined
}

function fenceFrom(source: Source, from: number, language = ''): Taken | undefined {
  const start = from + source.countAt(from, '\n')
  // The content has at least one character, which can even be a backtick.
  const close = source.next('```', start + 1)
  if (close === -1) return undefined
  let end = close
  while (source.text[end - 1] === '\n') end -= 1
  const after = close + 3
  return {
    nodes: [{ kind: 'fence', language, text: source.text.slice(start, end) }],
    // The line break after a fence draws no empty line.
    end: source.text[after] === '\n' ? after + 1 : after,
  }
}

/**
 * Inline code is closed by as many backticks as opened it. If nothing closes the whole row, fewer
 * backticks open and the rest is content: so Discord draws an unclosed fence.
 */
export const code: Rule = (source, position) => {
  const count = source.countAt(position, '`')
  const after = position + count
  for (let opening = count; opening > 0; opening -= 1) {
    const close = source.nextBackticks(opening, after)
    if (close === undefined) continue
    const content = source.text.slice(position + opening, close)
    return { nodes: [{ kind: 'code', text: withoutKeepers(content) }], end: close + opening }
  }
  return { nodes: [{ kind: 'text', text: '`'.repeat(count) }], end: after }
}

/** A space that only separates a backtick from the delimiter is not drawn. */
function withoutKeepers(content: string): string {
  const start = /^ +`/.test(content) ? 1 : 0
  return content.slice(start, /` +$/.test(content) ? -1 : undefined)
}
