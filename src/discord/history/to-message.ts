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
import { buttonIdsOf, isEndButton } from '../messages/components.ts'

/** Messages that somebody wrote, as opposed to those that Discord writes about joins and pins. */
const written: readonly MessageType[] = [
  MessageType.Default,
  MessageType.Reply,
  MessageType.ChatInputCommand,
  MessageType.ContextMenuCommand,
]

/** Who the bot is where a message stands. */
export interface Me {
  readonly id: string
  /** Its own role in the server, which people mention as if it were the bot. */
  readonly roleId: string | undefined
}

/** A message as a conversation needs it; `undefined` for one that nobody wrote. */
export function postOf(message: APIMessage, me: Me): ConversationMessage | undefined {
  const { id, channel_id: channelId, author, type } = message
  if (!written.includes(type)) return undefined
  const isReply = type === MessageType.Reply
  const common = {
    id,
    channelId,
    editedAt: message.edited_timestamp ?? '',
    replyToId: isReply ? message.message_reference?.message_id : undefined,
    replyTo: isReply ? mentionedIn(message, me) : undefined,
  }
  if (author.id !== me.id) {
    return {
      ...common,
      author: 'person',
      speaker: speakerOf(author, message.webhook_id !== undefined),
      text: readable(message.content, message.mentions, me),
      parts: partsOf(message, me),
    }
  }
  const { interaction_metadata: used, interaction } = message
  const user = used?.user ?? interaction?.user
  // Further messages of a command go on with its first one.
  const original = used?.original_response_message_id
  const answersCommand =
    type === MessageType.ChatInputCommand || type === MessageType.ContextMenuCommand
  return {
    ...common,
    author: 'platen',
    replyToId: original ?? common.replyToId,
    speaker: user && speakerOf(user, false),
    text: message.content,
    parts: [],
    commandId: original === undefined ? (used?.id ?? (answersCommand ? id : undefined)) : undefined,
    hasEndButtons: buttonIdsOf(message).some(isEndButton),
  }
}

/** The name that everybody sees everywhere: the one in a server is not told with every message. */
export function speakerOf(
  { id, global_name, username, bot }: Pick<APIUser, 'id' | 'global_name' | 'username' | 'bot'>,
  isWebhook: boolean,
): Speaker {
  const isApp = bot === true || isWebhook
  return { id, name: global_name ?? username, username: isApp ? undefined : username }
}

function mentionedIn(message: APIMessage, me: Me): ConversationMessage | null | undefined {
  const { referenced_message: referenced, message_reference: reference } = message
  if (reference?.type === MessageReferenceType.Forward || referenced === undefined) return undefined
  return referenced && postOf(referenced, me)
}

/**
 * The text as people see it: names for mentions and custom emoji, and without the mention of the bot
 * by which a message was addressed to it.
 */
function readable(
  content: string,
  mentions: readonly Pick<APIUser, 'id' | 'global_name' | 'username'>[],
  { id: me, roleId }: Me,
): string {
  const names = new Map(mentions.map((user) => [user.id, user.global_name ?? user.username]))
  const mine = new RegExp(`^\\s*(?:<@!?${me}>|<@&${roleId ?? me}>)[ ,:]*`)
  return content
    .replace(mine, '')
    .replaceAll(/<@!?(\d+)>/g, (mention, id: string) => {
      const name = names.get(id)
      return name === undefined ? mention : `@${name}`
    })
    .replaceAll(/<a?(:\w+:)\d+>/g, '$1')
}

function partsOf(message: APIMessage | APIMessageSnapshotFields, me: Me): readonly MessagePart[] {
  const { embeds, attachments, sticker_items: stickers = [] } = message
  const components = message.components ?? []
  const snapshots = 'message_snapshots' in message ? (message.message_snapshots ?? []) : []
  const poll = 'poll' in message ? message.poll : undefined
  return [
    ...snapshots.map(({ message: inner }): MessagePart => {
      const text = readable(inner.content, inner.mentions ?? [], me)
      return { kind: 'forwarded', text, parts: partsOf(inner, me) }
    }),
    ...embeds.flatMap((embed) => embedOf(embed) ?? []),
    ...[textsIn(components).join('\n')].filter(Boolean).map(embedPart),
    ...(poll === undefined ? [] : [pollOf(poll)]),
    ...stickers.map(({ name }): MessagePart => ({ kind: 'sticker', name })),
    ...attachments.map(fileOf),
  ]
}

/** What an app has written; the preview of a link that somebody posted is no words of theirs. */
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

/** The texts of a message that an app has built of components only. */
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
