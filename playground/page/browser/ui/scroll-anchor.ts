/** Pixels from the end within which the reader counts as being at the end. */
const nearEnd = 60
const nearBeginning = 300

export interface ScrollEvents {
  /** The reader is near the beginning. */
  beginning(): void
  /** The list has grown, and the reader is at its end. */
  end(): void
  /** `isAtEnd` has changed. */
  change(): void
}

/** Keeps a growing list scrolled to its end while the reader is at the end. */
export class ScrollAnchor {
  isAtEnd = true
  #element: HTMLElement | undefined
  readonly #on: ScrollEvents
  readonly #observer = new ResizeObserver(() => this.#keep())

  constructor(on: ScrollEvents) {
    this.#on = on
  }

  /** For lit's `ref`. The element scrolls; its first child grows. */
  readonly attach = (element: Element | undefined): void => {
    this.#observer.disconnect()
    this.#element = element instanceof HTMLElement ? element : undefined
    if (this.#element === undefined) return
    this.isAtEnd = true
    this.#observer.observe(this.#element)
    const [list] = this.#element.children
    if (list !== undefined) this.#observer.observe(list)
    this.#keep()
  }

  readonly scrolled = (): void => {
    const element = this.#element
    if (element === undefined) return
    const isAtEnd = element.scrollHeight - element.scrollTop - element.clientHeight < nearEnd
    if (isAtEnd !== this.isAtEnd) {
      this.isAtEnd = isAtEnd
      this.#on.change()
    }
    if (element.scrollTop < nearBeginning) this.#on.beginning()
  }

  goToEnd(): void {
    this.isAtEnd = true
    this.#keep()
  }

  #keep(): void {
    if (!this.isAtEnd || this.#element === undefined) return
    this.#element.scrollTop = this.#element.scrollHeight
    this.#on.end()
  }
}
