import type { PageCommand } from '../../protocol.ts'
import type { Api } from '../connection/api.ts'

/** The commands that the person can use in each channel. Loads them on first use. */
export class CommandCache {
  readonly #api: Api
  readonly #onChange: () => void
  readonly #known = new Map<string, readonly PageCommand[]>()
  /** The last request for each channel. */
  readonly #asked = new Map<string, symbol>()

  constructor(api: Api, onChange: () => void) {
    this.#api = api
    this.#onChange = onChange
  }

  /** The commands known so far. Starts loading them if necessary. */
  of(channelId: string): readonly PageCommand[] {
    if (!this.#asked.has(channelId)) void this.#look(channelId)
    return this.#known.get(channelId) ?? []
  }

  /** Marks all commands as out of date. They stay until the new ones arrive. */
  clear(): void {
    this.#asked.clear()
  }

  async #look(channelId: string): Promise<void> {
    const question = Symbol(channelId)
    this.#asked.set(channelId, question)
    // Without access there are none; after a lost connection the reconnect loads them again.
    const commands = await this.#api.call('commands', { channelId }).catch(() => [])
    if (this.#asked.get(channelId) !== question) return
    this.#known.set(channelId, commands)
    this.#onChange()
  }
}
