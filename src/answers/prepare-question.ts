import type { Question } from '../core/answer/question.ts'
import {
  buildPrompt,
  type Conversation,
  emptyConversation,
  pinnedModelIn,
} from '../core/conversation/context-window.ts'
import { parseExchanges } from '../core/conversation/exchange.ts'
import { type ConversationMessage, fileNamesIn, hasText } from '../core/conversation/message.ts'
import { escapeName, statusLine } from '../core/conversation/status-lines.ts'
import type { Originals } from '../core/journal.ts'
import { messageUrl } from '../core/message-address.ts'
import { type CountTokens, ModelFailure, type Models } from '../core/model.ts'
import { isOlder } from '../core/snowflake.ts'
import type { Texts } from '../core/texts.ts'
import { textsFor } from '../locales/index.ts'
import type { AnswerRequest } from './answer-request.ts'

export interface PrepareParts {
  readonly systemPrompt: string
  /** The longest prompt, in tokens. */
  readonly contextTokens: number
  /** Counts as the model of this name does. */
  readonly tokenCounter: (model: string) => CountTokens
  readonly models: Models
  readonly originals: Originals
  readonly showsFooter: boolean
}

/** Most file names that a notice lists. */
const maxNames = 5

/**
 * Makes a question ready: with the prompt, the model that answers, and the notes below the answer.
 * `batchIds`: the ids of the messages that are answered together. Resolves with a notice where there is
 * nothing to answer. Rejects when the conversation cannot be read.
 */
export async function prepareQuestion(
  request: AnswerRequest,
  batchIds: readonly string[],
  parts: PrepareParts,
): Promise<Question | { readonly notice: string }> {
  const texts = textsFor(request.locale)
  const loaded = await request.target.loadConversation?.()
  const conversation = withOriginals(loaded ?? emptyConversation, parts.originals)
  const asked = messagesAsked(request, batchIds, conversation)
  const nothing = nothingAsked(request, asked, texts)
  if (nothing !== undefined) return { notice: nothing }
  const choice = await chooseModel(request, asked.message, conversation, parts.models)
  if (choice === 'unknown') return { notice: texts.noSuchModel(escapeName(request.model ?? '')) }
  const { messages, cutAt, isFirst } = await buildPrompt({
    system: parts.systemPrompt,
    conversation,
    task: { message: asked.message, continues: request.continues?.exchange },
    budget: parts.contextTokens,
    count: parts.tokenCounter(choice.model ?? (await defaultNameOf(parts.models))),
  })
  const facts = { choice, files: asked.files, cutAt, isFirst }
  return {
    prompt: messages,
    model: choice.model,
    isPinned: choice.model !== undefined,
    header: request.header,
    textSoFar: request.continues?.text ?? '',
    isFirst,
    notes: notesBelow(request, facts, texts, parts),
    isDetached: request.target.isDetached,
    texts,
  }
}

/** The question of a request. */
interface Asked {
  /** The newest message of the batch, as Discord has it now. */
  readonly message: ConversationMessage
  /** The messages that are answered together; just that one for a command. */
  readonly batch: readonly ConversationMessage[]
  /** The names of files that came with them. */
  readonly files: readonly string[]
}

function messagesAsked(
  { message: arrived, target }: AnswerRequest,
  batchIds: readonly string[],
  { messages }: Conversation,
): Asked {
  // The state that Discord has now counts; a message that Discord does not know counts as it arrived.
  const message = messages.find(({ id }) => id === arrived.id) ?? arrived
  const others = batchIds
    .filter((id) => id !== message.id)
    .flatMap((id) => messages.find((one) => one.id === id) ?? [])
  const batch = target.isBatched ? [...others, message] : [message]
  const withSubject = message.about ? [...batch, message.about] : batch
  return { message, batch, files: withSubject.flatMap(({ parts }) => fileNamesIn(parts)) }
}

/** Why there is nothing to answer, as a sentence; `undefined` where there is something. */
function nothingAsked(
  { continues }: AnswerRequest,
  { message, batch, files }: Asked,
  texts: Texts,
): string | undefined {
  // A reply that holds nothing but a mention of the bot asks about the message that it replies to.
  const asksAboutReply = message.replyTo?.author === 'person' && hasText(message.replyTo)
  if (continues !== undefined || asksAboutReply || batch.some(hasText)) return undefined
  return files.length > 0 ? texts.unread(namesOf(files)) : texts.nothingAsked
}

/** The model that answers. */
interface ModelChoice {
  /** The chosen model; `undefined` for the default. */
  readonly model: string | undefined
  /** The model that was chosen for the conversation and is gone. */
  readonly gone: string | undefined
}

/** 'unknown': the model that was chosen with this request cannot be chosen. */
async function chooseModel(
  { model: requested }: AnswerRequest,
  message: ConversationMessage,
  conversation: Conversation,
  models: Models,
): Promise<ModelChoice | 'unknown'> {
  const chosen = requested ?? pinnedModelAt(conversation, message.id)
  if (chosen === undefined || (await models.isChoosable(chosen))) {
    return { model: chosen, gone: undefined }
  }
  return requested === undefined ? { model: undefined, gone: chosen } : 'unknown'
}

/** The facts that the notes below an answer tell. */
interface Facts {
  readonly choice: ModelChoice
  readonly files: readonly string[]
  readonly cutAt: string | undefined
  readonly isFirst: boolean
}

function notesBelow(
  { message, target }: AnswerRequest,
  { choice: { model, gone }, files, cutAt, isFirst }: Facts,
  texts: Texts,
  { showsFooter }: PrepareParts,
): readonly string[] {
  const notes: string[] = []
  if (gone !== undefined) notes.push(statusLine(texts.unpinned(escapeName(gone)), 'unpinned'))
  if (files.length > 0) notes.push(statusLine(texts.unread(namesOf(files)), 'unread'))
  if (cutAt !== undefined) {
    const url = messageUrl({ channelId: message.channelId, messageId: cutAt }, target.guildId)
    notes.push(statusLine(`${texts.cut} ${url}`, 'cut'))
    // Without a footer, only this note keeps the chosen model: the older answers are cut away.
    if (model !== undefined && !showsFooter) notes.push(statusLine(escapeName(model), 'pinned'))
  }
  if (isFirst && target.needsMention) notes.push(statusLine(texts.mentionMe, 'hint'))
  return notes
}

/** The model that was chosen up to a question, or with it. */
function pinnedModelAt({ messages, opening }: Conversation, trigger: string): string | undefined {
  const exchanges = parseExchanges(messages).filter((one) => !isOlder(trigger, one.trigger))
  return pinnedModelIn([...parseExchanges(opening), ...exchanges])
}

/** '' where the default model is unknown: then its server cannot answer either, and says so soon. */
async function defaultNameOf(models: Models): Promise<string> {
  try {
    return await models.defaultName()
  } catch (error) {
    if (error instanceof ModelFailure) return ''
    throw error
  }
}

function withOriginals(conversation: Conversation, originals: Originals): Conversation {
  const { messages } = conversation
  const mine = messages.filter(({ author }) => author === 'platen').map(({ id }) => id)
  const found = mine.length > 0 ? originals.find(mine) : new Map()
  if (found.size === 0) return conversation
  const complete = (message: ConversationMessage): ConversationMessage =>
    found.has(message.id) ? { ...message, original: found.get(message.id) } : message
  return { ...conversation, messages: messages.map(complete) }
}

function namesOf(files: readonly string[]): string {
  const names = files.slice(0, maxNames).map((name) => escapeName(name))
  return [...names, ...(files.length > maxNames ? ['…'] : [])].join(', ')
}
