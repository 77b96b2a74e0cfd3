import type { PageCommand } from '../../protocol.ts'
import type { Api } from '../connection/api.ts'

/** The commands that a person can use in each channel, looked up where one looks. */
export class CommandCache {
  readonly #api: Api
  readonly #onChange: () => void
  readonly #known = new Map<string, readonly PageCommand[]>()
  /** The last question for each channel, answered or not. */
  readonly #asked = new Map<string, symbol>()

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
    const question = Symbol(channelId)
    this.#asked.set(channelId, question)
    // A place may have none for this person, and where nothing answers a new connection asks again.
    const commands = await this.#api.call('commands', { channelId }).catch(() => [])
    if (this.#asked.get(channelId) !== question) return
    this.#known.set(channelId, commands)
    this.#onChange()
  }
}
