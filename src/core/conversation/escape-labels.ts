import unhomoglyph from 'unhomoglyph'

/** How the lines begin that Platen adds to a prompt, and how prompts name their roles. */
const labels = [
  'from',
  'everything so far',
  'in reply to',
  'about this message',
  'about a message',
  'forwarded message',
  'embed',
  'poll',
  'sticker',
  'file',
  'left out',
  'system',
  'developer',
  'assistant',
  'user',
  'tool',
].map(skeleton)

const longestLabel = Math.max(...labels.map(({ length }) => length))

/**
 * The first bracket of a line, with what stands before it and is neither a letter nor a bracket: white
 * space, invisible characters, marks of lists, quotes and bold text. Letters that draw nothing count as
 * invisible. No part can match what another part matches, so the time is linear in the text's length.
 */
const leadingBracket =
  /(^|[\n\r\v\f\x85\u2028\u2029])([[\P{L}\p{Default_Ignorable_Code_Point}]--[\p{Ps}\n\r\v\f\x85\u2028\u2029]]*)(?=(\p{Ps}[^\n\r\v\f\x85\u2028\u2029]*))/gv

/**
 * Puts a backslash before the bracket of each line that reads like a line of Platen's own, also by
 * look-alike letters, other brackets or invisible characters: nobody can write in another's name.
 */
export function escapeLabels(text: string): string {
  return text.replaceAll(leadingBracket, (before: string, lineBreak: string, lead, rest) =>
    isLabel(rest) ? `${lineBreak}${lead}\\` : before,
  )
}

function isLabel(bracketed: string): boolean {
  const start = skeleton(bracketed).slice(0, longestLabel)
  return labels.some((label) => start.startsWith(label))
}

/** The letters alone, look-alikes replaced by one of them. */
function skeleton(text: string): string {
  const letters = text
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[\P{L}\p{Default_Ignorable_Code_Point}]/gv, '')
  return unhomoglyph(letters)
}
