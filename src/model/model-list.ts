import type OpenAI from 'openai'
import type { Clock } from '../core/clock.ts'
import { modelFailure } from './errors.ts'

/** The list is short; a server that does not answer must not hold up the start. */
const listTimeoutMs = 10_000

/** How long a list is good for, and how soon a server that failed is asked again. */
const goodForMs = 60_000

/** How long `known` waits for a list: what asks for it may have to answer Discord within 3 s. */
const patienceMs = 2_000

/** Asks the server for the names of its models. Rejects with a `ModelFailure`. */
export async function namesOf(client: OpenAI): Promise<readonly string[]> {
  try {
    const names: string[] = []
    for await (const model of client.models.list({ timeout: listTimeoutMs })) {
      // The SDK gives whatever JSON the server sent.
      if (typeof model?.id === 'string') names.push(model.id)
    }
    return names
  } catch (error) {
    throw modelFailure(error) ?? error
  }
}

/** The server's list of models: kept for a minute, and never asked for twice at the same time. */
export class ModelList {
  readonly #ask: () => Promise<readonly string[]>
  readonly #clock: Clock
  #names: readonly string[] | undefined
  #asking: Promise<readonly string[]> | undefined
  #askedMs = Number.NEGATIVE_INFINITY

  constructor(ask: () => Promise<readonly string[]>, clock: Clock) {
    this.#ask = ask
    this.#clock = clock
  }

  /**
   * What is known of the list. As long as none ever came, each call asks, and rejects as `ask` does:
   * somebody cannot be answered without it.
   */
  async now(): Promise<readonly string[]> {
    if (this.#names === undefined) return this.#askOnce()
    await this.#renewed()
    return this.#names
  }

  /**
   * What is known of the list without a long wait: the newest one that came, however old. `undefined`
   * where none ever came, or the server has an empty one. Never rejects.
   */
  async known(): Promise<readonly string[] | undefined> {
    await this.#renewed()
    return this.#names?.length === 0 ? undefined : this.#names
  }

  /** Asks again where it is time, and waits a little for what comes of it. */
  async #renewed(): Promise<void> {
    const asking = this.#isFresh() ? this.#asking : this.#askOnce()
    if (asking !== undefined) await this.#waitFor(asking)
  }

  #isFresh(): boolean {
    return this.#clock.now() - this.#askedMs < goodForMs
  }

  #askOnce(): Promise<readonly string[]> {
    if (this.#asking !== undefined) return this.#asking
    this.#askedMs = this.#clock.now()
    this.#asking = this.#renew()
    return this.#asking
  }

  async #renew(): Promise<readonly string[]> {
    try {
      this.#names = await this.#ask()
      return this.#names
    } finally {
      this.#asking = undefined
    }
  }

  /** Counts from when the server was asked, so that only the first of many has to wait. */
  async #waitFor(asking: Promise<unknown>): Promise<void> {
    const settled = new AbortController()
    const stop = () => settled.abort()
    void asking.then(stop, stop)
    await this.#clock.sleep(this.#askedMs + patienceMs - this.#clock.now(), settled.signal)
  }
}
