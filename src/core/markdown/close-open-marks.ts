import { inlineSpans } from './inline-spans.ts'

/**
 * A line that is still being written, as people should see it for the moment: open marks are
 * closed, a mark with nothing behind it and half of a closing mark are left out, and of a
 * half-written link only its text shows.
 */
export function closeMarks(line: string): string {
  const { open, trailingFrom } = inlineSpans(line)
  let shown = line.slice(0, trailingFrom).trimEnd()
  for (const { mark, from, to, textEnd } of open.toReversed()) {
    if (mark === '[' || mark === '](') {
      // The exclamation mark of an image goes with its bracket.
      const before = shown.slice(0, from).replace(/!$/, '')
      shown = before + shown.slice(to, textEnd)
      continue
    }
    if (mark.startsWith('`')) {
      const code = shown.slice(to).replace(/`+$/, '')
      // Right behind a backtick of the code, the closing mark would be a longer one.
      shown = shown.slice(0, to) + (/`\s+$/.test(code) ? code : code.trimEnd())
    }
    if (shown.slice(to).trim() === '') shown = shown.slice(0, from).trimEnd()
    else shown += mark
  }
  return shown.trimEnd()
}
