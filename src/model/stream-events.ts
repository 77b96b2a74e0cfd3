import type { ChatCompletion, ChatCompletionChunk } from 'openai/resources/chat/completions'
import { Reasoning } from '../core/markdown/reasoning.ts'
import { type FinishReason, type ModelEvent, ModelFailure, type Usage } from '../core/model.ts'

/** A response as far as a server sent it: the SDK passes on whatever JSON there was. */
type Received<T> = Partial<T> | null

/** Fields that some servers add to a delta: the reasoning, under one of several names. */
type Delta = Partial<ChatCompletionChunk.Choice.Delta> & {
  readonly reasoning?: string | null
  readonly reasoning_content?: string | null
  /** OpenRouter sends it also where the reasoning itself is kept secret. */
  readonly reasoning_details?: readonly unknown[] | null
}

/** The events of a streamed answer. */
export async function* modelEvents(
  chunks: AsyncIterable<Received<ChatCompletionChunk>>,
): AsyncGenerator<ModelEvent, void> {
  let isRefusal = false
  for await (const chunk of chunks) {
    isRefusal ||= Boolean(chunk?.choices?.[0]?.delta?.refusal)
    yield* eventsIn(chunk, isRefusal)
  }
}

function* eventsIn(
  chunk: Received<ChatCompletionChunk>,
  isRefusal: boolean,
): Generator<ModelEvent, void> {
  const [choice] = chunk?.choices ?? []
  const { content, refusal, ...rest }: Delta = choice?.delta ?? {}
  // A refusal comes in place of the answer.
  for (const text of [textIn(content), refusal ?? '']) {
    if (text !== '') yield { kind: 'text', text }
  }
  if (hasReasoning(rest) || hasThinkingPart(content)) yield { kind: 'thinking' }
  const reason = choice?.finish_reason && finishReason(choice.finish_reason, isRefusal)
  if (reason) yield { kind: 'finish', reason }
  const usage = usageIn(chunk)
  if (usage) yield { kind: 'usage', usage }
}

/** The text of a whole answer, without the reasoning in front of it. */
export function textOf(answer: Received<ChatCompletion>): string {
  const message = answer?.choices?.[0]?.message
  if (message === undefined) {
    throw new ModelFailure('broken', 'The server sent nothing that is an answer')
  }
  const text = textIn(message.content)
  const beginning = new Reasoning().beginning(text, true)
  return beginning === undefined ? '' : text.slice(beginning)
}

/** Token counts, where the server sent plausible ones: other code adds them up. */
function usageIn(chunk: Received<ChatCompletionChunk>): Usage | undefined {
  const { prompt_tokens: promptTokens, completion_tokens: completionTokens } = chunk?.usage ?? {}
  return isCount(promptTokens) && isCount(completionTokens)
    ? { promptTokens, completionTokens }
    : undefined
}

function isCount(value: unknown): value is number {
  return Number.isFinite(value) && Number(value) >= 0
}

/** A part of a content list. Mistral sends such lists when a model thinks. */
interface ContentPart {
  readonly type?: unknown
  readonly text?: unknown
}

function textIn(content: unknown): string {
  if (typeof content === 'string') return content
  return partsOf(content)
    .map(({ type, text }) => (type === 'text' && typeof text === 'string' ? text : ''))
    .join('')
}

function hasThinkingPart(content: unknown): boolean {
  return partsOf(content).some(({ type }) => type === 'thinking')
}

function partsOf(content: unknown): readonly ContentPart[] {
  return Array.isArray(content) ? content.filter((part) => part instanceof Object) : []
}

function hasReasoning({ reasoning, reasoning_content, reasoning_details }: Delta): boolean {
  return Boolean(reasoning || reasoning_content || reasoning_details?.length)
}

/** `undefined` for "error", which OpenRouter sends when the model broke off: the answer was cut. */
function finishReason(reason: string, isRefusal: boolean): FinishReason | undefined {
  if (reason === 'length') return 'length'
  if (reason === 'content_filter') return 'filter'
  if (reason === 'error') return undefined
  return isRefusal ? 'refusal' : 'stop'
}
