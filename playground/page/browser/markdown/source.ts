/**
 * A text that is read from its start to its end. It remembers what it has looked for in vain, so
 * that a text full of marks that are never closed is not searched to its end for each of them.
 */
export class Source {
  readonly text: string
  readonly #found = new Map<string, { readonly from: number; readonly index: number }>()
  readonly #hopeless = new Set<string>()
  #runs: ReadonlyMap<number, { readonly starts: number[]; next: number }> | undefined

  constructor(text: string) {
    this.text = text
  }

  /** Where the wanted text stands next, or -1. */
  next(wanted: string, from: number): number {
    const known = this.#found.get(wanted)
    if (known && from >= known.from && (from <= known.index || known.index === -1)) {
      return known.index
    }
    const index = this.text.indexOf(wanted, from)
    this.#found.set(wanted, { from, index })
    return index
  }

  /** Matches a sticky pattern at the position. */
  match(pattern: RegExp, position: number): RegExpExecArray | null {
    pattern.lastIndex = position
    return pattern.exec(this.text)
  }

  /** How often the character stands there in a row. */
  countAt(position: number, character: string): number {
    let end = position
    while (this.text[end] === character) end += 1
    return end - position
  }

  /** Where the line ends in which the position is. */
  lineEnd(position: number): number {
    const end = this.next('\n', position)
    return end === -1 ? this.text.length : end
  }

  /** Says that from here to the end nothing closes this mark. */
  giveUp(mark: string): undefined {
    this.#hopeless.add(mark)
    return undefined
  }

  isHopeless(mark: string): boolean {
    return this.#hopeless.has(mark)
  }

  /** Where a row of exactly so many backticks starts next. To be asked with growing positions. */
  nextBackticks(count: number, from: number): number | undefined {
    this.#runs ??= backticksOf(this.text)
    const runs = this.#runs.get(count)
    if (runs === undefined) return undefined
    while ((runs.starts[runs.next] ?? from) < from) runs.next += 1
    return runs.starts[runs.next]
  }
}

function backticksOf(text: string): Map<number, { readonly starts: number[]; next: number }> {
  const runs = new Map<number, { readonly starts: number[]; next: number }>()
  for (const { index, 0: run } of text.matchAll(/`+/g)) {
    const known = runs.get(run.length)
    if (known) known.starts.push(index)
    else runs.set(run.length, { starts: [index], next: 0 })
  }
  return runs
}
