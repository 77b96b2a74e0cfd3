import { endsInCode } from './layout/layout.ts'

/** Begins each line in which Platen itself speaks, below or instead of an answer. */
type Mark = '⚠️' | '⏹️'

const noticeLine = /^-# (?:⚠️|⏹️)(?: |$)/u

/** Adds what Platen has to say to the end of a text, outside of any code block. */
export function withNotice(text: string, notice: string, mark: Mark = '⚠️'): string {
  const line = `-# ${mark} ${notice}`
  if (text.trim() === '') return line
  const closed = endsInCode(text) ? `${text.trimEnd()}\n\`\`\`` : text.trimEnd()
  return `${closed}\n${line}`
}

/** Takes the notices off the end of a text again. */
export function withoutNotices(text: string): string {
  const lines = text.trim().split('\n')
  const last = lines.findLastIndex((line) => !noticeLine.test(line))
  return lines
    .slice(0, last + 1)
    .join('\n')
    .trim()
}
