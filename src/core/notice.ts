import { endsInCode } from './layout/layout.ts'

/** Starts each line in which Platen itself speaks, below or instead of an answer. */
const mark = '-# ⚠️ '

/** Adds what Platen has to say to the end of a text, outside of any code block. */
export function withNotice(text: string, notice: string): string {
  if (text.trim() === '') return mark + notice
  const closed = endsInCode(text) ? `${text.trimEnd()}\n\`\`\`` : text.trimEnd()
  return `${closed}\n${mark}${notice}`
}

/** Takes the notices off the end of a text again. */
export function withoutNotices(text: string): string {
  const lines = text.trim().split('\n')
  const last = lines.findLastIndex((line) => !line.startsWith(mark.trimEnd()))
  return lines
    .slice(0, last + 1)
    .join('\n')
    .trim()
}
