import type { REST } from 'discord.js'
import type { Conversation } from '../../core/conversation/context-window.ts'
import type { Post } from '../../core/conversation/message.ts'
import { isOlder } from '../../core/snowflake.ts'
import { hasCode, missingAccess } from '../api/errors.ts'
import type { Memory } from './conversation-cache.ts'
import { readMessages } from './fetch-thread.ts'
import { type Me, postOf } from './to-message.ts'

/** The most messages of a chain that are followed back; a conversation that long has a thread. */
const longest = 200

interface Reading {
  readonly rest: REST
  readonly me: Me
  readonly memory: Memory
  /** Whether the pages behind the newest message are wanted, too. */
  readonly later: boolean
}

/**
 * The messages that a message replies to, one after the other, with all pages of the answers among
 * them, and the message itself at the end: what one reply chain of a channel has to say. What is not
 * remembered is read from Discord, a hundred messages around a missing one at a time.
 */
export async function readChain(newest: Post, reading: Reading): Promise<Conversation> {
  const { memory } = reading
  const read = new Map<string, Post>()
  const posts: Post[] = []
  memory.keep(newest)
  if (reading.later) {
    for (const post of await around(newest, reading)) read.set(post.id, post)
    posts.push(...pagesOf(newest, newest, memory, read))
  }
  for (let post: Post | undefined = newest; post !== undefined && posts.length < longest; ) {
    posts.push(post)
    const { repliesTo } = post
    if (repliesTo === undefined) break
    const parent: Post | undefined = await find(repliesTo, post, { ...reading, read })
    if (parent?.author === 'platen') posts.push(...pagesOf(parent, post, memory, read))
    post = parent
  }
  posts.sort((one, other) => (isOlder(one.id, other.id) ? -1 : 1))
  return { posts, isWhole: posts.length < longest, beginning: [] }
}

async function find(
  id: string,
  { channelId, mentioned }: Post,
  { read, ...reading }: Reading & { readonly read: Map<string, Post> },
): Promise<Post | undefined> {
  const { memory } = reading
  const known = memory.find(id) ?? read.get(id)
  if (known !== undefined || mentioned === null) return known
  for (const post of await around({ channelId, id }, reading)) read.set(post.id, post)
  const found = read.get(id)
  if (found !== undefined) memory.keep(found)
  // Where Discord lets nobody read what was written before, the reply alone has it along.
  return found ?? mentioned
}

async function around(
  { channelId, id }: Pick<Post, 'channelId' | 'id'>,
  { rest, me }: Reading,
): Promise<readonly Post[]> {
  try {
    const messages = await readMessages(rest, channelId, { around: id })
    return messages.flatMap((message) => postOf(message, me) ?? [])
  } catch (error) {
    if (hasCode(error, missingAccess)) return []
    throw error
  }
}

/** The further pages of an answer, which reply to its first one, as far as they stand before a reply. */
function pagesOf(
  first: Post,
  reply: Post,
  memory: Memory,
  read: ReadonlyMap<string, Post>,
): readonly Post[] {
  const pages = new Map(
    [...read.values(), ...memory.repliesTo(first.id)]
      .filter(({ author, repliesTo }) => author === 'platen' && repliesTo === first.id)
      .map((page) => [page.id, page]),
  )
  pages.delete(reply.id)
  for (const page of pages.values()) memory.keep(page)
  return [...pages.values()]
}
