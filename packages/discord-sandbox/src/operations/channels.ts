import type { Overwrite } from '../permissions.ts'
import { serializeChannel } from '../serializers/channels.ts'
import { ChannelKind, type ChannelState, type GuildState } from '../state/entities.ts'
import type { World } from '../state/world.ts'
import { syncThreads } from './threads/thread-sync.ts'

export interface NewChannel {
  readonly name: string
  readonly type?: number
  readonly topic?: string
  readonly slowmodeSeconds?: number
  readonly defaultAutoArchiveMinutes?: number
  readonly overwrites?: readonly Overwrite[]
  readonly parentId?: string
}

export function createChannel(world: World, guild: GuildState, channel: NewChannel): ChannelState {
  const state: ChannelState = {
    id: world.snowflakes.next(),
    type: channel.type ?? ChannelKind.text,
    guildId: guild.id,
    name: channel.name,
    topic: channel.topic ?? null,
    parentId: channel.parentId,
    slowmodeSeconds: channel.slowmodeSeconds ?? 0,
    defaultAutoArchiveMinutes: channel.defaultAutoArchiveMinutes,
    position: world.channelsOf(guild.id).filter(({ thread }) => thread === undefined).length,
    overwrites: [...(channel.overwrites ?? [])],
    recipientIds: [],
    lastMessageId: null,
    messageIds: [],
    thread: undefined,
  }
  world.channels.set(state.id, state)
  channelEvent(world, 'CHANNEL_CREATE', state)
  return state
}

/** The one direct message channel of two users; made at the first call. */
export function openDirectMessage(world: World, userIds: readonly [string, string]): ChannelState {
  const known = [...world.channels.values()].find(
    ({ type, recipientIds }) =>
      type === ChannelKind.directMessage && userIds.every((id) => recipientIds.includes(id)),
  )
  return known ?? createPrivateChannel(world, ChannelKind.directMessage, userIds)
}

/** Of people alone: no bot can be in a group. */
export function createGroup(world: World, userIds: readonly string[]): ChannelState {
  const bot = userIds.find((id) => world.need('users', id).bot)
  if (bot !== undefined) throw new Error(`${bot} is a bot: it cannot be in a group`)
  return createPrivateChannel(world, ChannelKind.groupDirectMessage, userIds)
}

function createPrivateChannel(
  world: World,
  type: number,
  recipientIds: readonly string[],
): ChannelState {
  const state: ChannelState = {
    id: world.snowflakes.next(),
    type,
    guildId: undefined,
    name: '',
    topic: null,
    parentId: undefined,
    slowmodeSeconds: 0,
    defaultAutoArchiveMinutes: undefined,
    position: 0,
    overwrites: [],
    recipientIds,
    lastMessageId: null,
    messageIds: [],
    thread: undefined,
  }
  world.channels.set(state.id, state)
  return state
}

export function setOverwrites(
  world: World,
  channel: ChannelState,
  overwrites: readonly Overwrite[],
): void {
  syncThreads(world, world.need('guilds', channel.guildId ?? ''), () => {
    channel.overwrites = [...overwrites]
    channelEvent(world, 'CHANNEL_UPDATE', channel)
  })
}

export interface ChannelChange {
  readonly name?: string
  readonly topic?: string | null
  readonly slowmodeSeconds?: number
  readonly defaultAutoArchiveMinutes?: number
}

export function changeChannel(world: World, channel: ChannelState, change: ChannelChange): void {
  if (change.name !== undefined) channel.name = change.name
  if (change.topic !== undefined) channel.topic = change.topic
  if (change.slowmodeSeconds !== undefined) channel.slowmodeSeconds = change.slowmodeSeconds
  if (change.defaultAutoArchiveMinutes !== undefined) {
    channel.defaultAutoArchiveMinutes = change.defaultAutoArchiveMinutes
  }
  channelEvent(world, 'CHANNEL_UPDATE', channel)
}

/** With all its messages, and with its threads where it has any. */
export function deleteChannel(world: World, channel: ChannelState): void {
  const inside = [...world.channels.values()].filter(({ parentId }) => parentId === channel.id)
  for (const one of inside.filter(({ thread }) => thread !== undefined)) deleteChannel(world, one)
  world.channels.delete(channel.id)
  for (const message of world.messagesOf(channel.id)) {
    world.history.record(message, world.timing.now(), true)
    world.messages.delete(message.id)
  }
  if (channel.thread === undefined) {
    channelEvent(world, 'CHANNEL_DELETE', channel)
    return
  }
  const data = {
    id: channel.id,
    guild_id: channel.guildId,
    parent_id: channel.parentId,
    type: channel.type,
  }
  world.dispatch({ type: 'THREAD_DELETE', guildId: channel.guildId, data })
}

/** Bots get the events of all channels of their guilds, hidden ones included. */
function channelEvent(world: World, type: string, channel: ChannelState): void {
  const data = serializeChannel(world, channel, { for: undefined })
  world.dispatch({ type, guildId: channel.guildId, data })
}
