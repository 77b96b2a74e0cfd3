import { createParser } from 'eventsource-parser'
import type { HowEnded, ModelEvent } from 'freshness'
import { z } from 'zod'
import { parsedJson } from './parsed-json.ts'

/** No model server sends a longer event. */
const maxEventCharacters = 1_000_000

const parts = z.array(z.object({ type: z.string(), text: z.string().optional() }))

const chunkShape = z.object({
  error: z.unknown().optional(),
  choices: z
    .array(z.object({ delta: z.object({ content: z.union([z.string(), parts]).nullish() }) }))
    .catch([]),
})

/** Tells what of one streamed answer passes by. What it cannot read it passes over. */
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
  /** The parser throws for all that follows an event that is too long. */
  #isUnreadable = false
  #hasFailed = false
  #hasEnded = false

  constructor(answer: number, model: string, tell: (event: ModelEvent) => void) {
    this.#answer = answer
    this.#tell = tell
    tell({ kind: 'begun', answer, atMs: performance.now(), model })
  }

  /** A part of the body, cut anywhere. */
  see(bytes: Uint8Array): void {
    if (!this.#isUnreadable) this.#parser.feed(this.#decoder.decode(bytes, { stream: true }))
  }

  /** Only the first end counts. */
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
    // What the bot does with the connection after this says nothing about the answer.
    if (data.trim() === '[DONE]') this.end('finished')
    if (this.#hasEnded) return
    const text = this.#textIn(data)
    if (text === '') return
    this.#tell({ kind: 'text', answer: this.#answer, atMs: performance.now(), text })
  }

  #textIn(data: string): string {
    const chunk = chunkShape.safeParse(parsedJson(data)).data
    if (chunk === undefined) return ''
    // Some servers have an empty error in every chunk.
    this.#hasFailed ||= chunk.error !== undefined && chunk.error !== null
    const content = chunk.choices[0]?.delta.content ?? ''
    if (typeof content === 'string') return content
    // Mistral sends a list when a model thinks.
    return content.map(({ type, text = '' }) => (type === 'text' ? text : '')).join('')
  }
}
