import { parseMessageUrl } from '../message-address.ts'
import type { CountTokens, PromptMessage } from '../model.ts'
import { isOlder } from '../snowflake.ts'
import { type Exchange, headerIn, messagesIn, parseExchanges, questionIn } from './exchange.ts'
import type { ConversationMessage } from './message.ts'
import { omittedNote } from './prompt-format.ts'
import { PromptMessages } from './prompt-messages.ts'
import { readPinnedModel, readStatus } from './status-lines.ts'

/** Tokens that a chat format adds around each message; OpenAI's adds 3 or 4. */
const tokensAroundTurn = 4

/** Share of the budget that a cut leaves filled, so that the next cut is far away. */
const filledByCut = 2 / 3

/** The messages of a conversation, as far as they are known. */
export interface Conversation {
  /** Oldest first. */
  readonly messages: readonly ConversationMessage[]
  /** Whether it began with them. */
  readonly isComplete: boolean
  /** The messages with which it began, where they are others: its first question is in them. */
  readonly opening: readonly ConversationMessage[]
}

export const emptyConversation: Conversation = { messages: [], isComplete: true, opening: [] }

/** The model's task. */
export interface PromptTask {
  readonly message: ConversationMessage
  /** The answer that it shall go on with where it broke off, instead of answering the post. */
  readonly continues?: Exchange | undefined
}

/** The parts of what the model is told, and how much of it fits. */
export interface PromptParts {
  readonly system: string
  readonly conversation: Conversation
  readonly task: PromptTask
  /** In tokens. */
  readonly budget: number
  readonly count: CountTokens
}

/** The prompt, and facts about its conversation. */
export interface Prompt {
  readonly messages: readonly PromptMessage[]
  /** The message from which on the conversation was kept, where it is cut there for the first time. */
  readonly cutAt: string | undefined
  /** Whether the model has not said anything yet. */
  readonly isFirst: boolean
}

/** The prompt that makes the model continue. */
const continueInstruction =
  'Go on with your last answer exactly where it broke off. Repeat nothing, and add no remark.'

/**
 * What the model is told: the system prompt, then the conversation up to the question, oldest first,
 * then the question. Each transcript of a conversation begins with the one before it, byte for byte,
 * so that the server need not read it again. When it no longer fits the budget, the oldest of it is
 * left out at once down to two thirds, and the answer to it notes where: there it stays cut until the
 * budget is passed again. The first question, which says what it is all about, and the newest are
 * always there, however long they are.
 */
export async function buildPrompt(parts: PromptParts): Promise<Prompt> {
  const { conversation, task, budget, count } = parts
  const { isComplete, opening } = conversation
  const before = exchangesBefore(parseExchanges(conversation.messages), task.message.id)
  const recorded = newestCutIn(before)
  const kept = recorded === undefined ? before : before.filter((one) => isKept(one, recorded))
  const source = opening.length > 0 ? parseExchanges(opening) : before
  const first = isComplete || opening.length > 0 ? source.find(questionIn) : undefined
  const isFirst = !before.some(({ versions }) => versions.length > 0)
  const assemble = (from: readonly Exchange[], isCut: boolean) =>
    assembled(parts, { kept: from, first, isCut })

  const messages = assemble(kept, recorded !== undefined)
  const mayFit = isComplete || recorded !== undefined
  if (mayFit && (await fits(messages, budget, count)))
    return { messages, cutAt: undefined, isFirst }
  const size = await sizesOf(kept, first, parts)
  let from = 0
  let total = size.around + size.each.reduce((sum, one) => sum + one, 0)
  // What is kept begins with a question: only the answers to others' would not be understood.
  while (from < kept.length && (total > budget * filledByCut || kept[from]?.isOrphan === true)) {
    total -= size.each[from] ?? 0
    from += 1
  }
  const rest = kept.slice(from)
  const at = rest[0] === undefined ? task.message.id : firstMessageId(rest[0])
  return {
    messages: assemble(
      rest.filter((one) => isKept(one, at)),
      true,
    ),
    cutAt: at,
    isFirst,
  }
}

/** The exchanges before a question. */
export function exchangesBefore(
  exchanges: readonly Exchange[],
  trigger: string,
): readonly Exchange[] {
  return exchanges.filter((one) => isOlder(one.trigger, trigger))
}

