import { fence, unguardFences } from '../layout/page-markers.ts'
import { Reasoning } from '../markdown/reasoning.ts'

/**
 * Models that go on with a text often begin with its last words again. Fewer letters and digits than
 * these are chance: code has many lines alike.
 */
const minLetters = 12
const most = 300

/** The text of a page on which an answer broke off, as the model wrote it there. */
export function textToContinue(page: string): string {
  return unguardFences(
    page.replace(/\n(?:> ?)*```(\u2060{1,2})$/, (_, marks: string) =>
      '\n'.repeat(marks.length - 1),
    ),
  )
}

/** How a new message begins that goes on with a page on which an answer broke off. */
export function continuationOpening(page: string): string {
  if (textToContinue(page) === page) return ''
  const opening = page.match(/^(?:> ?)*(?:(?:[-*+]|\d+[.)])\s+)*```[^\n`]*$/gm)?.at(-2)
  return `${opening ?? fence}\n`
}

/** Goes on with a text where it broke off, so that nobody sees where that was. */
export class Continuation {
  readonly #text: string
  readonly #reasoning = new Reasoning()
  #from: number | undefined

  /** `text` is what there is already; '' where an answer begins. */
  constructor(text: string) {
    this.#text = text
  }

  /**
   * The text with what the model has said so far to go on from it: without its reasoning, and without
   * the words that it only repeated. As long as it may have said nothing else, nothing is added: what
   * shows never changes. `isWhole`: the model says no more.
   */
  join(said: string, isWhole: boolean): string {
    if (this.#text === '') return said
    this.#from ??= this.#beginning(said, isWhole)
    const more = this.#from === undefined ? '' : said.slice(this.#from)
    const end = this.#text.slice(-most)
    if (!isWhole && end.includes(more)) return this.#text
    for (let length = Math.min(end.length, more.length); length >= minLetters; length -= 1) {
      const repeated = more.slice(0, length)
      if (end.endsWith(repeated) && lettersIn(repeated) >= minLetters) {
        return this.#text + more.slice(length)
      }
    }
    return this.#text + more
  }

  /** White space in front of the first word belongs to the text, but not behind reasoning. */
  #beginning(said: string, isWhole: boolean): number | undefined {
    const from = this.#reasoning.beginning(said, isWhole)
    return from !== undefined && said.slice(0, from).trim() === '' ? 0 : from
  }
}

function lettersIn(text: string): number {
  return text.match(/[\p{L}\p{N}]/gu)?.length ?? 0
}
