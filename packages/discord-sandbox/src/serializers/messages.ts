import type { Json } from '../json.ts'
import {
  type AttachmentState,
  ChannelKind,
  type InteractionState,
  MessageFlag,
  type MessageReference,
  type MessageState,
  type SnapshotState,
  type StickerState,
} from '../state/entities.ts'
import type { World } from '../state/world.ts'
import { serializeChannel } from './channels.ts'
import { serializeMember, serializeUser, serializeWebhook } from './users.ts'

export interface MessageView {
  /** Whose eyes; undefined sees everything. */
  readonly botId: string | undefined
  /** May read what other people write without naming the bot. */
  readonly messageContent: boolean
}

/** Sees everything. */
export const omniscient: MessageView = { botId: undefined, messageContent: true }

/** As the REST API shows it. The nonce is not part of it: only the answer to a create and its event carry that. */
export function serializeMessage(world: World, message: MessageState, view: MessageView): Json {
  const { reference, snapshot } = message
  const plain = serializePlain(world, message, view)
  if (reference?.messageId === undefined || snapshot !== undefined) return plain
  const found = world.messages.get(reference.messageId)
  const isHidden = found?.ephemeralFor !== undefined && message.ephemeralFor === undefined
  const target = isHidden ? undefined : found
  const referenced_message = target === undefined ? null : serializePlain(world, target, view)
  return { ...plain, referenced_message }
}

/** As the gateway shows it: with the guild and the author's membership. */
export function serializeMessageEvent(
  world: World,
  message: MessageState,
  view: MessageView,
): Json {
  const guild = world.guilds.get(message.guildId ?? '')
  const member = guild?.members.get(message.authorId)
  const channel = world.channels.get(message.channelId)
  return {
    ...serializeMessage(world, message, view),
    ...(guild === undefined ? {} : { guild_id: guild.id }),
    ...(channel === undefined ? {} : { channel_type: channel.type }),
    ...(member === undefined ? {} : { member: serializeMember(member) }),
  }
}

/**
 * Discord shows a bot without MESSAGE_CONTENT only its own messages, direct messages and those that mention it
 * itself: not @everyone, not its roles, the managed one included. A reply that pings counts as a mention unless
 * it answers an interaction's response.
 */
export function showsContent(world: World, message: MessageState, view: MessageView): boolean {
  const { botId } = view
  if (botId === undefined || view.messageContent || message.authorId === botId) return true
  const channel = world.channels.get(message.channelId)
  return channel?.type === ChannelKind.directMessage || message.namedIds.includes(botId)
}

function serializePlain(world: World, message: MessageState, view: MessageView): Json {
  const { reference, snapshot } = message
  const shown = showsContent(world, message, view)
  const thread = message.hasThread ? world.channels.get(message.id) : undefined
  return {
    id: message.id,
    channel_id: message.channelId,
    type: message.type,
    author: serializeAuthor(world, message),
    ...serializeContent(message, shown),
    timestamp: message.timestamp,
    edited_timestamp: message.editedTimestamp,
    flags: message.flags,
    tts: message.tts,
    pinned: message.pinned,
    mentions: message.mentionIds.map((id) => serializeUser(world.need('users', id))),
    mention_roles: message.mentionRoleIds,
    mention_everyone: message.mentionEveryone,
    ...(shown && message.poll !== undefined ? { poll: message.poll } : {}),
    ...(message.stickers.length === 0
      ? {}
      : { sticker_items: message.stickers.map(serializeSticker) }),
    ...(reference === undefined
      ? {}
      : { message_reference: serializeReference(reference, snapshot === undefined ? 0 : 1) }),
    ...(snapshot === undefined
      ? {}
      : { message_snapshots: [{ message: serializeSnapshot(world, snapshot, shown) }] }),
    ...(message.webhook === undefined ? {} : { webhook_id: message.webhook.id }),
    ...(message.position === undefined ? {} : { position: message.position }),
    ...(message.reactions.size === 0 ? {} : { reactions: serializeReactions(message, view.botId) }),
    ...(thread === undefined
      ? {}
      : { thread: serializeChannel(world, thread, { for: view.botId }) }),
    ...serializeInteraction(world, message),
  }
}

