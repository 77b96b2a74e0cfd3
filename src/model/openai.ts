import OpenAI, { BadRequestError, UnprocessableEntityError } from 'openai'
import { Agent, fetch } from 'undici'
import type { Model, PromptMessage } from '../core/model.ts'
import { modelFailure } from './errors.ts'
import { MessageRoles, roleProblemIn } from './message-roles.ts'
import { eventsIn, textOf } from './stream-events.ts'

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

/**
 * The models behind any server that speaks Chat Completions. `defaultName` is asked at each request
 * that names no model, so that a server which was down at the start is no reason to stop.
 */
export function openaiModel(client: OpenAI, defaultName: () => Promise<string>): Model {
  /** Turned off for good when the server refuses to count tokens and answers without. */
  let countsTokens = true
  /** How the server calls the limit of an answer: OpenAI's newer models refuse the older name. */
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
        for await (const event of eventsIn(chunks)) {
          // Not before: that a request was taken is no sign of life.
          if (!isNamed) yield { kind: 'model', name }
          isNamed = true
          yield event
        }
      } catch (error) {
        // The request was closed on purpose: that is an end, and no failure.
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

/** Whether a server minded what is in a request, and not its turns; what it was, few servers say. */
function isRefusal(error: unknown): boolean {
  const isRefused = error instanceof BadRequestError || error instanceof UnprocessableEntityError
  return isRefused && roleProblemIn(error) === undefined
}

/** Waits for the first chunk: LM Studio takes a request before it looks at it. Then gives all of them. */
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
