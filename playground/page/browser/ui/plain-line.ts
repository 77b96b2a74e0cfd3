/** A message as one line, without Markdown. */
export function plainLine(content: string, maxCharacters: number): string {
  const plain = content
    .replace(/^>.*$/gm, '')
    .replace(/^(?:-#|#{1,3})\s/gm, '')
    .replace(/\[([^\]]+)\]\([^)]+\)/g, '$1')
    .replace(/[*_`~|]+/g, '')
    .replace(/\s+/g, ' ')
    .trim()
  const characters = Array.from(plain)
  if (characters.length <= maxCharacters) return plain
  return `${characters.slice(0, maxCharacters).join('')}…`
}
