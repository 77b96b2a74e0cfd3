const tags = ['think', 'thinking', 'reasoning']

/**
 * Finds where an answer begins behind the reasoning that some models write in front of it, between
 * tags. Such tags later in the text are words like any others.
 */
export class Reasoning {
  /** How much of the text has been passed over: white space and whole reasoning. */
  #at = 0
  /** The tag that closes the reasoning at `#at`, and up to where it has been looked for. */
  #closing: string | undefined
  #searched = 0

  /**
   * Where the first visible character stands, or `undefined` as long as nobody knows. `whole`: the
   * text does not go on.
   */
  beginning(text: string, whole: boolean): number | undefined {
    while (true) {
      if (this.#closing !== undefined && !this.#pass(text, this.#closing)) return undefined
      while (this.#at < text.length && /\s/.test(text.charAt(this.#at))) this.#at += 1
      if (this.#at === text.length) return undefined
      const start = text.slice(this.#at, this.#at + 16).toLowerCase()
      const tag = tags.find((each) => start.startsWith(`<${each}>`))
      if (tag === undefined) {
        const isHalf = !whole && tags.some((each) => `<${each}>`.startsWith(start))
        return isHalf ? undefined : this.#at
      }
      this.#closing = `</${tag}>`
      this.#searched = this.#at
    }
  }

  /** Passes over the reasoning when its end is there. */
  #pass(text: string, closing: string): boolean {
    const pattern = new RegExp(closing, 'gi')
    pattern.lastIndex = this.#searched
    if (!pattern.test(text)) {
      this.#searched = Math.max(this.#searched, text.length - closing.length)
      return false
    }
    this.#at = pattern.lastIndex
    this.#closing = undefined
    return true
  }
}
