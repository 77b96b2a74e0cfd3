import { isLatex, renderLatex, toUnicode } from '../markdown/latex.ts'
import type { Paginator } from './paginator.ts'

/** The longest formula over several lines for whose end the layout waits. */
const maxLength = 1_000

const marks = new Map([
  ['$$', '$$'],
  ['\\[', '\\]'],
])

/** A formula on lines of its own. */
export interface LatexBlock {
  /** Behind its closing mark. */
  readonly end: number
  write(paginator: Paginator): void
}

/** The formula that begins with this line; 'unknown' as long as nobody knows whether it is one. */
export function latexBlock(
  text: string,
  from: number,
  isWhole: boolean,
): LatexBlock | 'unknown' | undefined {
  const [indent = ''] = /^[ \t]*/.exec(text.slice(from, from + 16)) ?? []
  const start = from + indent.length
  const closing = marks.get(text.slice(start, start + 2))
  if (closing === undefined) return undefined
  const inside = text.slice(start + 2, start + 2 + maxLength)
  const length = inside.indexOf(closing)
  const blank = inside.search(/\n[ \t]*\n/)
  if (blank !== -1 && (length === -1 || blank < length)) return undefined
  if (length === -1) return isWhole || inside.length === maxLength ? undefined : 'unknown'
  const source = inside.slice(0, length)
  if (!isLatex(source)) return undefined
  const end = start + 2 + length + 2
  const [next] = text.slice(end, end + 1)
  if (next === undefined && !isWhole) return 'unknown'
  const isAlone = next === undefined || next === '\n'
  const isCode = isAlone && source.trim().includes('\n') && toUnicode(source) === undefined
  return {
    end,
    write: isCode ? writeCode(source) : (paginator) => paginator.write(renderLatex(source)),
  }
}

/** A formula that text cannot show stays as written, line by line. */
function writeCode(source: string): (paginator: Paginator) => void {
  return (paginator) => {
    paginator.openFence({ quote: '', lead: '', language: 'tex' })
    for (const line of source.trim().split('\n')) {
      paginator.startCodeLine()
      paginator.writeCode(line)
    }
    paginator.closeFence()
  }
}
