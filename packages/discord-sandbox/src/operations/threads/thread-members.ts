import { DiscordError } from '../../errors.ts'
import { holds } from '../../permissions.ts'
import { permissionsIn } from '../../state/access.ts'
import {
  ChannelKind,
  type ChannelState,
  MessageKind,
  type ThreadState,
} from '../../state/entities.ts'
import type { World } from '../../state/world.ts'
import { createSystemMessage } from '../messages.ts'
import { joinThread, leaveThread } from './threads.ts'

type Thread = ChannelState & { readonly thread: ThreadState }

/** Throws 50083 in an archived thread. */
export function refuseArchived({ thread }: Thread): void {
  if (thread.archived) throw new DiscordError('archivedThread')
}

/** Somebody adds somebody else, which the thread is told. Throws 10007, 50013, 50083. */
export function addToThread(world: World, thread: Thread, byId: string, userId: string): void {
  refuseArchived(thread)
  const permissions = permissionsIn(world, thread, byId)
  const isOpen = thread.type !== ChannelKind.privateThread || thread.thread.invitable
  const mayInvite = isOpen || thread.thread.ownerId === byId || holds(permissions, 'MANAGE_THREADS')
  if (!mayInvite || !holds(permissions, 'SEND_MESSAGES_IN_THREADS')) {
    throw new DiscordError('missingPermissions')
  }
  const guild = world.need('guilds', thread.guildId ?? '')
  if (!guild.members.has(userId)) throw new DiscordError('unknownMember')
  const added = joinThread(world, thread, [userId])
  if (added.length > 0 && userId !== byId) {
    tellThread(world, thread, MessageKind.recipientAdd, { byId, userId })
  }
}

/** The caller has checked permissions. Throws 50083. */
export function removeFromThread(world: World, thread: Thread, byId: string, userId: string): void {
  refuseArchived(thread)
  if (!thread.thread.members.has(userId)) return
  leaveThread(world, thread, userId)
  if (userId !== byId) tellThread(world, thread, MessageKind.recipientRemove, { byId, userId })
}

function tellThread(
  world: World,
  thread: Thread,
  type: number,
  { byId, userId }: { readonly byId: string; readonly userId: string },
): void {
  createSystemMessage(world, thread, {
    authorId: byId,
    type,
    reference: undefined,
    mentionIds: [userId],
  })
}
