import { DiscordError } from '../../errors.ts'
import {
  ChannelKind,
  type ChannelState,
  MessageFlag,
  MessageKind,
  type MessageState,
} from '../../state/entities.ts'
import type { World } from '../../state/world.ts'
import { announce } from '../announce.ts'
import { createMessage, createSystemMessage, type Draft, refuseEmptyDraft } from '../messages.ts'
import { createThread, isThreadParent, publicThreadKind } from './threads.ts'

/** The thread has the message's id; the message gets its mark, the thread a first message that points back. */
export function openThreadOn(
  world: World,
  message: MessageState,
  userId: string,
  form: {
    readonly name: string
    readonly autoArchiveMinutes: number
    readonly slowmodeSeconds: number
  },
): ChannelState {
  const parent = world.need('channels', message.channelId)
  if (message.ephemeralFor !== undefined) throw new DiscordError('unknownMessage')
  if (!isThreadParent(parent)) throw new DiscordError('wrongChannelType')
  if (world.channels.has(message.id)) throw new DiscordError('threadExists')
  const thread = createThread(world, parent, {
    ...form,
    id: message.id,
    type: publicThreadKind(parent),
    ownerId: userId,
    invitable: true,
  })
  message.hasThread = true
  message.flags |= MessageFlag.hasThread
  world.history.record(message, world.timing.now())
  announce(world, 'MESSAGE_UPDATE', message)
  createSystemMessage(world, thread, {
    authorId: userId,
    type: MessageKind.threadStarter,
    reference: { channelId: parent.id, messageId: message.id, guildId: parent.guildId },
  })
  return thread
}

/**
 * A post in a forum: a thread that has the id of its first message, which lies inside of it. The caller has
 * checked permissions. Throws 50006 and 50035 before there is a thread.
 */
export function openPost(
  world: World,
  forum: ChannelState,
  form: {
    readonly name: string
    readonly autoArchiveMinutes: number
    readonly slowmodeSeconds: number
  },
  first: Draft,
): { readonly thread: ChannelState; readonly message: MessageState } {
  refuseEmptyDraft(first)
  const thread = createThread(world, forum, {
    ...form,
    id: world.snowflakes.next(),
    type: ChannelKind.publicThread,
    ownerId: first.authorId,
    invitable: true,
  })
  forum.lastMessageId = thread.id
  return { thread, message: createMessage(world, thread, { ...first, id: thread.id }) }
}

/** A thread on no message; a public one is announced in its channel. */
export function openThread(
  world: World,
  parent: ChannelState,
  userId: string,
  form: {
    readonly name: string
    readonly isPrivate: boolean
    readonly autoArchiveMinutes: number
    readonly slowmodeSeconds: number
    readonly invitable: boolean
  },
): ChannelState {
  if (!isThreadParent(parent)) throw new DiscordError('wrongChannelType')
  const thread = createThread(world, parent, {
    ...form,
    id: world.snowflakes.next(),
    type: form.isPrivate ? ChannelKind.privateThread : publicThreadKind(parent),
    ownerId: userId,
  })
  if (!form.isPrivate) {
    createSystemMessage(world, parent, {
      authorId: userId,
      type: MessageKind.threadCreated,
      content: form.name,
      reference: { channelId: thread.id, messageId: undefined, guildId: thread.guildId },
    })
  }
  return thread
}
