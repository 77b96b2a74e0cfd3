import { clip } from '../clip.ts'
import { Layout } from './layout.ts'
import { readMarker, showMarker, unguardFences } from './page-markers.ts'

/** UTF-16 units taken off a page at a time until the line has room. */
const step = 20

/** A page with a line below it, and as much of its own text as there is room for. */
export function appendLine(page: string, line: string): string {
  for (let text = unguardFences(readMarker(showMarker(page)).text); ; ) {
    const [first = line, ...others] = new Layout().finish(text, line)
    if (others.length === 0) return first
    text = clip(text, text.length - step)
  }
}
