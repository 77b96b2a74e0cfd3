import OpenAI, { BadRequestError, UnprocessableEntityError } from 'openai'
import type { ChatCompletionChunk } from 'openai/resources/chat/completions'
import { Agent, fetch } from 'undici'
import type { FinishReason, Model, ModelEvent, Turn } from '../core/ports.ts'
import { modelFailure } from './failure.ts'

/** How to reach a model server. */
export interface ModelServer {
  readonly apiKey: string
  /** `undefined`: OpenAI's own. */
  readonly baseUrl: string | undefined
}

/** The SDK's client, without time limits of its own: how long to wait for a model, the core decides. */
export function connect({ apiKey, baseUrl }: ModelServer): OpenAI {
  return new OpenAI({
    apiKey,
    ...(baseUrl !== undefined && { baseURL: baseUrl }),
    // A person waits: one more try heals a hiccup, and more only delay the bad news.
    maxRetries: 1,
    // It would print what the model said to the console; what matters is in our own log.
    logLevel: 'off',
    timeout: 2 ** 31 - 1,
    // The transport's own 300 s would end the wait for a large local model. An agent needs the fetch
    // it was made for; both are the standard's, typed by two packages.
    fetch: fetch as unknown as typeof globalThis.fetch,
    fetchOptions: { dispatcher: new Agent({ headersTimeout: 0, bodyTimeout: 0 }) },
  })
}

/** What some servers add to a delta: the reasoning, under one of two names. */
type Delta = ChatCompletionChunk.Choice.Delta & {
  readonly reasoning?: string | null
  readonly reasoning_content?: string | null
}

/**
 * A model behind any server that speaks Chat Completions. `chooseName` is asked at each answer, so
 * that a server which was down at the start is no reason to stop.
 */
export function openaiModel(client: OpenAI, chooseName: () => Promise<string>): Model {
  /** Turned off for good when the server refuses to count tokens and answers without. */
  let countsTokens = true

  async function request(turns: readonly Turn[], model: string, signal: AbortSignal) {
    const body = {
      model,
      messages: turns.map(({ role, text }) => ({ role, content: text })),
      stream: true,
    } as const
    if (!countsTokens) return client.chat.completions.create(body, { signal })
    try {
      const counted = { ...body, stream_options: { include_usage: true } }
      return await client.chat.completions.create(counted, { signal })
    } catch (error) {
      if (!(error instanceof BadRequestError || error instanceof UnprocessableEntityError)) {
        throw error
      }
      const stream = await client.chat.completions.create(body, { signal })
      countsTokens = false
      return stream
    }
  }

  return {
    async *stream(turns, signal) {
      let isNamed = false
      let refuses = false
      try {
        const name = await chooseName()
        for await (const chunk of await request(turns, name, signal)) {
          refuses ||= Boolean(chunk.choices[0]?.delta.refusal)
          for (const event of eventsOf(chunk, refuses)) {
            // Not before: that a request was taken is no sign of life.
            if (!isNamed) yield { kind: 'model', name }
            isNamed = true
            yield event
          }
        }
      } catch (error) {
        // The request was closed on purpose: that is an end, and no failure.
        if (signal.aborted) return
        throw modelFailure(error) ?? error
      }
    },
  }
}

function* eventsOf(
  { choices, usage }: ChatCompletionChunk,
  refuses: boolean,
): Generator<ModelEvent, void> {
  const choice = choices[0]
  if (choice) {
    const { content, refusal, reasoning, reasoning_content } = choice.delta as Delta
    if (content) yield { kind: 'text', text: content }
    // A refusal is what the model has to say, and comes in place of an answer.
    if (refusal) yield { kind: 'text', text: refusal }
    if (reasoning || reasoning_content) yield { kind: 'thinking' }
    const reason = choice.finish_reason && finishOf(choice.finish_reason, refuses)
    if (reason) yield { kind: 'finish', reason }
  }
  if (usage) {
    const { prompt_tokens: promptTokens, completion_tokens: completionTokens } = usage
    yield { kind: 'usage', usage: { promptTokens, completionTokens } }
  }
}

/** `undefined` for "error", which OpenRouter sends when the model broke off: the stream was cut. */
function finishOf(reason: string, refuses: boolean): FinishReason | undefined {
  if (reason === 'length') return 'length'
  if (reason === 'content_filter') return 'filter'
  if (reason === 'error') return undefined
  return refuses ? 'refusal' : 'stop'
}