function serializeAuthor(world: World, { authorId, webhook }: MessageState): Json {
  return webhook === undefined
    ? serializeUser(world.need('users', authorId))
    : serializeWebhook(webhook)
}

function serializeReference(
  { channelId, messageId, guildId }: MessageReference,
  type: number,
): Json {
  return {
    type,
    channel_id: channelId,
    ...(messageId === undefined ? {} : { message_id: messageId }),
    ...(guildId === undefined ? {} : { guild_id: guildId }),
  }
}

/** To who may not read it, as empty as the message around it. */
function serializeSnapshot(world: World, snapshot: SnapshotState, shown: boolean): Json {
  const { type, timestamp, flags, stickers } = snapshot
  return {
    type,
    ...serializeContent(snapshot, shown),
    timestamp,
    edited_timestamp: snapshot.editedTimestamp,
    flags,
    mentions: snapshot.mentionIds.map((id) => serializeUser(world.need('users', id))),
    mention_roles: snapshot.mentionRoleIds,
    ...(stickers.length === 0 ? {} : { sticker_items: stickers.map(serializeSticker) }),
  }
}

function serializeContent(
  message: Pick<MessageState, 'content' | 'embeds' | 'components' | 'attachments' | 'flags'>,
  shown: boolean,
): Json {
  return {
    content: shown ? message.content : '',
    embeds: shown && !(message.flags & MessageFlag.suppressEmbeds) ? message.embeds : [],
    components: shown ? message.components : [],
    attachments: shown ? message.attachments.map(serializeAttachment) : [],
  }
}

/** A PNG. */
function serializeSticker({ id, name }: StickerState): Json {
  return { id, name, format_type: 1 }
}

function serializeAttachment(attachment: AttachmentState): Json {
  return {
    id: attachment.id,
    filename: attachment.filename,
    size: attachment.bytes.length,
    url: attachment.url,
    proxy_url: attachment.url,
    content_type: attachment.contentType,
    ...(attachment.description === undefined ? {} : { description: attachment.description }),
  }
}

function serializeReactions(message: MessageState, botId: string | undefined): Json[] {
  return [...message.reactions].map(([emoji, userIds]) => ({
    emoji: { id: null, name: emoji },
    count: userIds.size,
    count_details: { burst: 0, normal: userIds.size },
    burst_colors: [],
    me_burst: false,
    me: botId !== undefined && userIds.has(botId),
  }))
}

function serializeInteraction(world: World, message: MessageState): Json {
  const interaction = world.interactions.get(message.interactionId ?? '')
  if (interaction === undefined) return {}
  const user = serializeUser(world.need('users', interaction.userId))
  return {
    application_id: interaction.applicationId,
    webhook_id: interaction.applicationId,
    interaction_metadata: serializeMetadata(world, interaction, message),
    // Only command responses carry the older field.
    ...(interaction.type === 2 && message.id === interaction.originalId
      ? { interaction: { id: interaction.id, type: 2, name: interaction.commandName, user } }
      : {}),
  }
}

function serializeMetadata(
  world: World,
  interaction: InteractionState,
  message: MessageState,
): Json {
  const parent = world.interactions.get(interaction.parentId ?? '')
  return {
    id: interaction.id,
    type: interaction.type,
    user: serializeUser(world.need('users', interaction.userId)),
    authorizing_integration_owners: interaction.owners,
    ...(interaction.type === 2
      ? { name: interaction.commandName, command_type: interaction.commandType }
      : {}),
    ...(interaction.originalId === undefined || interaction.originalId === message.id
      ? {}
      : { original_response_message_id: interaction.originalId }),
    ...(interaction.targetMessageId === undefined
      ? {}
      : { target_message_id: interaction.targetMessageId }),
    ...(interaction.type === 3 ? { interacted_message_id: interaction.sourceMessageId } : {}),
    ...(interaction.type === 5 && parent !== undefined
      ? { triggering_interaction_metadata: serializeMetadata(world, parent, message) }
      : {}),
  }
}
