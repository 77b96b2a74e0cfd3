import { ModelFailure } from '../core/answer/ending.ts'
import type { Question } from '../core/answer/question.ts'
import { messageUrl } from '../core/conversation/answer-header.ts'
import {
  buildPrompt,
  type Conversation,
  emptyConversation,
  pinnedModelIn,
} from '../core/conversation/context-window.ts'
import { parseExchanges } from '../core/conversation/exchange.ts'
import { type ConversationMessage, fileNamesIn, hasText } from '../core/conversation/message.ts'
import { escapeName, statusLine } from '../core/conversation/status-lines.ts'
import type { CountTokens, Models, Originals } from '../core/ports.ts'
import { isOlder } from '../core/snowflake.ts'
import type { Texts } from '../core/texts.ts'
import type { Asked } from './answer-request.ts'

export interface PreparingParts {
  readonly systemPrompt: string
  /** In tokens. */
  readonly contextTokens: number
  /** Counts as the model of this name does. */
  readonly tokenCounter: (model: string) => CountTokens
  readonly models: Models
  readonly originals: Originals
  readonly showsFooter: boolean
}

/** The most names of files that are listed. */
const maxNames = 5

/**
 * Makes a question ready to be answered: with the conversation before it, the model that answers and
 * what is to be said below the answer. `batch`: the ids of the messages that are answered together.
 * Gives a notice where there is nothing to answer. Rejects when the conversation cannot be read.
 */
export async function prepare(
  asked: Asked,
  batch: readonly string[],
  texts: Texts,
  parts: PreparingParts,
): Promise<Question | { readonly notice: string }> {
  const { systemPrompt: system, contextTokens: budget, models } = parts
  const conversation = withOriginals((await asked.read?.()) ?? emptyConversation, parts.originals)
  const batched = batch.flatMap((id) => conversation.messages.find((post) => post.id === id) ?? [])
  // What Discord says now counts; what it does not know is taken as it came.
  const post = conversation.messages.find(({ id }) => id === asked.post.id) ?? asked.post
  const together = asked.isMessage ? [...batched.filter(({ id }) => id !== post.id), post] : [post]
  const files = [...together, ...(post.about ? [post.about] : [])].flatMap((one) =>
    fileNamesIn(one.parts),
  )
  // Who replies to somebody with nothing but a mention of the bot, asks about that message.
  const isAbout = post.replyTo?.author === 'person' && hasText(post.replyTo)
  if (asked.broken === undefined && !isAbout && !together.some(hasText)) {
    return { notice: files.length > 0 ? texts.unread(namesOf(files)) : texts.nothingAsked }
  }
  const pinned = asked.model ?? pinnedAt(conversation, post.id)
  const isThere = pinned === undefined || (await models.isChoosable(pinned))
  if (asked.model !== undefined && !isThere) {
    return { notice: texts.noSuchModel(escapeName(asked.model)) }
  }
  const model = isThere ? pinned : undefined
  const count = parts.tokenCounter(model ?? (await usualName(models)))
  const task = { message: post, continues: asked.broken?.exchange }
  const { messages, cutAt, isFirst } = await buildPrompt({
    system,
    conversation,
    task,
    budget,
    count,
  })
  const notes = [
    ...(isThere ? [] : [statusLine(texts.unpinned(escapeName(pinned)), 'unpinned')]),
    ...(files.length > 0 ? [statusLine(texts.unread(namesOf(files)), 'unread')] : []),
    ...(cutAt === undefined ? [] : cutNotes(cutAt, asked, texts)),
    // Where the footer does not name it, the conversation must not lose it with what was cut.
    ...(cutAt !== undefined && model !== undefined && !parts.showsFooter
      ? [statusLine(escapeName(model), 'pinned')]
      : []),
    ...(isFirst && asked.needsMention ? [statusLine(texts.mentionMe, 'hint')] : []),
  ]
  return {
    prompt: messages,
    model,
    isPinned: model !== undefined,
    header: asked.header,
    textSoFar: asked.broken?.text ?? '',
    isFirst,
    notes,
    isDetached: asked.isDetached === true,
    texts,
  }
}

function cutNotes(messageId: string, { post, guildId }: Asked, texts: Texts): readonly string[] {
  const url = messageUrl({ channelId: post.channelId, messageId }, guildId)
  return [statusLine(`${texts.cut} ${url}`, 'cut')]
}

/** The model that was chosen up to a question, or with it. */
function pinnedAt({ messages, opening }: Conversation, trigger: string): string | undefined {
  const exchanges = parseExchanges(messages).filter((one) => !isOlder(trigger, one.trigger))
  return pinnedModelIn([...parseExchanges(opening), ...exchanges])
}

/** Where the usual model is not known, its server cannot answer either, and says so soon. */
async function usualName(models: Models): Promise<string> {
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
  const complete = (post: ConversationMessage): ConversationMessage =>
    found.has(post.id) ? { ...post, original: found.get(post.id) } : post
  return { ...conversation, messages: messages.map(complete) }
}

function namesOf(files: readonly string[]): string {
  const names = files.slice(0, maxNames).map((name) => escapeName(name))
  return [...names, ...(files.length > maxNames ? ['…'] : [])].join(', ')
}
