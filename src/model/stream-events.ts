import type { ChatCompletion, ChatCompletionChunk } from 'openai/resources/chat/completions'
import { Reasoning } from '../core/markdown/reasoning.ts'
import { type FinishReason, type ModelEvent, ModelFailure } from '../core/model.ts'

/** What came of an answer, as far as a server sent it: the SDK gives whatever JSON there was. */
type Sent<T> = Partial<T> | null

/** What some servers add to a delta: the reasoning, by one of several names. */
type Delta = Partial<ChatCompletionChunk.Choice.Delta> & {
  readonly reasoning?: string | null
  readonly reasoning_content?: string | null
  /** OpenRouter: also where the reasoning itself is kept secret. */
  readonly reasoning_details?: readonly unknown[] | null
}

/** What a model says, from the chunks that a server sends. */
export async function* eventsIn(
  chunks: AsyncIterable<Sent<ChatCompletionChunk>>,
): AsyncGenerator<ModelEvent, void> {
  let refuses = false
  for await (const chunk of chunks) {
    const [choice] = chunk?.choices ?? []
    const { content, refusal, ...thoughts }: Delta = choice?.delta ?? {}
    refuses ||= Boolean(refusal)
    // A refusal is what the model has to say, and comes in place of an answer.
    for (const text of [textIn(content), refusal ?? '']) {
      if (text !== '') yield { kind: 'text', text }
    }
    if (isThought(thoughts) || isThoughtIn(content)) yield { kind: 'thinking' }
    const reason = choice?.finish_reason && finishOf(choice.finish_reason, refuses)
    if (reason) yield { kind: 'finish', reason }
    if (chunk?.usage) {
      const { prompt_tokens: promptTokens, completion_tokens: completionTokens } = chunk.usage
      yield { kind: 'usage', usage: { promptTokens, completionTokens } }
    }
  }
}

/** The text of an answer that came as a whole, without the reasoning in front of it. */
export function textOf(answer: Sent<ChatCompletion>): string {
  const message = answer?.choices?.[0]?.message
  if (message === undefined) {
    throw new ModelFailure('broken', 'The server sent nothing that is an answer')
  }
  const text = textIn(message.content)
  const beginning = new Reasoning().beginning(text, true)
  return beginning === undefined ? '' : text.slice(beginning)
}

/** A part of the content where that is a list, as Mistral sends it when a model thinks. */
interface Part {
  readonly type?: unknown
  readonly text?: unknown
}

function textIn(content: unknown): string {
  if (typeof content === 'string') return content
  return partsOf(content)
    .map(({ type, text }) => (type === 'text' && typeof text === 'string' ? text : ''))
    .join('')
}

function isThoughtIn(content: unknown): boolean {
  return partsOf(content).some(({ type }) => type === 'thinking')
}

function partsOf(content: unknown): readonly Part[] {
  return Array.isArray(content) ? content.filter((part) => part instanceof Object) : []
}

function isThought({ reasoning, reasoning_content, reasoning_details }: Delta): boolean {
  return Boolean(reasoning || reasoning_content || reasoning_details?.length)
}

/** `undefined` for "error", which OpenRouter sends when the model broke off: the stream was cut. */
function finishOf(reason: string, refuses: boolean): FinishReason | undefined {
  if (reason === 'length') return 'length'
  if (reason === 'content_filter') return 'filter'
  if (reason === 'error') return undefined
  return refuses ? 'refusal' : 'stop'
}
