/** A message without the lines at its end that say what wrote it and what that took. */
export function withoutSmallPrint(content: string): string {
  return content.replace(/(?:\n-# (?:🤖 [^\n]*|[^\n]+ · [^\n]+))+$/u, '')
}
