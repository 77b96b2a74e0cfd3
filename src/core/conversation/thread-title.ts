import { clip } from '../clip.ts'

/** Discord's longest thread name, in UTF-16 units. */
const maxLength = 100

/** Names a thread after the question: its first line with words in it, in whole characters. */
export function threadTitle(question: string): string {
  const lines = question
    .split('\n')
    .filter((text) => !/^\s*(```|~~~)/.test(text))
    .map((text) => text.replaceAll(/\s+/g, ' ').trim())
  const line =
    lines.find((text) => /[\p{L}\p{N}]/u.test(text)) ??
    lines.find((text) => /[\p{P}\p{S}]/u.test(text)) ??
    '…'
  return line.length <= maxLength ? line : `${clip(line, maxLength - 1).trimEnd()}…`
}

/** The longest title that still is one. */
const maxWords = 12

/** A model's title as a thread's name; `undefined` where it is no title. */
export function parseModelTitle(said: string): string | undefined {
  const [line = ''] = said
    .split('\n')
    .map((text) => text.trim())
    .filter((text) => text !== '')
  const bare = line.replace(/^[\s#*_"'“”«»「『《]+/u, '').replace(/[\s*_"'“”«»」』》.。]+$/u, '')
  const isTitle = /[\p{L}\p{N}]/u.test(bare) && bare.split(/\s+/).length <= maxWords
  return isTitle ? threadTitle(bare) : undefined
}
