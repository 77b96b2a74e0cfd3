import { createParser } from 'eventsource-parser'
import type { HowEnded, ModelEvent } from 'freshness'
import { z } from 'zod'
import { parsedJson } from './parsed-json.ts'

/** Longest event in characters. No model server sends a longer one. */
const maxEventCharacters = 1_000_000

const parts = z.array(z.object({ type: z.string(), text: z.string().optional() }))

const chunkShape = z.object({
  error: z.unknown().optional(),
  choices: z
    .array(z.object({ delta: z.object({ content: z.union([z.string(), parts]).nullish() }) }))
    .catch([]),
})

/** Observes one streamed answer and reports its text. Skips what it cannot parse. */
export class AnswerWatch {
  readonly #answer: number
  readonly #tell: (event: ModelEvent) => void
  readonly #decoder = new TextDecoder()
  readonly #parser = createParser({
    maxBufferSize: maxEventCharacters,
    onEvent: ({ data }) => this.#read(data),
    onError: ({ type }) => {
      this.#isUnreadable ||= type === 'max-buffer-size-exceeded'
    },
  })
  /** After an event above the limit the parser throws for every further chunk. */
  #isUnreadable = false
  #hasFailed = false
  #hasEnded = false

  constructor(answer: number, model: string, tell: (event: ModelEvent) => void) {
    this.#answer = answer
    this.#tell = tell
    tell({ kind: 'begun', answer, atMs: performance.now(), model })
  }

  /** Takes a chunk of the body; chunks can split characters and events. */
  see(bytes: Uint8Array): void {
    if (!this.#isUnreadable) this.#parser.feed(this.#decoder.decode(bytes, { stream: true }))
  }

  /** Reports the end. Later calls do nothing. */
  end(how: HowEnded): void {
    if (this.#hasEnded) return
    this.#hasEnded = true
    const isFailure = this.#hasFailed && how === 'finished'
    this.#tell({
      kind: 'ended',
      answer: this.#answer,
      atMs: performance.now(),
      how: isFailure ? 'failed' : how,
    })
  }

  #read(data: string): void {
    // The answer is complete here, whatever happens to the connection afterwards.
    if (data.trim() === '[DONE]') this.end('finished')
    if (this.#hasEnded) return
    const text = this.#textIn(data)
    if (text === '') return
    this.#tell({ kind: 'text', answer: this.#answer, atMs: performance.now(), text })
  }

  #textIn(data: string): string {
    const chunk = chunkShape.safeParse(parsedJson(data)).data
    if (chunk === undefined) return ''
    // Some servers send an empty error in every chunk.
    this.#hasFailed ||= chunk.error !== undefined && chunk.error !== null
    const content = chunk.choices[0]?.delta.content ?? ''
    if (typeof content === 'string') return content
    // Mistral sends a list when a model reasons.
    return content.map(({ type, text = '' }) => (type === 'text' ? text : '')).join('')
  }
}
