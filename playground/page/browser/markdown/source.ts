/**
 * A text that is parsed from start to end. Remembers failed searches, so that many unclosed marks
 * do not cause a full search each.
 */
export class Source {
  readonly text: string
  readonly #found = new Map<string, { readonly from: number; readonly index: number }>()
  readonly #hopeless = new Set<string>()
  #runs: ReadonlyMap<number, { readonly starts: number[]; next: number }> | undefined

  constructor(text: string) {
    this.text = text
  }

  /** Index of the next occurrence, or -1. */
  next(wanted: string, from: number): number {
    const known = this.#found.get(wanted)
    if (known && from >= known.from && (from <= known.index || known.index === -1)) {
      return known.index
    }
    const index = this.text.indexOf(wanted, from)
    this.#found.set(wanted, { from, index })
    return index
  }

  match(pattern: RegExp, position: number): RegExpExecArray | null {
    pattern.lastIndex = position
    return pattern.exec(this.text)
  }

  /** How often the character repeats from the position on. */
  countAt(position: number, character: string): number {
    let end = position
    while (this.text[end] === character) end += 1
    return end - position
  }

  /** End of the position's line. */
  lineEnd(position: number): number {
    const end = this.next('\n', position)
    return end === -1 ? this.text.length : end
  }

  /** Records that nothing closes this mark from here on. */
  giveUp(mark: string): undefined {
    this.#hopeless.add(mark)
    return undefined
  }

  isHopeless(mark: string): boolean {
    return this.#hopeless.has(mark)
  }

  /** Start of the next run of exactly `count` backticks. Call it with growing positions. */
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
