import { randomUUID } from 'node:crypto'
import type { ChatRequest } from './chat-request.ts'
import { pieces } from './pieces.ts'

/** The server's only model. */
export const demoModelName = 'platen-demo'

/** Token counts of OpenAI's protocol. A piece counts as one token. */
export interface Usage {
  readonly prompt_tokens: number
  readonly completion_tokens: number
  readonly total_tokens: number
}

export function usageOf(request: ChatRequest, answer: string): Usage {
  const asked = request.turns.reduce((sum, { text }) => sum + countPieces(text), 0)
  const spoken = countPieces(answer)
  return { prompt_tokens: asked, completion_tokens: spoken, total_tokens: asked + spoken }
}

/** The fields that all chunks of one answer share. */
export function newCompletion(): { id: string; created: number; model: string } {
  return {
    id: `chatcmpl-${randomUUID()}`,
    created: Math.floor(Date.now() / 1000),
    model: demoModelName,
  }
}

/** An error in the shape that OpenAI's servers send and its SDK reads. */
export function errorBody(message: string, type: string, code: string | null = null): object {
  return { error: { message, type, param: null, code } }
}

function countPieces(text: string): number {
  let count = 0
  for (const _ of pieces(text)) count += 1
  return count
}
