import OpenAI, { BadRequestError, UnprocessableEntityError } from 'openai'
import type { ChatCompletion, ChatCompletionChunk } from 'openai/resources/chat/completions'
import { Agent, fetch } from 'undici'
import { ModelFailure } from '../core/ending.ts'
import { Reasoning } from '../core/layout/reasoning.ts'
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
 * The models behind any server that speaks Chat Completions. `defaultName` is asked at each request
 * that names no model, so that a server which was down at the start is no reason to stop.
 */
export function openaiModel(client: OpenAI, defaultName: () => Promise<string>): Model {
  /** Turned off for good when the server refuses to count tokens and answers without. */
  let countsTokens = true
  /** How the server calls the limit of an answer: OpenAI's newer models refuse the older name. */
  let limitName: 'max_tokens' | 'max_completion_tokens' = 'max_tokens'

  async function stream(turns: readonly Turn[], model: string, signal: AbortSignal) {
    const body = { model, messages: messagesOf(turns), stream: true } as const
    if (!countsTokens) return client.chat.completions.create(body, { signal })
    try {
      const counted = { ...body, stream_options: { include_usage: true } }
      return await client.chat.completions.create(counted, { signal })
    } catch (error) {
      if (!isRefusal(error)) throw error
      const answer = await client.chat.completions.create(body, { signal })
      countsTokens = false
      return answer
    }
  }

  async function complete(
    { turns, model, maxTokens }: { turns: readonly Turn[]; model: string; maxTokens: number },
    signal: AbortSignal,
  ) {
    const body = { model, messages: messagesOf(turns) }
    try {
      return await client.chat.completions.create({ ...body, [limitName]: maxTokens }, { signal })
    } catch (error) {
      if (limitName === 'max_completion_tokens' || !isRefusal(error)) throw error
      const limited = { ...body, max_completion_tokens: maxTokens }
      const answer = await client.chat.completions.create(limited, { signal })
      limitName = 'max_completion_tokens'
      return answer
    }
  }

  return {
    async *stream({ turns, model }, signal) {
      let isNamed = false
      let refuses = false
      try {
        const name = model ?? (await defaultName())
        for await (const chunk of await stream(turns, name, signal)) {
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

    async complete({ turns, model, maxTokens }, signal) {
      try {
        const name = model ?? (await defaultName())
        const answer = await complete({ turns, model: name, maxTokens }, signal)
        return textOf(answer)
      } catch (error) {
        throw modelFailure(error) ?? error
      }
    },
  }
}

function messagesOf(turns: readonly Turn[]) {
  return turns.map(({ role, text }) => ({ role, content: text }))
}

/** Whether a server did not take a request as it was; which part it minded, few servers say. */
function isRefusal(error: unknown): boolean {
  return error instanceof BadRequestError || error instanceof UnprocessableEntityError
}

/** The SDK gives whatever JSON the server sent. */
function textOf(answer: Partial<ChatCompletion> | null): string {
  const message = answer?.choices?.[0]?.message
  if (message === undefined) {
    throw new ModelFailure('broken', 'The server sent nothing that is an answer')
  }
  const text = message.content ?? ''
  const beginning = new Reasoning().beginning(text, true)
  return beginning === undefined ? '' : text.slice(beginning)
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
