/** A line longer than this is none that a model server sends. */
const longestLine = 1_000_000

/** Takes the data out of server-sent events that come in chunks cut anywhere. */
export class SseReader {
  /** Takes the mark of byte order away, and holds characters back that are not whole. */
  readonly #decoder = new TextDecoder()
  #rest = ''
  #data: string[] = []
  #hasGivenUp = false

  /** The data of the events that are complete with this chunk. */
  read(chunk: Uint8Array): readonly string[] {
    if (this.#hasGivenUp) return []
    const text = this.#rest + this.#decoder.decode(chunk, { stream: true })
    // A CR at the end may be half of a line's end.
    const lines = text.split(/\r\n|\n|\r(?!$)/)
    this.#rest = lines.pop() ?? ''
    this.#hasGivenUp = this.#rest.length > longestLine
    return lines.flatMap((line) => this.#take(line))
  }

  /** An event ends with an empty line; several lines of data are one. */
  #take(line: string): readonly string[] {
    if (line !== '') {
      const data = /^data(?:: ?(.*))?$/s.exec(line)
      if (data !== null) this.#data.push(data[1] ?? '')
      return []
    }
    const event = this.#data.join('\n')
    this.#data = []
    return event === '' ? [] : [event]
  }
}
