import { DiscordError } from '../../errors.ts'
import type { Json } from '../../json.ts'
import { holds } from '../../permissions.ts'
import { serializeChannel, serializeThreadMember } from '../../serializers/channels.ts'
import { serializeMemberWithUser } from '../../serializers/users.ts'
import { permissionsIn } from '../../state/access.ts'
import { ChannelKind, type ChannelState, isThread, type ThreadState } from '../../state/entities.ts'
import type { World } from '../../state/world.ts'

export interface NewThread {
  /** The message's id, where the thread hangs on a message. */
  readonly id: string
  readonly name: string
  readonly type: number
  readonly ownerId: string
  readonly autoArchiveMinutes: number
  readonly slowmodeSeconds: number
  readonly invitable: boolean
}

/** The parent's kind and the caller's permissions have been checked. Throws 160006. */
export function createThread(world: World, parent: ChannelState, thread: NewThread): ChannelState {
  const guild = world.need('guilds', parent.guildId ?? '')
  const active = world.threadsOf(guild.id).filter((one) => one.thread?.archived === false)
  if (active.length >= guild.maxActiveThreads) throw new DiscordError('tooManyThreads')
  const now = new Date().toISOString()
  const channel: ChannelState = {
    id: thread.id,
    type: thread.type,
    guildId: guild.id,
    name: thread.name,
    topic: null,
    parentId: parent.id,
    slowmodeSeconds: thread.slowmodeSeconds,
    defaultAutoArchiveMinutes: undefined,
    position: 0,
    overwrites: [],
    recipientIds: [],
    lastMessageId: null,
    messageIds: [],
    thread: {
      ownerId: thread.ownerId,
      archived: false,
      locked: false,
      archivedAt: now,
      autoArchiveMinutes: thread.autoArchiveMinutes,
      invitable: thread.invitable,
      messageCount: 0,
      totalMessageSent: 0,
      createdAt: now,
      members: new Map([[thread.ownerId, now]]),
    },
  }
  world.channels.set(channel.id, channel)
  threadEvent(world, 'THREAD_CREATE', channel, { newly_created: true })
  memberEvent(world, channel, [thread.ownerId], [])
  return channel
}

export function isThreadParent(channel: ChannelState): boolean {
  return channel.type === ChannelKind.text || channel.type === ChannelKind.announcement
}

export function publicThreadKind(parent: ChannelState): number {
  return parent.type === ChannelKind.announcement
    ? ChannelKind.announcementThread
    : ChannelKind.publicThread
}

/** Sending to an archived thread brings it back; a locked one only for those who may manage threads. */
export function wakeThread(world: World, channel: ChannelState, userId: string): void {
  const { thread } = channel
  if (thread === undefined || (!thread.archived && !thread.locked)) return
  const mayManage = holds(permissionsIn(world, channel, userId), 'MANAGE_THREADS')
  if (thread.locked && !mayManage) {
    throw new DiscordError(thread.archived ? 'archivedThread' : 'threadLocked')
  }
  if (thread.archived) changeThread(world, channel, { archived: false })
}

export interface ThreadChange {
  readonly name?: string
  readonly archived?: boolean
  readonly locked?: boolean
  readonly autoArchiveMinutes?: number
  readonly slowmodeSeconds?: number
  readonly invitable?: boolean
}

export function changeThread(world: World, channel: ChannelState, change: ThreadChange): void {
  if (!isThread(channel)) throw new Error(`${channel.id} is not a thread`)
  const { thread } = channel
  const wasArchived = thread.archived
  if (change.name !== undefined) channel.name = change.name
  if (change.slowmodeSeconds !== undefined) channel.slowmodeSeconds = change.slowmodeSeconds
  if (change.archived !== undefined && change.archived !== thread.archived) {
    thread.archived = change.archived
    thread.archivedAt = new Date().toISOString()
  }
  if (change.locked !== undefined) thread.locked = change.locked
  if (change.invitable !== undefined) thread.invitable = change.invitable
  if (change.autoArchiveMinutes !== undefined) thread.autoArchiveMinutes = change.autoArchiveMinutes
  threadEvent(world, 'THREAD_UPDATE', channel)
  if (change.archived === false && wasArchived) ownMemberEvents(world, channel)
}

