import {
  type APIAttachment,
  type APIEmbed,
  type APIMessage,
  type APIMessageSnapshotFields,
  type APIMessageTopLevelComponent,
  type APIUser,
  ComponentType,
  EmbedType,
  MessageReferenceType,
  MessageType,
} from 'discord.js'
import type { ConversationMessage, MessagePart, Speaker } from '../../core/conversation/message.ts'
import { customIdsIn, isEndButton } from '../messages/components.ts'

/** Types of messages that somebody wrote. Discord itself writes the others, about joins and pins. */
const writtenTypes: readonly MessageType[] = [
  MessageType.Default,
  MessageType.Reply,
  MessageType.ChatInputCommand,
  MessageType.ContextMenuCommand,
]

/** The bot's identity in a server or direct message. */
export interface BotIdentity {
  readonly id: string
  /** The bot's own role in the server. People mention it as if it were the bot. */
  readonly roleId: string | undefined
}

/** A message as a conversation has it; `undefined` for Discord's own messages. */
export function toConversationMessage(
  message: APIMessage,
  identity: BotIdentity,
): ConversationMessage | undefined {
  const { id, channel_id: channelId, author, type } = message
  if (!writtenTypes.includes(type)) return undefined
  const isReply = type === MessageType.Reply
  const common = {
    id,
    channelId,
    editedAt: message.edited_timestamp ?? '',
    replyToId: isReply ? message.message_reference?.message_id : undefined,
    replyTo: isReply ? replyToIn(message, identity) : undefined,
  }
  if (author.id !== identity.id) {
    return {
      ...common,
      author: 'person',
      speaker: toSpeaker(author, message.webhook_id !== undefined),
      text: readable(message.content, message.mentions, identity),
      parts: partsOf(message, identity),
    }
  }
  const { interaction_metadata: used, interaction } = message
  const user = used?.user ?? interaction?.user
  // Follow-ups to a command belong to its original response.
  const original = used?.original_response_message_id
  const answersCommand =
    type === MessageType.ChatInputCommand || type === MessageType.ContextMenuCommand
  return {
    ...common,
    author: 'platen',
    replyToId: original ?? common.replyToId,
    speaker: user && toSpeaker(user, false),
    text: message.content,
    parts: [],
    commandId: original === undefined ? (used?.id ?? (answersCommand ? id : undefined)) : undefined,
    hasEndButtons: customIdsIn(message).some(isEndButton),
  }
}

/** The messages that somebody wrote, in the same order. */
export function toConversationMessages(
  messages: readonly APIMessage[],
  identity: BotIdentity,
): readonly ConversationMessage[] {
  return messages.flatMap((message) => toConversationMessage(message, identity) ?? [])
}

/** Uses the global display name: Discord does not send a server's nickname with every message. */
export function toSpeaker(
  { id, global_name, username, bot }: Pick<APIUser, 'id' | 'global_name' | 'username' | 'bot'>,
  isWebhook: boolean,
): Speaker {
  const isApp = bot === true || isWebhook
  return { id, name: global_name ?? username, username: isApp ? undefined : username }
}

function replyToIn(
  message: APIMessage,
  identity: BotIdentity,
): ConversationMessage | null | undefined {
  const { referenced_message: referenced, message_reference: reference } = message
  if (reference?.type === MessageReferenceType.Forward || referenced === undefined) return undefined
  return referenced && toConversationMessage(referenced, identity)
}

/**
 * The text as people see it: with names for mentions and custom emoji, and without the leading mention
 * of the bot.
 */
function readable(
  content: string,
  mentions: readonly Pick<APIUser, 'id' | 'global_name' | 'username'>[],
  { id: botId, roleId }: BotIdentity,
): string {
  const names = new Map(mentions.map((user) => [user.id, user.global_name ?? user.username]))
  const mine = new RegExp(`^\\s*(?:<@!?${botId}>|<@&${roleId ?? botId}>)[ ,:]*`)
  return content
    .replace(mine, '')
    .replaceAll(/<@!?(\d+)>/g, (mention, id: string) => {
      const name = names.get(id)
      return name === undefined ? mention : `@${name}`
    })
    .replaceAll(/<a?(:\w+:)\d+>/g, '$1')
}

function partsOf(
  message: APIMessage | APIMessageSnapshotFields,
  identity: BotIdentity,
): readonly MessagePart[] {
  const { embeds, attachments, sticker_items: stickers = [] } = message
  const components = message.components ?? []
  const snapshots = 'message_snapshots' in message ? (message.message_snapshots ?? []) : []
  const poll = 'poll' in message ? message.poll : undefined
  return [
    ...snapshots.map(({ message: inner }): MessagePart => {
      const text = readable(inner.content, inner.mentions ?? [], identity)
      return { kind: 'forwarded', text, parts: partsOf(inner, identity) }
    }),
    ...embeds.flatMap((embed) => embedOf(embed) ?? []),
    ...[textsIn(components).join('\n')].filter(Boolean).map(embedPart),
    ...(poll === undefined ? [] : [pollOf(poll)]),
    ...stickers.map(({ name }): MessagePart => ({ kind: 'sticker', name })),
    ...attachments.map(fileOf),
  ]
}

/** An embed that an app wrote. The preview of a link is not the sender's text. */
function embedOf(embed: APIEmbed): MessagePart | undefined {
  if (embed.type !== undefined && embed.type !== EmbedType.Rich) return undefined
  const { author, title, description, fields = [], footer } = embed
  const lines = [
    author?.name,
    title,
    description,
    ...fields.map(({ name, value }) => `${name}: ${value}`),
    footer?.text,
  ]
  const text = lines.filter((line) => line !== undefined && line.trim() !== '').join('\n')
  return text === '' ? undefined : embedPart(text)
}

function embedPart(text: string): MessagePart {
  return { kind: 'embed', text }
}

/** The texts of a message that an app built of components. */
function textsIn(components: readonly APIMessageTopLevelComponent[]): readonly string[] {
  return components.flatMap((component) => {
    if (component.type === ComponentType.TextDisplay) return [component.content]
    if (component.type === ComponentType.Section) {
      return component.components.map(({ content }) => content)
    }
    return component.type === ComponentType.Container ? textsIn(component.components) : []
  })
}

function pollOf({ question, answers }: NonNullable<APIMessage['poll']>): MessagePart {
  return {
    kind: 'poll',
    question: question.text ?? '',
    answers: answers.map(({ poll_media: { text } }) => text ?? ''),
  }
}

function fileOf({ filename: name, content_type: type, size: bytes }: APIAttachment): MessagePart {
  return { kind: 'file', name, type, bytes }
}
