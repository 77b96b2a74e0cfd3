import { drawMath, isMath, toUnicode } from '../markdown/latex.ts'
import type { Sheet } from './paginator.ts'

/** The longest formula over several lines for whose end the layout waits. */
const mostLength = 1_000

const marks = new Map([
  ['$$', '$$'],
  ['\\[', '\\]'],
])

/** A formula on lines of its own. */
export interface BlockMath {
  /** Behind its closing mark. */
  readonly end: number
  write(sheet: Sheet): void
}

/** The formula that begins with this line; 'unknown' as long as nobody knows whether it is one. */
export function blockMath(
  text: string,
  from: number,
  isWhole: boolean,
): BlockMath | 'unknown' | undefined {
  const [indent = ''] = /^[ \t]*/.exec(text.slice(from, from + 16)) ?? []
  const start = from + indent.length
  const closing = marks.get(text.slice(start, start + 2))
  if (closing === undefined) return undefined
  const inside = text.slice(start + 2, start + 2 + mostLength)
  const length = inside.indexOf(closing)
  const blank = inside.search(/\n[ \t]*\n/)
  if (blank !== -1 && (length === -1 || blank < length)) return undefined
  if (length === -1) return isWhole || inside.length === mostLength ? undefined : 'unknown'
  const source = inside.slice(0, length)
  if (!isMath(source)) return undefined
  const end = start + 2 + length + 2
  const [next] = text.slice(end, end + 1)
  if (next === undefined && !isWhole) return 'unknown'
  const isAlone = next === undefined || next === '\n'
  const isCode = isAlone && source.trim().includes('\n') && toUnicode(source) === undefined
  return { end, write: isCode ? writeCode(source) : (sheet) => sheet.write(drawMath(source)) }
}

/** What no line of text can show stays as it is written, line by line. */
function writeCode(source: string): (sheet: Sheet) => void {
  return (sheet) => {
    sheet.openFence({ quote: '', lead: '', language: 'tex' })
    for (const line of source.trim().split('\n')) {
      sheet.startCodeLine()
      sheet.writeCode(line)
    }
    sheet.closeFence()
  }
}
