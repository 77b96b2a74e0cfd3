import type { PageCommand } from '../wire.ts'
import type { Api } from './api.ts'

/** The commands that a person can use in each channel, looked up where one looks. */
export class Catalogue {
  readonly #api: Api
  readonly #onChange: () => void
  readonly #known = new Map<string, readonly PageCommand[]>()
  readonly #asked = new Set<string>()

  constructor(api: Api, onChange: () => void) {
    this.#api = api
    this.#onChange = onChange
  }

  /** Those known so far; they come later where they were not asked for yet. */
  of(channelId: string): readonly PageCommand[] {
    if (!this.#asked.has(channelId)) void this.#look(channelId)
    return this.#known.get(channelId) ?? []
  }

  /** They have changed. What was known stands until the new ones have come. */
  clear(): void {
    this.#asked.clear()
  }

  async #look(channelId: string): Promise<void> {
    this.#asked.add(channelId)
    try {
      this.#known.set(channelId, await this.#api.commands(channelId))
      this.#onChange()
    } catch {
      // A place that has no commands for this person: none are shown.
      this.#known.delete(channelId)
    }
  }
}
