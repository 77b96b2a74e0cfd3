import { DiscordError } from '../errors.ts'
import type { Json } from '../json.ts'
import { type MessageBody, refuseEmpty } from '../schemas/message.ts'
import { timeOf } from '../snowflake.ts'
import {
  type AttachmentState,
  type ChannelState,
  type InteractionState,
  MessageFlag,
  MessageKind,
  type MessageState,
  type SnapshotState,
  type StickerState,
  type WebhookState,
} from '../state/entities.ts'
import type { World } from '../state/world.ts'
import { announce } from './announce.ts'
import { mention } from './mentioning.ts'
import { joinThread, wakeThread } from './threads/threads.ts'

export interface Draft {
  readonly authorId: string
  readonly form: MessageBody
  readonly attachments: readonly AttachmentState[]
  readonly interaction?: InteractionState
  readonly type?: number
  /** Of the interaction's response; the caller has checked that they may be set. */
  readonly flags?: number
  readonly repliesTo?: string
  readonly stickers?: readonly StickerState[]
  readonly webhook?: WebhookState
  /** The caller has checked that it can be forwarded. */
  readonly forwards?: MessageState
  /** Of a forum post's first message: the post's own. */
  readonly id?: string
}

const settableFlags =
  MessageFlag.suppressEmbeds | MessageFlag.suppressNotifications | MessageFlag.componentsV2

/** The caller has checked permissions. Throws 50006 and 50035. */
export function createMessage(world: World, channel: ChannelState, draft: Draft): MessageState {
  const { form, authorId, interaction, forwards } = draft
  const ownFlags = (draft.flags ?? 0) | (forwards === undefined ? 0 : MessageFlag.hasSnapshot)
  const flags = ((form.flags ?? 0) & settableFlags) | ownFlags
  const shown = shownBy(draft)
  if (!(flags & (MessageFlag.loading | MessageFlag.hasSnapshot))) refuseEmpty(shown)
  const isEphemeral = (flags & MessageFlag.ephemeral) !== 0
  if (!isEphemeral) wakeThread(world, channel, interaction?.userId ?? authorId)
  const id = draft.id ?? world.snowflakes.next()
  const repliedTo = world.messages.get(draft.repliesTo ?? form.reference?.messageId ?? '')
  const target = forwards ?? repliedTo
  const isReply = forwards === undefined && form.reference !== undefined && target !== undefined
  const message: MessageState = {
    id,
    channelId: channel.id,
    guildId: channel.guildId,
    authorId,
    type: draft.type ?? (isReply ? MessageKind.reply : MessageKind.plain),
    createdAtMs: world.timing.now(),
    timestamp: timeOf(id),
    tts: form.tts,
    nonce: form.nonce,
    reference:
      target === undefined
        ? undefined
        : { channelId: target.channelId, messageId: target.id, guildId: target.guildId },
    interactionId: interaction?.id,
    ephemeralFor: isEphemeral ? interaction?.userId : undefined,
    position: channel.thread === undefined ? undefined : channel.thread.totalMessageSent,
    ...shown,
    webhook: draft.webhook,
    snapshot: forwards && snapshotOf(forwards),
    editedTimestamp: null,
    flags,
    mentionIds: [],
    namedIds: [],
    mentionRoleIds: [],
    mentionEveryone: false,
    pinned: false,
    hasThread: false,
    reactions: new Map(),
  }
  store(world, channel, message)
  mention(world, channel, message, { allowed: form.allowedMentions, by: 'create' })
  announce(world, 'MESSAGE_CREATE', message)
  return message
}

/** A forward of a forward shows the same original message. */
function snapshotOf(message: MessageState): SnapshotState {
  if (message.snapshot !== undefined) return message.snapshot
  const { type, content, mentionIds, mentionRoleIds, attachments, embeds } = message
  const { timestamp, editedTimestamp, flags, components, stickers } = message
  const shown = { content, mentionIds, mentionRoleIds, attachments, embeds, components, stickers }
  return { type, timestamp, editedTimestamp, flags, ...shown }
}

/** Throws 50006. */
export function refuseEmptyDraft(draft: Draft): void {
  refuseEmpty(shownBy(draft))
}

function shownBy({ form, attachments, stickers = [] }: Draft) {
  return {
    content: form.content ?? '',
    embeds: form.embeds ?? [],
    components: form.components ?? [],
    attachments,
    poll: form.poll,
    stickers,
  }
}

/** A message that Discord itself writes. */
export function createSystemMessage(
  world: World,
  channel: ChannelState,
  system: Pick<MessageState, 'authorId' | 'type' | 'reference'> & {
    readonly content?: string
    readonly mentionIds?: readonly string[]
  },
): MessageState {
  const id = world.snowflakes.next()
  const message: MessageState = {
    id,
    channelId: channel.id,
    guildId: channel.guildId,
    createdAtMs: world.timing.now(),
    timestamp: timeOf(id),
    tts: false,
    nonce: undefined,
    interactionId: undefined,
    ephemeralFor: undefined,
    position: channel.thread === undefined ? undefined : channel.thread.totalMessageSent,
    editedTimestamp: null,
    flags: 0,
    namedIds: [],
    mentionRoleIds: [],
    mentionEveryone: false,
    embeds: [],
    components: [],
    attachments: [],
    poll: undefined,
    stickers: [],
    webhook: undefined,
    snapshot: undefined,
    pinned: false,
    hasThread: false,
    reactions: new Map(),
    content: '',
    mentionIds: [],
    ...system,
  }
  store(world, channel, message)
  announce(world, 'MESSAGE_CREATE', message)
  return message
}

