/** Begins each line in which Platen itself speaks, below or instead of an answer. */
type Mark = '⚠️' | '⏹️'

const notice = /^-# (?:⚠️|⏹️)(?: |$)/u

/** What Platen has to say, as the line that stands for it. */
export function noticeLine(text: string, mark: Mark = '⚠️'): string {
  return `-# ${mark} ${text}`
}

/** Takes the notices off the end of a text again. */
export function withoutNotices(text: string): string {
  const lines = text.trim().split('\n')
  const last = lines.findLastIndex((line) => !notice.test(line))
  return lines
    .slice(0, last + 1)
    .join('\n')
    .trim()
}
