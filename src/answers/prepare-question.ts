import { ModelFailure } from '../core/answer/ending.ts'
import type { Question } from '../core/answer/question.ts'
import { urlOf } from '../core/conversation/answer-header.ts'
import {
  type Conversation,
  emptyConversation,
  pinnedIn,
  transcript,
} from '../core/conversation/context-window.ts'
import { exchangesIn } from '../core/conversation/exchange.ts'
import { filesIn, hasWords, type Post } from '../core/conversation/message.ts'
import { noticeLine, showName } from '../core/conversation/status-lines.ts'
import type { CountTokens, Models, Originals } from '../core/ports.ts'
import { isOlder } from '../core/snowflake.ts'
import type { Words } from '../core/texts.ts'
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
const mostNames = 5

/**
 * Makes a question ready to be answered: with the conversation before it, the model that answers and
 * what is to be said below the answer. `batch`: the ids of the messages that are answered together.
 * Gives a notice where there is nothing to answer. Rejects when the conversation cannot be read.
 */
export async function prepare(
  asked: Asked,
  batch: readonly string[],
  words: Words,
  parts: PreparingParts,
): Promise<Question | { readonly notice: string }> {
  const { systemPrompt: system, contextTokens: budget, models } = parts
  const conversation = withOriginals((await asked.read?.()) ?? emptyConversation, parts.originals)
  const posts = batch.flatMap((id) => conversation.posts.find((post) => post.id === id) ?? [])
  // What Discord says now counts; what it does not know is taken as it came.
  const post = conversation.posts.find(({ id }) => id === asked.post.id) ?? asked.post
  const together = asked.isMessage ? [...posts.filter(({ id }) => id !== post.id), post] : [post]
  const files = [...together, ...(post.about ? [post.about] : [])].flatMap((one) =>
    filesIn(one.parts),
  )
  // Who replies to somebody with nothing but a mention of the bot, asks about that message.
  const isAbout = post.mentioned?.author === 'person' && hasWords(post.mentioned)
  if (asked.broken === undefined && !isAbout && !together.some(hasWords)) {
    return { notice: files.length > 0 ? words.unread(namesOf(files)) : words.nothingAsked }
  }
  const pinned = asked.model ?? pinnedAt(conversation, post.id)
  const isThere = pinned === undefined || (await models.isChoosable(pinned))
  if (asked.model !== undefined && !isThere) {
    return { notice: words.noSuchModel(showName(asked.model)) }
  }
  const model = isThere ? pinned : undefined
  const count = parts.tokenCounter(model ?? (await usualName(models)))
  const asking = { post, goOn: asked.broken?.exchange }
  const { turns, cutAt, isFirst } = await transcript({
    system,
    conversation,
    asking,
    budget,
    count,
  })
  const notes = [
    ...(isThere ? [] : [noticeLine(words.unpinned(showName(pinned)), 'unpinned')]),
    ...(files.length > 0 ? [noticeLine(words.unread(namesOf(files)), 'unread')] : []),
    ...(cutAt === undefined ? [] : cutNotes(cutAt, asked, words)),
    // Where the footer does not name it, the conversation must not lose it with what was cut.
    ...(cutAt !== undefined && model !== undefined && !parts.showsFooter
      ? [noticeLine(showName(model), 'pinned')]
      : []),
    ...(isFirst && asked.needsMention ? [noticeLine(words.mentionMe, 'hint')] : []),
  ]
  return {
    transcript: turns,
    model,
    isPinned: model !== undefined,
    head: asked.head,
    begun: asked.broken?.text ?? '',
    isFirst,
    notes,
    isDetached: asked.isDetached === true,
    words,
  }
}

function cutNotes(messageId: string, { post, guildId }: Asked, words: Words): readonly string[] {
  const url = urlOf({ channelId: post.channelId, messageId }, guildId)
  return [noticeLine(`${words.cut} ${url}`, 'cut')]
}

/** The model that was chosen up to a question, or with it. */
function pinnedAt({ posts, beginning }: Conversation, trigger: string): string | undefined {
  const exchanges = exchangesIn(posts).filter((one) => !isOlder(trigger, one.trigger))
  return pinnedIn([...exchangesIn(beginning), ...exchanges])
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
  const { posts } = conversation
  const mine = posts.filter(({ author }) => author === 'platen').map(({ id }) => id)
  const found = mine.length > 0 ? originals.find(mine) : new Map()
  if (found.size === 0) return conversation
  const complete = (post: Post): Post =>
    found.has(post.id) ? { ...post, original: found.get(post.id) } : post
  return { ...conversation, posts: posts.map(complete) }
}

function namesOf(files: readonly string[]): string {
  const names = files.slice(0, mostNames).map((name) => showName(name))
  return [...names, ...(files.length > mostNames ? ['…'] : [])].join(', ')
}