/** Returns those who were not in it before. */
export function joinThread(
  world: World,
  channel: ChannelState,
  userIds: readonly string[],
): readonly string[] {
  const { thread } = channel
  if (thread === undefined) return []
  const added = userIds.filter((id) => !thread.members.has(id))
  if (added.length === 0) return []
  for (const id of added) thread.members.set(id, new Date().toISOString())
  // A client needs the thread before its members: a private one is new to whoever is added to it.
  const bots = added.filter((id) => world.applications.has(id))
  if (bots.length > 0) threadEvent(world, 'THREAD_CREATE', channel, {}, bots)
  memberEvent(world, channel, added, [])
  return added
}

export function leaveThread(world: World, channel: ChannelState, userId: string): void {
  if (channel.thread?.members.delete(userId)) memberEvent(world, channel, [], [userId])
}

function threadEvent(
  world: World,
  type: string,
  channel: ChannelState,
  extra: Json = {},
  botIds?: readonly string[],
): void {
  const data = { ...serializeChannel(world, channel, { for: undefined }), ...extra }
  world.dispatch({
    type,
    guildId: channel.guildId,
    channelId: channel.id,
    ...(botIds === undefined ? {} : { botIds }),
    data,
    dataFor: ({ botId }) => ({ ...serializeChannel(world, channel, { for: botId }), ...extra }),
  })
}

/** Of a thread that came back a client may have forgotten that it is a member. */
function ownMemberEvents(world: World, channel: ChannelState & { thread: ThreadState }): void {
  for (const botId of channel.thread.members.keys()) {
    if (!world.applications.has(botId)) continue
    const member = serializeThreadMember(channel.id, channel.thread, botId)
    world.dispatch({
      type: 'THREAD_MEMBER_UPDATE',
      guildId: channel.guildId,
      channelId: channel.id,
      botIds: [botId],
      data: { ...member, guild_id: channel.guildId },
    })
  }
}

/** Without the GUILD_MEMBERS intent a bot hears only of itself; of that always. */
function memberEvent(
  world: World,
  channel: ChannelState,
  added: readonly string[],
  removed: readonly string[],
): void {
  const { thread } = channel
  if (thread === undefined) return
  const data = (visible: (id: string) => boolean): Json => {
    const come = added.filter(visible)
    const gone = removed.filter(visible)
    return {
      id: channel.id,
      guild_id: channel.guildId,
      member_count: Math.min(50, thread.members.size),
      ...(come.length === 0
        ? {}
        : { added_members: come.map((id) => fullThreadMember(world, channel.id, thread, id)) }),
      ...(gone.length === 0 ? {} : { removed_member_ids: gone }),
    }
  }
  world.dispatch({
    type: 'THREAD_MEMBERS_UPDATE',
    guildId: channel.guildId,
    channelId: channel.id,
    alwaysTo: [...added, ...removed],
    data: data(() => true),
    dataFor: ({ botId, guildMembers }) =>
      guildMembers || added.includes(botId) || removed.includes(botId)
        ? data((id) => guildMembers || id === botId)
        : undefined,
  })
}

function fullThreadMember(
  world: World,
  threadId: string,
  thread: ThreadState,
  userId: string,
): Json {
  const channel = world.need('channels', threadId)
  const member = world.guilds.get(channel.guildId ?? '')?.members.get(userId)
  return {
    ...serializeThreadMember(threadId, thread, userId),
    ...(member === undefined
      ? {}
      : { member: serializeMemberWithUser(member, world.need('users', userId)), presence: null }),
  }
}
