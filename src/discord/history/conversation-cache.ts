import { LRUCache } from 'lru-cache'
import { type Conversation, cutMarkIn } from '../../core/conversation/context-window.ts'
import type { ConversationMessage, MessagePart } from '../../core/conversation/message.ts'
import { isOlder } from '../../core/snowflake.ts'
import { beginningOf } from './fetch-thread.ts'

/** In characters, over all rooms: with what a post needs besides, some 100 MB at most. */
const maxCharacters = 16_000_000

/** Of single messages: those in the reply chains of channels, and those that were asked about. */
const maxSingles = 2_000_000

/** About what a post takes besides its text, counted as characters. */
const aroundPost = 300

/** A conversation that is kept up to date. */
interface Kept extends Conversation {
  /** In characters. */
  readonly size: number
}

type Change = (conversation: Conversation) => Conversation | undefined

/** A conversation that is being read, and what happened in its room since then. */
interface Reading {
  readonly conversation: Promise<Conversation>
  readonly changes: Change[]
}

/**
 * Remembers the conversations that go on, as the events of the gateway tell them and as Discord
 * answers to the bot's own requests, so that nothing needs to be read twice. What was used longest ago
 * is forgotten first, and read again when it is needed.
 */
export class Memory {
  readonly #rooms = new LRUCache<string, Kept>({
    maxSize: maxCharacters,
    sizeCalculation: ({ size }) => size,
  })
  readonly #singles = new LRUCache<string, ConversationMessage>({
    maxSize: maxSingles,
    sizeCalculation: sizeOf,
  })
  /** What happened in rooms while they are being read. */
  readonly #reading = new Map<string, Reading>()

  /** The conversation in a room: as it is remembered, else as `read` gives it. */
  async conversation(channelId: string, read: () => Promise<Conversation>): Promise<Conversation> {
    const known = this.#rooms.get(channelId)
    if (known !== undefined) return known
    const reading = this.#reading.get(channelId)
    if (reading !== undefined) return reading.conversation
    const changes: Change[] = []
    const conversation = read().then((found) => {
      // What was read is as old as the request: what happened meanwhile is newer.
      let current: Conversation | undefined = found
      for (const change of changes) current = current && change(current)
      const isFollowed = this.#reading.get(channelId)?.changes === changes
      if (current !== undefined && isFollowed) this.#keep(channelId, current)
      return current ?? found
    })
    this.#reading.set(channelId, { conversation, changes })
    try {
      return await conversation
    } finally {
      if (this.#reading.get(channelId)?.changes === changes) this.#reading.delete(channelId)
    }
  }

  /** Begins the conversation of a room that is being opened on a message. */
  begin(channelId: string, starter: ConversationMessage): void {
    this.#keep(channelId, { messages: [starter], isComplete: true, opening: [] })
  }

  forget(channelId: string): void {
    this.#rooms.delete(channelId)
  }

  /** Whether a message is part of anything that is remembered: of most nobody needs to know. */
  concerns({ id, channel_id }: { readonly id: string; readonly channel_id: string }): boolean {
    const rooms = [channel_id, id]
    return (
      this.#singles.has(id) || rooms.some((one) => this.#rooms.has(one) || this.#reading.has(one))
    )
  }

  /** Takes note of a message that was written or changed. */
  see(post: ConversationMessage): void {
    const { id, channelId } = post
    this.#change(channelId, (conversation) => withPost(conversation, post))
    // The thread on a message has its id.
    if (id !== channelId) this.#change(id, (conversation) => withStarter(conversation, post))
    const single = this.#singles.get(id)
    if (single !== undefined) this.#singles.set(id, newerOf(single, post))
  }

  /** Keeps a message of a reply chain, or one that is asked about. */
  keep(post: ConversationMessage): void {
    const known = this.#singles.get(post.id)
    this.#singles.set(post.id, known === undefined ? post : newerOf(known, post))
  }

  /** A message that is kept. */
  find(id: string): ConversationMessage | undefined {
    return this.#singles.get(id)
  }

  /** The messages that are kept and reply to one, oldest first. */
  repliesTo(id: string): readonly ConversationMessage[] {
    return [...this.#singles.values()]
      .filter(({ replyToId }) => replyToId === id)
      .sort((one, other) => (isOlder(one.id, other.id) ? -1 : 1))
  }

  /** Takes note of a message that was deleted. */
  lose(id: string, channelId: string): void {
    this.#change(channelId, (conversation) => withoutPost(conversation, id))
    this.#change(id, (conversation) => withoutPost(conversation, id))
    this.#singles.delete(id)
  }

  /** Forgets everything: events were missed. */
  clear(): void {
    this.#rooms.clear()
    this.#singles.clear()
    // What is being read now is good for who asked for it, but nobody has followed it.
    this.#reading.clear()
  }

  #change(channelId: string, change: Change): void {
    this.#reading.get(channelId)?.changes.push(change)
    const known = this.#rooms.peek(channelId)
    if (known === undefined) return
    const changed = change(known)
    if (changed === undefined) this.#rooms.delete(channelId)
    else if (changed !== known) this.#keep(channelId, changed)
  }

  #keep(channelId: string, conversation: Conversation): void {
    const { messages, opening, isComplete } = conversation
    // The room itself counts, too: it may be empty.
    const size = [...messages, ...opening].reduce((sum, post) => sum + sizeOf(post), aroundPost)
    this.#rooms.set(channelId, { messages, opening, isComplete, size })
  }
}

