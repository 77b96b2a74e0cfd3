import type { Json } from '../json.ts'
import {
  ChannelKind,
  type ChannelState,
  isForum,
  isVoice,
  type ThreadState,
} from '../state/entities.ts'
import type { World } from '../state/world.ts'
import { serializeUser } from './users.ts'

export interface ChannelView {
  /** A thread's `member` and a direct message's `recipients` depend on who looks. */
  readonly for: string | undefined
}

export function serializeChannel(world: World, channel: ChannelState, view: ChannelView): Json {
  const common = {
    id: channel.id,
    type: channel.type,
    last_message_id: channel.lastMessageId,
    flags: 0,
    last_pin_timestamp: null,
  }
  if (channel.type === ChannelKind.directMessage) {
    const others = channel.recipientIds.filter((id) => id !== view.for)
    return { ...common, recipients: others.map((id) => serializeUser(world.need('users', id))) }
  }
  if (channel.type === ChannelKind.groupDirectMessage) {
    const others = channel.recipientIds.filter((id) => id !== view.for)
    return {
      ...common,
      recipients: others.map((id) => serializeUser(world.need('users', id))),
      name: null,
      icon: null,
      owner_id: channel.recipientIds[0],
    }
  }
  const inGuild = {
    ...common,
    guild_id: channel.guildId,
    name: channel.name,
    parent_id: channel.parentId ?? null,
    rate_limit_per_user: channel.slowmodeSeconds,
  }
  if (channel.thread !== undefined) {
    const parent = world.channels.get(channel.parentId ?? '')
    return {
      ...inGuild,
      ...serializeThread(channel.id, channel.thread, view),
      ...(parent !== undefined && isForum(parent) ? { applied_tags: [] } : {}),
    }
  }
  return {
    ...inGuild,
    topic: channel.topic,
    ...(channel.defaultAutoArchiveMinutes === undefined
      ? {}
      : { default_auto_archive_duration: channel.defaultAutoArchiveMinutes }),
    position: channel.position,
    nsfw: false,
    permission_overwrites: channel.overwrites.map((overwrite) => ({
      id: overwrite.id,
      type: overwrite.kind === 'role' ? 0 : 1,
      allow: overwrite.allow.toString(),
      deny: overwrite.deny.toString(),
    })),
    ...(isVoice(channel) ? { bitrate: 64_000, user_limit: 0, rtc_region: null } : {}),
    ...(isForum(channel)
      ? { available_tags: [], default_reaction_emoji: null, default_sort_order: null }
      : {}),
    ...(channel.type === ChannelKind.forum ? { default_forum_layout: 0 } : {}),
  }
}

function serializeThread(threadId: string, thread: ThreadState, view: ChannelView): Json {
  return {
    owner_id: thread.ownerId,
    thread_metadata: {
      archived: thread.archived,
      archive_timestamp: thread.archivedAt,
      auto_archive_duration: thread.autoArchiveMinutes,
      locked: thread.locked,
      create_timestamp: thread.createdAt,
      ...(thread.invitable ? {} : { invitable: false }),
    },
    message_count: thread.messageCount,
    // Discord stops counting at 50.
    member_count: Math.min(50, thread.members.size),
    total_message_sent: thread.totalMessageSent,
    ...(view.for !== undefined && thread.members.has(view.for)
      ? { member: serializeThreadMember(threadId, thread, view.for) }
      : {}),
  }
}

/** As it stands in GUILD_CREATE: there the bot's own membership says neither which thread nor who. */
export function serializeGuildThread(world: World, channel: ChannelState, botId: string): Json {
  const { member: _, ...wire } = serializeChannel(world, channel, { for: botId })
  const { thread } = channel
  if (!thread?.members.has(botId)) return wire
  const { join_timestamp, flags } = serializeThreadMember(channel.id, thread, botId)
  return { ...wire, member: { join_timestamp, flags } }
}

export function serializeThreadMember(threadId: string, thread: ThreadState, userId: string): Json {
  return {
    id: threadId,
    user_id: userId,
    join_timestamp: thread.members.get(userId) ?? thread.createdAt,
    flags: 0,
  }
}
