import type { Arrival } from './bound/grid.ts'

/** How far behind the reader is, kept as letters arrive and show; each call takes no more time than its letters. */
export class RunningLag {
  readonly #arrivals: Arrival[] = []
  #arrived = 0
  #shown = 0
  /** Of the letters that show. */
  #lagSumMs = 0
  /** The first arrival of which not all shows, and how much of it does. */
  #next = 0
  #nextShown = 0

  get arrivals(): readonly Arrival[] {
    return this.#arrivals
  }

  get arrived(): number {
    return this.#arrived
  }

  get shown(): number {
    return this.#shown
  }

  arrive(atMs: number, characters: number): void {
    if (characters === 0) return
    this.#arrivals.push({ atMs, characters })
    this.#arrived += characters
  }

  /** From now on the first `characters` show. What has shown once has been seen. */
  show(atMs: number, characters: number): void {
    while (this.#shown < Math.min(characters, this.#arrived)) {
      const arrival = this.#arrivals[this.#next]
      if (arrival === undefined) return
      const left = arrival.characters - this.#nextShown
      const count = Math.min(left, characters - this.#shown)
      this.#lagSumMs += Math.max(0, atMs - arrival.atMs) * count
      this.#shown += count
      this.#nextShown += count
      if (count === left) {
        this.#next += 1
        this.#nextShown = 0
      }
    }
  }

  /** Nothing has been seen yet: everything is shown anew. */
  hideAll(): void {
    this.#shown = 0
    this.#lagSumMs = 0
    this.#next = 0
    this.#nextShown = 0
  }

  /** The mean lag of all that arrived; what does not show counts until `nowMs`. */
  meanMs(nowMs: number): number {
    if (this.#arrived === 0) return 0
    let sumMs = this.#lagSumMs
    for (let index = this.#next; index < this.#arrivals.length; index += 1) {
      const arrival = this.#arrivals[index]
      if (arrival === undefined) break
      const count = arrival.characters - (index === this.#next ? this.#nextShown : 0)
      sumMs += Math.max(0, nowMs - arrival.atMs) * count
    }
    return sumMs / this.#arrived
  }
}