function store(world: World, channel: ChannelState, message: MessageState): void {
  world.messages.set(message.id, message)
  world.history.record(message, message.createdAtMs)
  if (message.ephemeralFor !== undefined) return
  channel.messageIds.push(message.id)
  channel.lastMessageId = message.id
  if (channel.thread === undefined || message.type === MessageKind.threadStarter) return
  // Discord does not count what a thread begins with.
  if (message.id === channel.id) return
  channel.thread.messageCount += 1
  channel.thread.totalMessageSent += 1
  // A bot that only its user brought along is no member of the server, nor of the thread.
  const guild = world.guilds.get(channel.guildId ?? '')
  if (message.webhook === undefined && guild?.members.has(message.authorId)) {
    joinThread(world, channel, [message.authorId])
  }
}

/** The caller has checked whose message it is. Throws 50006, 50035 and 50083. */
export function editMessage(
  world: World,
  message: MessageState,
  form: MessageBody,
  attachments: readonly AttachmentState[],
): void {
  const channel = world.need('channels', message.channelId)
  if (channel.thread?.archived && message.ephemeralFor === undefined) {
    throw new DiscordError('archivedThread')
  }
  const wasLoading = (message.flags & MessageFlag.loading) !== 0
  const shown = {
    content: form.content ?? message.content,
    embeds: form.embeds ?? message.embeds,
    components: form.components ?? message.components,
    attachments: keptAttachments(message, form, attachments),
  }
  refuseEmpty({ ...shown, poll: message.poll, stickers: message.stickers })
  Object.assign(message, shown)
  message.flags = editedFlags(message.flags, form.flags)
  // The first text in place of "is thinking ..." is not marked as edited.
  if (!wasLoading) message.editedTimestamp = new Date().toISOString()
  const mentionsChange = form.content !== undefined || form.allowedMentions !== undefined
  if (mentionsChange)
    mention(world, channel, message, { allowed: form.allowedMentions, by: 'edit' })
  world.history.record(message, world.timing.now())
  announce(world, 'MESSAGE_UPDATE', message)
}

function editedFlags(before: number, wanted: number | undefined): number {
  const settled = before & ~MessageFlag.loading
  if (wanted === undefined) return settled
  // SUPPRESS_EMBEDS goes both ways, IS_COMPONENTS_V2 can only be set.
  return (
    (settled & ~MessageFlag.suppressEmbeds) |
    (wanted & (MessageFlag.suppressEmbeds | MessageFlag.componentsV2))
  )
}

function keptAttachments(
  message: MessageState,
  form: MessageBody,
  added: readonly AttachmentState[],
): readonly AttachmentState[] {
  const keep = form.attachments?.map(({ id }) => id)
  const kept = message.attachments.filter(({ id }) => keep === undefined || keep.includes(id))
  return [...kept, ...added]
}

/** The message is gone for everyone; its history stays. */
export function deleteMessage(world: World, message: MessageState): void {
  const channel = forget(world, message)
  const { ephemeralFor } = message
  const data = { id: message.id, channel_id: message.channelId, ...inGuild(message.guildId) }
  world.dispatch({
    type: 'MESSAGE_DELETE',
    guildId: message.guildId,
    channelId: channel?.id,
    ...(ephemeralFor === undefined ? {} : { botIds: [], ephemeralFor }),
    data,
  })
}

export function deleteMessages(world: World, channel: ChannelState, ids: readonly string[]): void {
  const found = ids.flatMap((id) => world.messages.get(id) ?? [])
  for (const message of found) forget(world, message)
  const data = { ids, channel_id: channel.id, ...inGuild(channel.guildId) }
  world.dispatch({
    type: 'MESSAGE_DELETE_BULK',
    guildId: channel.guildId,
    channelId: channel.id,
    data,
  })
}

function forget(world: World, message: MessageState): ChannelState | undefined {
  world.messages.delete(message.id)
  world.history.record(message, world.timing.now(), true)
  const channel = world.channels.get(message.channelId)
  const index = channel?.messageIds.lastIndexOf(message.id) ?? -1
  if (index >= 0) channel?.messageIds.splice(index, 1)
  const isFirst = message.id === channel?.id
  if (channel?.thread !== undefined && message.ephemeralFor === undefined && !isFirst) {
    channel.thread.messageCount = Math.max(0, channel.thread.messageCount - 1)
  }
  return channel
}

function inGuild(guildId: string | undefined): Json {
  return guildId === undefined ? {} : { guild_id: guildId }
}
