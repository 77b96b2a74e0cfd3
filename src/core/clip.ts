/** Cuts a text to at most `max` UTF-16 units, between two characters as people see them. */
export function clip(text: string, max: number): string {
  return text.length <= max ? text : text.slice(0, characterEnd(text, 0, max))
}

/** The text without half of a surrogate pair at its end: its other half may still arrive. */
export function withoutHalfCharacter(text: string): string {
  return /[\ud800-\udbff]$/.test(text) ? text.slice(0, -1) : text
}

/**
 * The last position behind `min`, up to `max`, between two characters as people see them and in front
 * of one that `next` matches. A single character that is longer is cut between its code points.
 */
export function characterEnd(text: string, min: number, max: number, next = /[\s\S]/): number {
  let end = min
  for (const { index } of new Intl.Segmenter().segment(text.slice(min, max + 1))) {
    if (index > 0 && next.test(text.charAt(min + index))) end = min + index
  }
  if (end > min) return end
  for (let at = max; at > min; at -= 1) {
    if (next.test(text.charAt(at)) && !/[\ud800-\udbff]/.test(text.charAt(at - 1))) return at
  }
  return max
}
