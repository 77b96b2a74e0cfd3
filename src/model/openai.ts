import OpenAI, { BadRequestError, UnprocessableEntityError } from 'openai'
import { Agent, fetch } from 'undici'
import type { Model, PromptMessage } from '../core/model.ts'
import { modelFailure } from './errors.ts'
import { MessageRoles, roleProblemIn } from './message-roles.ts'
import { modelEvents, textOf } from './stream-events.ts'

/** How to reach a model server. */
export interface ModelServer {
  readonly apiKey: string
  /** `undefined`: OpenAI's own. */
  readonly baseUrl: string | undefined
}

/** The SDK's client without time limits of its own: the core decides how long to wait for a model. */
export function connect({ apiKey, baseUrl }: ModelServer): OpenAI {
  return new OpenAI({
    apiKey,
    ...(baseUrl !== undefined && { baseURL: baseUrl }),
    // One more attempt heals a hiccup. More would only delay the bad news for the waiting person.
    maxRetries: 1,
    // The SDK would print the model's texts to the console.
    logLevel: 'off',
    timeout: 2 ** 31 - 1,
    // The transport's own limit of 300 s is too short for a large local model. An undici agent needs
    // undici's fetch, which is the standard's, but has other types.
    fetch: fetch as unknown as typeof globalThis.fetch,
    fetchOptions: { dispatcher: new Agent({ headersTimeout: 0, bodyTimeout: 0 }) },
  })
}

/**
 * The models of any server that speaks Chat Completions. Calls `defaultName` for each request that names
 * no model, because the server may have been down at the start.
 */
export function openaiModel(client: OpenAI, defaultName: () => Promise<string>): Model {
  /** Turned off for good when the server refuses to count tokens and answers without counting. */
  let countsTokens = true
  /** The server's name for the limit of an answer: OpenAI's newer models refuse the older one. */
  let limitName: 'max_tokens' | 'max_completion_tokens' = 'max_tokens'
  const roles = new MessageRoles()

  async function stream(messages: readonly PromptMessage[], model: string, signal: AbortSignal) {
    const body = { model, messages: messagesOf(messages), stream: true } as const
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
    {
      messages,
      model,
      maxTokens,
    }: { messages: readonly PromptMessage[]; model: string; maxTokens: number },
    signal: AbortSignal,
  ) {
    const body = { model, messages: messagesOf(messages) }
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
    async *stream({ messages, model }, signal) {
      let isNamed = false
      try {
        const name = model ?? (await defaultName())
        const chunks = await roles.ask(name, messages, async (formed) =>
          awaitFirstChunk(await stream(formed, name, signal)),
        )
        for await (const event of modelEvents(chunks)) {
          // Not earlier: accepting a request is no sign of life.
          if (!isNamed) yield { kind: 'model', name }
          isNamed = true
          yield event
        }
      } catch (error) {
        // The request was closed on purpose, which is not a failure.
        if (signal.aborted) return
        throw modelFailure(error) ?? error
      }
    },

    async complete({ messages, model, maxTokens }, signal) {
      try {
        const name = model ?? (await defaultName())
        const answer = await roles.ask(name, messages, (formed) =>
          complete({ messages: formed, model: name, maxTokens }, signal),
        )
        return textOf(answer)
      } catch (error) {
        throw modelFailure(error) ?? error
      }
    },
  }
}

function messagesOf(messages: readonly PromptMessage[]) {
  return messages.map(({ role, text }) => ({ role, content: text }))
}

/** Whether a server refused a field of the request and not its roles. Few servers name the field. */
function isRefusal(error: unknown): boolean {
  const isRefused = error instanceof BadRequestError || error instanceof UnprocessableEntityError
  return isRefused && roleProblemIn(error) === undefined
}

/** Waits for the first chunk, because LM Studio accepts a request before it checks it. Yields all chunks. */
async function awaitFirstChunk<T>(stream: AsyncIterable<T>): Promise<AsyncGenerator<T, void>> {
  const chunks = stream[Symbol.asyncIterator]()
  const first = await chunks.next()
  async function* all() {
    try {
      for (let next = first; !next.done; next = await chunks.next()) yield next.value
    } finally {
      await chunks.return?.()
    }
  }
  return all()
}
