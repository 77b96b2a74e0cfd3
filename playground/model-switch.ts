import type { ModelEvent } from 'freshness'
import { type ChosenModel, chooseModel, typedModel } from './choose-model.ts'
import { type ModelRelay, startRelay } from './model/relay.ts'
import type { ModelState, TypedModel } from './page/protocol.ts'

const openai = 'https://api.openai.com/v1'

/** The current model, behind a relay that observes its answers. */
export class ModelSwitch {
  readonly #given: NodeJS.ProcessEnv
  readonly #relay: ModelRelay
  #chosen: ChosenModel
  #isClosed = false

  private constructor(given: NodeJS.ProcessEnv, relay: ModelRelay, chosen: ChosenModel) {
    this.#given = given
    this.#relay = relay
    this.#chosen = chosen
  }

  /** Starts with the model of the environment, an Ollama, or the demo model. */
  static async start(given: NodeJS.ProcessEnv): Promise<ModelSwitch> {
    const chosen = await chooseModel(given)
    const relay = await startRelay(addressOf(given, chosen))
    return new ModelSwitch(given, relay, chosen)
  }

  get state(): ModelState {
    return { kind: this.#chosen.kind, label: this.#chosen.label }
  }

  /**
   * Environment variables with which the bot reaches the model through the relay. They override the
   * given ones.
   */
  get environment(): Readonly<Record<string, string>> {
    return { ...this.#chosen.environment, OPENAI_BASE_URL: this.#relay.baseUrl }
  }

  /**
   * Takes effect at the bot's next start. `undefined` means the model of the start. A demo model
   * that is replaced breaks off its answers; other servers finish theirs.
   */
  async use(typed: TypedModel | undefined): Promise<void> {
    const next = typed === undefined ? await chooseModel(this.#given) : typedModel(typed)
    // Meanwhile the playground may have been closed.
    if (this.#isClosed) return next.close()
    const before = this.#chosen
    this.#chosen = next
    this.#relay.target = addressOf(this.#given, this.#chosen)
    await before.close()
  }

  subscribe(listener: (event: ModelEvent) => void): () => void {
    return this.#relay.subscribe(listener)
  }

  /** Breaks the connections of answers that are being written; returns how many there were. */
  cut(): number {
    return this.#relay.cut()
  }

  async close(): Promise<void> {
    this.#isClosed = true
    await this.#relay.close()
    await this.#chosen.close()
  }
}

function addressOf(given: NodeJS.ProcessEnv, { environment }: ChosenModel): string {
  return environment['OPENAI_BASE_URL'] || given['OPENAI_BASE_URL'] || openai
}
