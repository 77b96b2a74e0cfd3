import { type Model, type ModelEvent, ModelFailure, type ModelRequest } from '../model.ts'

/** A model that people have chosen may be gone: then the usual one answers in its place. */
export class ModelFallback implements Pick<Model, 'stream'> {
  readonly #model: Pick<Model, 'stream'>
  #isUsed = false

  constructor(model: Pick<Model, 'stream'>) {
    this.#model = model
  }

  /** Whether the usual model had to answer. */
  get isUsed(): boolean {
    return this.#isUsed
  }

  async *stream(request: ModelRequest, signal: AbortSignal): AsyncGenerator<ModelEvent, void> {
    let hasStarted = false
    try {
      for await (const event of this.#model.stream(request, signal)) {
        hasStarted = true
        yield event
      }
    } catch (error) {
      const isGone = error instanceof ModelFailure && error.kind === 'not-found'
      if (!isGone || hasStarted || request.model === undefined) throw error
      this.#isUsed = true
      yield* this.#model.stream({ messages: request.messages }, signal)
    }
  }
}
