import { LRUCache } from 'lru-cache'
import { type Conversation, cutOf } from '../../core/conversation/context-window.ts'
import type { Part, Post } from '../../core/conversation/message.ts'
import { isOlder } from '../../core/snowflake.ts'
import { beginningOf } from './fetch-thread.ts'

/** In characters, over all rooms: with what a post needs besides, some 100 MB at most. */
const mostCharacters = 16_000_000

/** Of single messages: those in the reply chains of channels, and those that were asked about. */
const mostSingles = 2_000_000

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
    maxSize: mostCharacters,
    sizeCalculation: ({ size }) => size,
  })
  readonly #singles = new LRUCache<string, Post>({ maxSize: mostSingles, sizeCalculation: sizeOf })
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
  begin(channelId: string, starter: Post): void {
    this.#keep(channelId, { posts: [starter], isWhole: true, beginning: [] })
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
  see(post: Post): void {
    const { id, channelId } = post
    this.#change(channelId, (conversation) => withPost(conversation, post))
    // The thread on a message has its id.
    if (id !== channelId) this.#change(id, (conversation) => withStarter(conversation, post))
    const single = this.#singles.get(id)
    if (single !== undefined) this.#singles.set(id, newerOf(single, post))
  }

  /** Keeps a message of a reply chain, or one that is asked about. */
  keep(post: Post): void {
    const known = this.#singles.get(post.id)
    this.#singles.set(post.id, known === undefined ? post : newerOf(known, post))
  }

  /** A message that is kept. */
  find(id: string): Post | undefined {
    return this.#singles.get(id)
  }

  /** The messages that are kept and reply to one, oldest first. */
  repliesTo(id: string): readonly Post[] {
    return [...this.#singles.values()]
      .filter(({ repliesTo }) => repliesTo === id)
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
    const { posts, beginning, isWhole } = conversation
    // The room itself counts, too: it may be empty.
    const size = [...posts, ...beginning].reduce((sum, post) => sum + sizeOf(post), aroundPost)
    this.#rooms.set(channelId, { posts, beginning, isWhole, size })
  }
}

function withPost(conversation: Conversation, post: Post): Conversation {
  const { posts, isWhole, beginning } = conversation
  const at = posts.findLastIndex(({ id }) => !isOlder(post.id, id))
  const known = posts[at]?.id === post.id ? posts[at] : undefined
  // Older than everything that is known: it was not read, because it does not fit.
  if (at < 0 && !isWhole) return conversation
  const newer = known === undefined ? post : newerOf(known, post)
  if (newer === known) return conversation
  const before = posts.slice(0, known === undefined ? at + 1 : at)
  const after = posts
    .slice(at + 1)
    .map((one) => (one.repliesTo === post.id ? { ...one, mentioned: newer } : one))
  return trimmed({ posts: [...before, newer, ...after], isWhole, beginning }, newer)
}

/** Where the conversation was cut, what is older is told to no model any more. */
function trimmed(conversation: Conversation, newest: Post): Conversation {
  const { posts, isWhole, beginning } = conversation
  const cut = cutOf(newest)
  const [first] = posts
  if (cut === undefined || first === undefined || !isOlder(first.id, cut)) return conversation
  return {
    posts: posts.filter(({ id }) => !isOlder(id, cut)),
    isWhole: false,
    beginning: isWhole ? beginningOf(posts) : beginning,
  }
}

function withStarter(conversation: Conversation, post: Post): Conversation {
  const replace = (posts: readonly Post[]) =>
    posts.map((one) => (one.id === post.id ? newerOf(one, post) : one))
  const { posts, isWhole, beginning } = conversation
  return { posts: replace(posts), isWhole, beginning: replace(beginning) }
}

function withoutPost(conversation: Conversation, lost: string): Conversation | undefined {
  const { posts, isWhole, beginning } = conversation
  // What its first question is now, only Discord knows.
  if (beginning.some(({ id }) => id === lost)) return undefined
  if (!posts.some(({ id, repliesTo }) => id === lost || repliesTo === lost)) return conversation
  return {
    posts: posts
      .filter(({ id }) => id !== lost)
      .map((one) => (one.repliesTo === lost ? { ...one, mentioned: null } : one)),
    isWhole,
    beginning,
  }
}

/** Events may come late: of two states of a message the one that was changed last is the newer. */
function newerOf(known: Post, post: Post): Post {
  if (post.editedAt < known.editedAt) return known
  const isSame = post.editedAt === known.editedAt && post.text === known.text
  const tellsMore = post.mentioned !== undefined && known.mentioned === undefined
  if (isSame && post.isEnd === known.isEnd && !tellsMore) return known
  // What it is about is looked up once.
  return known.about === undefined || post.about !== undefined
    ? post
    : { ...post, about: known.about }
}

function sizeOf({ text, parts, mentioned, about }: Post): number {
  const inner = [mentioned, about].map((post) => (post ? sizeOf(post) : 0))
  return text.length + sizeOfParts(parts) + aroundPost + inner.reduce((sum, size) => sum + size, 0)
}

function sizeOfParts(parts: readonly Part[]): number {
  return parts.reduce((sum, part) => {
    const text = 'text' in part ? part.text.length : 0
    const answers = part.kind === 'poll' ? part.question.length + part.answers.join().length : 0
    const inner = part.kind === 'forwarded' ? sizeOfParts(part.parts) : 0
    return sum + text + answers + inner + aroundPost
  }, 0)
}
