import { LRUCache } from 'lru-cache'
import { type Conversation, cutMarkIn } from '../../core/conversation/context-window.ts'
import type { ConversationMessage, MessagePart } from '../../core/conversation/message.ts'
import { isOlder } from '../../core/snowflake.ts'
import { openingOf } from './fetch-thread.ts'

/** Size of all conversations in characters: with their overhead, some 100 MB at most. */
const maxCharacters = 16_000_000

/** Size of all single messages in characters: those of reply chains, and those that people asked about. */
const maxSingles = 2_000_000

/** Ids of deleted messages. A response or event about one can arrive seconds later. */
const maxDeleted = 50_000

/** Memory of a message beside its text, counted as characters. */
const messageOverhead = 300

interface SizedConversation extends Conversation {
  /** In characters. */
  readonly size: number
}

type Change = (conversation: Conversation) => Conversation | undefined

/** A conversation that is being fetched, and the changes that arrived since then. */
interface PendingFetch {
  readonly conversation: Promise<Conversation>
  readonly changes: Change[]
}

/**
 * Keeps running conversations up to date by gateway events and by the responses to the bot's own
 * requests, so that nothing is fetched twice. Forgets what was used longest ago, which is fetched again
 * when it is needed.
 */
export class ConversationCache {
  readonly #channels = new LRUCache<string, SizedConversation>({
    maxSize: maxCharacters,
    sizeCalculation: ({ size }) => size,
  })
  readonly #singles = new LRUCache<string, ConversationMessage>({
    maxSize: maxSingles,
    sizeCalculation: sizeOf,
  })
  /** The ids of deleted messages: what Discord has lost never comes back. */
  readonly #deleted = new LRUCache<string, true>({ max: maxDeleted })
  /** By channel: conversations that are being fetched. */
  readonly #pending = new Map<string, PendingFetch>()

  /** The conversation of a channel: the cached one, else the one that `fetch` resolves with. */
  async conversation(channelId: string, fetch: () => Promise<Conversation>): Promise<Conversation> {
    const known = this.#channels.get(channelId)
    if (known !== undefined) return known
    const pending = this.#pending.get(channelId)
    if (pending !== undefined) return pending.conversation
    const changes: Change[] = []
    const conversation = fetch().then((found) => {
      // The response is as old as the request, so changes that arrived meanwhile are newer.
      let current: Conversation | undefined = found
      for (const change of changes) current = current && change(current)
      const isFollowed = this.#pending.get(channelId)?.changes === changes
      if (current !== undefined && isFollowed) this.#keep(channelId, current)
      return current ?? found
    })
    this.#pending.set(channelId, { conversation, changes })
    try {
      return await conversation
    } finally {
      if (this.#pending.get(channelId)?.changes === changes) this.#pending.delete(channelId)
    }
  }

  /** Starts the conversation of a thread that opens on a message. */
  startThread(channelId: string, starter: ConversationMessage): void {
    this.#keep(channelId, { messages: [starter], isComplete: true, opening: [] })
  }

  forget(channelId: string): void {
    this.#channels.delete(channelId)
  }

  /** Whether a message belongs to anything in the cache. Most messages of a server do not. */
  concerns({ id, channel_id }: { readonly id: string; readonly channel_id: string }): boolean {
    const channels = [channel_id, id]
    return (
      this.#singles.has(id) ||
      channels.some((one) => this.#channels.has(one) || this.#pending.has(one))
    )
  }

  /** Notes a message that was created or edited. */
  update(message: ConversationMessage): void {
    const { id, channelId } = message
    if (this.#deleted.has(id)) return
    this.#change(channelId, (conversation) => withMessage(conversation, message))
    // A thread has the id of the message that it was opened on.
    if (id !== channelId) this.#change(id, (conversation) => withStarter(conversation, message))
    const single = this.#singles.get(id)
    if (single !== undefined) this.#singles.set(id, newerOf(single, message))
  }

  /** Keeps a message of a reply chain, or one that somebody asks about. */
  addSingle(message: ConversationMessage): void {
    if (this.#deleted.has(message.id)) return
    const known = this.#singles.get(message.id)
    this.#singles.set(message.id, known === undefined ? message : newerOf(known, message))
  }

  /** A single message. */
  find(id: string): ConversationMessage | undefined {
    return this.#singles.get(id)
  }

  /** The single messages that reply to a message, oldest first. */
  repliesTo(id: string): readonly ConversationMessage[] {
    return [...this.#singles.values()]
      .filter(({ replyToId }) => replyToId === id)
      .sort((one, other) => (isOlder(one.id, other.id) ? -1 : 1))
  }

  /** Notes a deleted message. */
  delete(id: string, channelId: string): void {
    this.#deleted.set(id, true)
    this.#change(channelId, (conversation) => withoutMessage(conversation, id))
    this.#change(id, (conversation) => withoutMessage(conversation, id))
    this.#singles.delete(id)
  }

  /** Forgets everything, because events were missed. */
  clear(): void {
    this.#channels.clear()
    this.#singles.clear()
    // Running fetches still serve their callers, but nobody applied the missed changes to them.
    this.#pending.clear()
  }

  #change(channelId: string, change: Change): void {
    this.#pending.get(channelId)?.changes.push(change)
    const known = this.#channels.peek(channelId)
    if (known === undefined) return
    const changed = change(known)
    if (changed === undefined) this.#channels.delete(channelId)
    else if (changed !== known) this.#keep(channelId, changed)
  }

  #keep(channelId: string, conversation: Conversation): void {
    const { messages, opening, isComplete } = conversation
    // An empty conversation has a size, too.
    const size = [...messages, ...opening].reduce(
      (sum, message) => sum + sizeOf(message),
      messageOverhead,
    )
    this.#channels.set(channelId, { messages, opening, isComplete, size })
  }
}

function withMessage(conversation: Conversation, message: ConversationMessage): Conversation {
  const { messages, isComplete, opening } = conversation
  const at = messages.findLastIndex(({ id }) => !isOlder(message.id, id))
  const known = messages[at]?.id === message.id ? messages[at] : undefined
  // A message older than all known ones was not fetched, because it does not fit into the prompt.
  if (at < 0 && !isComplete) return conversation
  const newer = known === undefined ? message : newerOf(known, message)
  if (newer === known) return conversation
  const before = messages.slice(0, known === undefined ? at + 1 : at)
  const after = messages
    .slice(at + 1)
    .map((one) => (one.replyToId === message.id ? { ...one, replyTo: newer } : one))
  return trimmed({ messages: [...before, newer, ...after], isComplete, opening }, newer)
}

/** Drops the messages before a cut: no prompt will hold them again. */
function trimmed(conversation: Conversation, newest: ConversationMessage): Conversation {
  const { messages, isComplete, opening } = conversation
  const cut = cutMarkIn(newest)
  const [first] = messages
  if (cut === undefined || first === undefined || !isOlder(first.id, cut)) return conversation
  return {
    messages: messages.filter(({ id }) => !isOlder(id, cut)),
    isComplete: false,
    opening: isComplete ? openingOf(messages) : opening,
  }
}

function withStarter(conversation: Conversation, message: ConversationMessage): Conversation {
  const replace = (messages: readonly ConversationMessage[]) =>
    messages.map((one) => (one.id === message.id ? newerOf(one, message) : one))
  const { messages, isComplete, opening } = conversation
  return { messages: replace(messages), isComplete, opening: replace(opening) }
}

function withoutMessage(conversation: Conversation, deletedId: string): Conversation | undefined {
  const { messages, isComplete, opening } = conversation
  // The opening has to be fetched again.
  if (opening.some(({ id }) => id === deletedId)) return undefined
  if (!messages.some(({ id, replyToId }) => id === deletedId || replyToId === deletedId))
    return conversation
  return {
    messages: messages
      .filter(({ id }) => id !== deletedId)
      .map((one) => (one.replyToId === deletedId ? { ...one, replyTo: null } : one)),
    isComplete,
    opening,
  }
}

/** Events can arrive late, so the state with the later edit time counts. */
function newerOf(known: ConversationMessage, message: ConversationMessage): ConversationMessage {
  if (message.editedAt < known.editedAt) return known
  const isSame = message.editedAt === known.editedAt && message.text === known.text
  const tellsMore = message.replyTo !== undefined && known.replyTo === undefined
  if (isSame && message.hasEndButtons === known.hasEndButtons && !tellsMore) return known
  // The subject was looked up once, and no event carries it.
  return known.about === undefined || message.about !== undefined
    ? message
    : { ...message, about: known.about }
}

function sizeOf({ text, parts, replyTo, about }: ConversationMessage): number {
  const inner = [replyTo, about].map((message) => (message ? sizeOf(message) : 0))
  return (
    text.length + sizeOfParts(parts) + messageOverhead + inner.reduce((sum, size) => sum + size, 0)
  )
}

function sizeOfParts(parts: readonly MessagePart[]): number {
  return parts.reduce((sum, part) => {
    const text = 'text' in part ? part.text.length : 0
    const answers = part.kind === 'poll' ? part.question.length + part.answers.join().length : 0
    const inner = part.kind === 'forwarded' ? sizeOfParts(part.parts) : 0
    return sum + text + answers + inner + messageOverhead
  }, 0)
}
