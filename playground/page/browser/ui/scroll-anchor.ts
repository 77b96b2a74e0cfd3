/** Within so many pixels of the end one counts as being at the end. */
const nearEnd = 60
const nearBeginning = 300

export interface ScrollEvents {
  /** Older messages are wanted. */
  beginning(): void
  /** The list has grown, and its end is what one sees. */
  end(): void
  /** `isAtEnd` has changed. */
  change(): void
}

/** Keeps a list of messages at its newest while it grows, for as long as the reader is there. */
export class ScrollAnchor {
  isAtEnd = true
  #element: HTMLElement | undefined
  readonly #on: ScrollEvents
  readonly #observer = new ResizeObserver(() => this.#keep())

  constructor(on: ScrollEvents) {
    this.#on = on
  }

  /** For lit's `ref`: the element that scrolls; its first child is what grows. */
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
