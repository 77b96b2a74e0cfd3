import type { Model, ModelEvent, ModelRequest } from '../../src/core/model.ts'
import { Feed } from './feed.ts'

/** A model that says what the test feeds it, and ends when it is told to stop, as a real one does. */
export class FakeModel implements Model {
  readonly feed = new Feed<ModelEvent>()
  /** What it was asked, request by request. */
  readonly asked: ModelRequest[] = []
  /** What it answers where it is asked for the whole answer at once. */
  completion = ''
  aborted = false

  stream(request: ModelRequest, signal: AbortSignal): AsyncIterable<ModelEvent> {
    this.asked.push(request)
    const stop = () => {
      this.aborted = true
      this.feed.end()
    }
    if (signal.aborted) stop()
    else signal.addEventListener('abort', stop)
    return this.feed
  }

  async complete(request: ModelRequest & { readonly maxTokens: number }): Promise<string> {
    this.asked.push(request)
    return this.completion
  }

  say(...texts: readonly string[]): void {
    this.feed.push(...texts.map((text) => ({ kind: 'text', text }) as const))
  }

  finish(reason: 'stop' | 'length' | 'filter' = 'stop'): void {
    this.feed.push({ kind: 'finish', reason })
    this.feed.end()
  }
}