/** The id of the message from which on a conversation is kept, as its newest answers note it. */
function newestCutIn(exchanges: readonly Exchange[]): string | undefined {
  for (const { versions } of exchanges.toReversed()) {
    for (const page of versions.flat().toReversed()) {
      const cut = cutMarkIn(page)
      if (cut !== undefined) return cut
    }
  }
  return undefined
}

/** The id of the message from which on a conversation is kept, where this one notes that. */
export function cutMarkIn({ author, text }: ConversationMessage): string | undefined {
  const notice = author === 'platen' ? readStatus(text, 'cut') : undefined
  return notice === undefined ? undefined : parseMessageUrl(notice)?.messageId
}

/** The model that people chose for a conversation; `undefined`: the default. */
export function pinnedModelIn(exchanges: readonly Exchange[]): string | undefined {
  const newestFirst = exchanges.toReversed().flatMap(({ versions }) => versions.toReversed())
  for (const pages of newestFirst) {
    const note = modelNoteIn(pages)
    if (note !== undefined) return note.model
  }
  return undefined
}

/** The note about the chosen model in an answer; `undefined` where there is none. */
function modelNoteIn(
  pages: readonly ConversationMessage[],
): { readonly model: string | undefined } | undefined {
  for (const { text } of pages.toReversed()) {
    const pinned = readPinnedModel(text)
    if (pinned !== undefined) return { model: pinned }
    if (readStatus(text, 'unpinned') !== undefined) return { model: undefined }
  }
  const { model } = headerIn(pages)
  return model === undefined ? undefined : { model }
}

/** Only what is newer than the cut can be told apart without reading what is older. */
function isKept(exchange: Exchange, cut: string): boolean {
  return !isOlder(exchange.trigger, cut) || messagesIn(exchange).some(({ id }) => id === cut)
}

function firstMessageId(exchange: Exchange): string {
  return messagesIn(exchange)[0]?.id ?? exchange.trigger
}

function assembled(
  { system, task }: PromptParts,
  {
    kept,
    first,
    isCut,
  }: { kept: readonly Exchange[]; first: Exchange | undefined; isCut: boolean },
): readonly PromptMessage[] {
  const messages = new PromptMessages()
  if (isCut) {
    const opening = first && questionIn(first)
    if (opening !== undefined) messages.addQuestion(opening.message)
    messages.addNote(omittedNote)
  }
  for (const exchange of kept) {
    if (!isCut || exchange.trigger !== first?.trigger) messages.add(exchange)
  }
  if (task.continues === undefined) {
    messages.addQuestion(task.message)
  } else {
    messages.add(task.continues)
    messages.addNote(continueInstruction)
  }
  return [{ role: 'system', text: system }, ...messages.all]
}

async function fits(
  messages: readonly PromptMessage[],
  budget: number,
  count: CountTokens,
): Promise<boolean> {
  if (surelyFits(messages, budget)) return true
  const sizes = await count(messages.map(({ text }) => text))
  return sizes.reduce((sum, size) => sum + size + tokensAroundTurn, 0) <= budget
}

/** In tokens: each exchange, as if it stood alone, and everything around them. */
async function sizesOf(
  kept: readonly Exchange[],
  first: Exchange | undefined,
  parts: PromptParts,
): Promise<{ readonly around: number; readonly each: readonly number[] }> {
  const around = assembled(parts, { kept: [], first, isCut: true })
  const messages = new PromptMessages()
  const ends = kept.map((exchange) => {
    messages.add(exchange)
    return messages.all.length
  })
  const counted = await parts.count([...around, ...messages.all].map(({ text }) => text))
  const sizes = counted.map((size) => size + tokensAroundTurn)
  const sum = (from: number, to: number) =>
    sizes.slice(from, to).reduce((total, size) => total + size, 0)
  return {
    around: sum(0, around.length),
    each: ends.map((end, index) =>
      sum(around.length + (ends[index - 1] ?? 0), around.length + end),
    ),
  }
}

/**
 * A token is never less than one byte of UTF-8: where even the bytes fit, which is nearly always,
 * nothing needs to be counted and the tokenizer is not even loaded.
 */
function surelyFits(messages: readonly PromptMessage[], budget: number): boolean {
  const utf8 = new TextEncoder()
  let left = budget
  for (const { text } of messages) {
    left -= utf8.encode(text).length + tokensAroundTurn
    if (left < 0) return false
  }
  return true
}