function withPost(conversation: Conversation, post: ConversationMessage): Conversation {
  const { messages, isComplete, opening } = conversation
  const at = messages.findLastIndex(({ id }) => !isOlder(post.id, id))
  const known = messages[at]?.id === post.id ? messages[at] : undefined
  // Older than everything that is known: it was not read, because it does not fit.
  if (at < 0 && !isComplete) return conversation
  const newer = known === undefined ? post : newerOf(known, post)
  if (newer === known) return conversation
  const before = messages.slice(0, known === undefined ? at + 1 : at)
  const after = messages
    .slice(at + 1)
    .map((one) => (one.replyToId === post.id ? { ...one, replyTo: newer } : one))
  return trimmed({ messages: [...before, newer, ...after], isComplete, opening }, newer)
}

/** Where the conversation was cut, what is older is told to no model any more. */
function trimmed(conversation: Conversation, newest: ConversationMessage): Conversation {
  const { messages, isComplete, opening } = conversation
  const cut = cutMarkIn(newest)
  const [first] = messages
  if (cut === undefined || first === undefined || !isOlder(first.id, cut)) return conversation
  return {
    messages: messages.filter(({ id }) => !isOlder(id, cut)),
    isComplete: false,
    opening: isComplete ? beginningOf(messages) : opening,
  }
}

function withStarter(conversation: Conversation, post: ConversationMessage): Conversation {
  const replace = (messages: readonly ConversationMessage[]) =>
    messages.map((one) => (one.id === post.id ? newerOf(one, post) : one))
  const { messages, isComplete, opening } = conversation
  return { messages: replace(messages), isComplete, opening: replace(opening) }
}

function withoutPost(conversation: Conversation, lost: string): Conversation | undefined {
  const { messages, isComplete, opening } = conversation
  // What its first question is now, only Discord knows.
  if (opening.some(({ id }) => id === lost)) return undefined
  if (!messages.some(({ id, replyToId }) => id === lost || replyToId === lost)) return conversation
  return {
    messages: messages
      .filter(({ id }) => id !== lost)
      .map((one) => (one.replyToId === lost ? { ...one, replyTo: null } : one)),
    isComplete,
    opening,
  }
}

/** Events may come late: of two states of a message the one that was changed last is the newer. */
function newerOf(known: ConversationMessage, post: ConversationMessage): ConversationMessage {
  if (post.editedAt < known.editedAt) return known
  const isSame = post.editedAt === known.editedAt && post.text === known.text
  const tellsMore = post.replyTo !== undefined && known.replyTo === undefined
  if (isSame && post.hasEndButtons === known.hasEndButtons && !tellsMore) return known
  // What it is about is looked up once.
  return known.about === undefined || post.about !== undefined
    ? post
    : { ...post, about: known.about }
}

function sizeOf({ text, parts, replyTo, about }: ConversationMessage): number {
  const inner = [replyTo, about].map((post) => (post ? sizeOf(post) : 0))
  return text.length + sizeOfParts(parts) + aroundPost + inner.reduce((sum, size) => sum + size, 0)
}

function sizeOfParts(parts: readonly MessagePart[]): number {
  return parts.reduce((sum, part) => {
    const text = 'text' in part ? part.text.length : 0
    const answers = part.kind === 'poll' ? part.question.length + part.answers.join().length : 0
    const inner = part.kind === 'forwarded' ? sizeOfParts(part.parts) : 0
    return sum + text + answers + inner + aroundPost
  }, 0)
}
