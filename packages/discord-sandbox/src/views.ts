import type { Json } from './json.ts'
import {
  type AttachmentState,
  type ChannelState,
  type InteractionState,
  isThread,
  type MessageState,
} from './state/entities.ts'

/** A message as it is stored at one moment. */
export interface Message {
  readonly id: string
  readonly channelId: string
  readonly guildId: string | undefined
  readonly authorId: string
  readonly type: number
  readonly content: string
  readonly flags: number
  /** ISO. */
  readonly timestamp: string
  readonly editedTimestamp: string | null
  readonly mentionIds: readonly string[]
  readonly mentionRoleIds: readonly string[]
  readonly mentionEveryone: boolean
  readonly embeds: readonly Json[]
  readonly components: readonly Json[]
  readonly attachments: readonly AttachmentState[]
  readonly poll: Json | undefined
  readonly stickers: readonly { readonly name: string }[]
  /** What it forwards, as that was then. */
  readonly snapshot: Pick<Message, 'type' | 'content' | 'embeds' | 'attachments'> | undefined
  /** Of the webhook that said it; also the author's id. */
  readonly webhookId: string | undefined
  /** The message replied to, or pointed at. */
  readonly referenceId: string | undefined
  readonly interactionId: string | undefined
  readonly hasThread: boolean
  /** Only this person sees it. */
  readonly ephemeralFor: string | undefined
  readonly nonce: string | number | undefined
  readonly pinned: boolean
}

export interface Channel {
  readonly id: string
  readonly type: number
  readonly guildId: string | undefined
  readonly name: string
  readonly topic: string | null
  readonly parentId: string | undefined
  readonly slowmodeSeconds: number
  /** What people's clients open threads with. */
  readonly defaultAutoArchiveMinutes: number | undefined
  readonly recipientIds: readonly string[]
}

export interface Thread extends Channel {
  readonly ownerId: string
  readonly archived: boolean
  readonly locked: boolean
  readonly autoArchiveMinutes: number
  readonly messageCount: number
  readonly memberIds: readonly string[]
}

/** What became of something a person used. */
export interface Interaction {
  readonly id: string
  readonly token: string
  readonly channelId: string
  /** undefined: "The application did not respond". */
  readonly acknowledgedAfterMs: number | undefined
  /** The type of the callback. */
  readonly answeredWith: number | undefined
  readonly responseMessageId: string | undefined
  readonly ephemeral: boolean
  readonly choices: readonly Json[]
  readonly modal: Json | undefined
}

export function messageView(message: MessageState): Message {
  return {
    id: message.id,
    channelId: message.channelId,
    guildId: message.guildId,
    authorId: message.authorId,
    type: message.type,
    content: message.content,
    flags: message.flags,
    timestamp: message.timestamp,
    editedTimestamp: message.editedTimestamp,
    mentionIds: message.mentionIds,
    mentionRoleIds: message.mentionRoleIds,
    mentionEveryone: message.mentionEveryone,
    embeds: message.embeds,
    components: message.components,
    attachments: message.attachments,
    poll: message.poll,
    stickers: message.stickers,
    snapshot: message.snapshot,
    webhookId: message.webhook?.id,
    referenceId: message.reference?.messageId,
    interactionId: message.interactionId,
    hasThread: message.hasThread,
    ephemeralFor: message.ephemeralFor,
    nonce: message.nonce,
    pinned: message.pinned,
  }
}

export function channelView(channel: ChannelState): Channel {
  const { id, type, guildId, name, topic, parentId, slowmodeSeconds, recipientIds } = channel
  const { defaultAutoArchiveMinutes } = channel
  const settings = { slowmodeSeconds, defaultAutoArchiveMinutes }
  return { id, type, guildId, name, topic, parentId, ...settings, recipientIds }
}

/** undefined: not a thread. */
export function threadView(channel: ChannelState): Thread | undefined {
  if (!isThread(channel)) return undefined
  const { ownerId, archived, locked, autoArchiveMinutes, messageCount, members } = channel.thread
  return {
    ...channelView(channel),
    ownerId,
    archived,
    locked,
    autoArchiveMinutes,
    messageCount,
    memberIds: [...members.keys()],
  }
}

export function interactionView(interaction: InteractionState): Interaction {
  const { answeredAtMs, createdAtMs } = interaction
  return {
    id: interaction.id,
    token: interaction.token,
    channelId: interaction.channelId,
    acknowledgedAfterMs: answeredAtMs === undefined ? undefined : answeredAtMs - createdAtMs,
    answeredWith: interaction.answeredWith,
    responseMessageId: interaction.originalId,
    ephemeral: interaction.ephemeral,
    choices: interaction.choices,
    modal: interaction.modal,
  }
}
