import type { CountTokens, Turn } from './ports.ts'

/** What a chat format adds around each turn, in tokens; OpenAI's adds 3 or 4. */
const tokensAroundTurn = 4

/** The parts of what the model is told, and how much of it fits. */
export interface TranscriptParts {
  readonly system: string
  /** Oldest first. */
  readonly history: readonly Turn[]
  readonly question: string
  /** In tokens. */
  readonly budget: number
  readonly count: CountTokens
}

/**
 * What the model is told: the system prompt, then as much of the conversation as fits into the
 * budget, oldest first. The newest turns are kept, and the first one, which says what it is all
 * about. The question itself is always there, however long it is.
 */
export async function transcript(parts: TranscriptParts): Promise<readonly Turn[]> {
  const { history, budget, count } = parts
  const prompt: Turn = { role: 'system', text: parts.system }
  const question: Turn = { role: 'user', text: parts.question }
  const everything = [prompt, ...history, question]
  if (surelyFits(everything, budget)) return everything
  const sizes = await count(everything.map(({ text }) => text))
  const sizeAt = (index: number) => (sizes[index] ?? 0) + tokensAroundTurn
  let left = budget - sizeAt(0) - sizeAt(1) - sizeAt(everything.length - 1)
  let from = history.length
  while (from > 1 && left >= sizeAt(from)) {
    left -= sizeAt(from)
    from -= 1
  }
  return [prompt, ...history.slice(0, 1), ...history.slice(from), question]
}

/**
 * A token is never less than one byte of UTF-8: where even the bytes fit, which is nearly always,
 * nothing needs to be counted and the tokenizer is not even loaded.
 */
function surelyFits(turns: readonly Turn[], budget: number): boolean {
  const utf8 = new TextEncoder()
  const bytes = turns.map(({ text }) => utf8.encode(text).length + tokensAroundTurn)
  return bytes.reduce((sum, size) => sum + size, 0) <= budget
}
