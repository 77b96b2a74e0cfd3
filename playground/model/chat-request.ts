import { z } from 'zod'
import type { ChatTurn } from './answer.ts'
import { parsedJson } from './parsed-json.ts'

const textPart = z.looseObject({ type: z.literal('text'), text: z.string() })
const otherPart = z.looseObject({ type: z.string() })
const content = z.union([z.string(), z.array(z.union([textPart, otherPart])), z.null()])

const chatRequest = z.looseObject({
  model: z.string(),
  messages: z.array(z.looseObject({ role: z.string(), content: content.optional() })).min(1),
  stream: z.boolean().nullish(),
  stream_options: z.looseObject({ include_usage: z.boolean().optional() }).nullish(),
})

export interface ChatRequest {
  readonly model: string
  readonly turns: readonly ChatTurn[]
  readonly stream: boolean
  readonly includeUsage: boolean
}

/** Reads the body of a chat completion; returns a sentence about what is wrong with it. */
export function parseChatRequest(body: string): ChatRequest | string {
  const parsed = chatRequest.safeParse(parsedJson(body))
  if (!parsed.success) return z.prettifyError(parsed.error)
  const { model, messages, stream, stream_options } = parsed.data
  return {
    model,
    turns: messages.map((message) => ({ role: message.role, text: textOf(message.content) })),
    stream: stream ?? false,
    includeUsage: stream_options?.include_usage ?? false,
  }
}

function textOf(parts: z.infer<typeof content> | undefined): string {
  if (typeof parts === 'string') return parts
  const texts = (parts ?? []).map((part) => textPart.safeParse(part).data?.text ?? '')
  return texts.join('\n')
}
