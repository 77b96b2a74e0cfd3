import type { ModelEvent } from 'freshness'
import { type ChosenModel, chooseModel, typedModel } from './choose-model.ts'
import { type ModelRelay, startRelay } from './model/relay.ts'
import type { ModelState, TypedModel } from './page/protocol.ts'

const openai = 'https://api.openai.com/v1'

/** The model that answers now, behind a relay that sees what it writes. */
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

  /** Begins with the model of the environment, an Ollama, or the demo model. */
  static async start(given: NodeJS.ProcessEnv): Promise<ModelSwitch> {
    const chosen = await chooseModel(given)
    const relay = await startRelay(addressOf(given, chosen))
    return new ModelSwitch(given, relay, chosen)
  }

  get state(): ModelState {
    return { kind: this.#chosen.kind, label: this.#chosen.label }
  }

  /** What the bot needs in its environment to reach the model by the relay; over the environment given. */
  get environment(): Readonly<Record<string, string>> {
    return { ...this.#chosen.environment, OPENAI_BASE_URL: this.#relay.baseUrl }
  }

  /**
   * From the bot's next start on. `undefined`: what it began with. The demo model that answered before
   * breaks off what it writes; other servers may finish it.
   */
  async use(typed: TypedModel | undefined): Promise<void> {
    const next = typed === undefined ? await chooseModel(this.#given) : typedModel(typed)
    // By now somebody may have chosen another one, or ended it all.
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
