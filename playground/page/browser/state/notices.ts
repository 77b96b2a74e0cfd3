/** A line of the client itself in a channel, which only this person sees. */
export interface Notice {
  readonly id: number
  readonly channelId: string
  readonly text: string
  readonly kind: 'problem' | 'hint'
}

export class Notices {
  #all: readonly Notice[] = []
  #count = 0

  at(channelId: string): readonly Notice[] {
    return this.#all.filter((notice) => notice.channelId === channelId)
  }

  /** A hint replaces the previous one. */
  add(channelId: string, text: string, kind: Notice['kind'] = 'problem'): void {
    const isOld = (each: Notice) => each.kind === 'hint' && each.channelId === channelId
    const left = kind === 'hint' ? this.#all.filter((each) => !isOld(each)) : this.#all
    this.#count += 1
    this.#all = [...left, { id: this.#count, channelId, text, kind }]
  }

  dismiss(id: number): void {
    this.#all = this.#all.filter((notice) => notice.id !== id)
  }

  /** Removes a channel's notices after the person acted again. */
  forget(channelId: string): void {
    this.#all = this.#all.filter((notice) => notice.channelId !== channelId)
  }

  clear(): void {
    this.#all = []
  }
}
