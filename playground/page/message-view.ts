import {
  MessageFlag,
  MessageType,
  type WireButton,
  type WireMessage,
  type WireUser,
  wireActionRow,
  wireButton,
} from './discord-wire.ts'
import type { NameOf } from './inline.ts'
import { parseMessage } from './markdown.ts'
import type { PageAuthor, PageButton, PageMessage } from './wire.ts'

/** What stands around a message and shows on it. */
export interface MessageContext {
  readonly nameOf: NameOf
  /** The thread that was made on this message. */
  readonly thread: NonNullable<PageMessage['thread']> | undefined
  /** For the first message of a thread, the one it was made on: that is what Discord shows there. */
  readonly starter: WireMessage | undefined
}

const excerptCharacters = 80

/** Turns a message of Discord into what a browser draws. */
export function viewMessage(message: WireMessage, context: MessageContext): PageMessage {
  const { thread, starter, nameOf } = context
  const shown = starter ?? message
  const usedCommand = usedCommandOf(shown)
  const reply = starter === undefined ? replyOf(message) : undefined
  const systemText = starter === undefined ? systemTextOf(message) : undefined
  return {
    id: message.id,
    channelId: message.channel_id,
    author: viewAuthor(shown.author),
    sentAtMs: Date.parse(shown.timestamp),
    body: parseMessage(shown.content, nameOf),
    isEdited: typeof shown.edited_timestamp === 'string',
    isThinking: (shown.flags & MessageFlag.loading) !== 0,
    isEphemeral: (shown.flags & MessageFlag.ephemeral) !== 0,
    ...(usedCommand === undefined ? {} : { usedCommand }),
    ...(reply === undefined ? {} : { reply }),
    ...(thread === undefined ? {} : { thread }),
    ...(systemText === undefined ? {} : { systemText }),
    attachments: shown.attachments.map(({ filename, url, size }) => {
      return { name: filename, url, sizeBytes: size }
    }),
    buttons: starter === undefined ? buttonsOf(message) : [],
  }
}

export function displayName(user: WireUser): string {
  return user.global_name ?? user.username
}

function viewAuthor(author: WireUser): PageAuthor {
  return { id: author.id, name: displayName(author), isBot: author.bot ?? false }
}

function usedCommandOf({ type, interaction_metadata }: WireMessage): PageMessage['usedCommand'] {
  if (type !== MessageType.slashCommand && type !== MessageType.contextMenuCommand) return undefined
  if (interaction_metadata?.name === undefined) return undefined
  const { user, name } = interaction_metadata
  const command = type === MessageType.slashCommand ? `/${name}` : name
  return { userName: displayName(user), command }
}

function replyOf({ type, referenced_message: target }: WireMessage): PageMessage['reply'] {
  if (target === undefined || type === MessageType.threadStarter) return undefined
  if (target === null) return { authorName: '', excerpt: 'The original message was deleted' }
  const characters = Array.from(target.content.replace(/\s+/g, ' ').trim())
  const isLong = characters.length > excerptCharacters
  const excerpt = `${characters.slice(0, excerptCharacters).join('')}${isLong ? '…' : ''}`
  return { authorName: displayName(target.author), excerpt }
}

function systemTextOf({ type, author, content }: WireMessage): string | undefined {
  const name = displayName(author)
  if (type === MessageType.threadCreated) return `${name} started a thread: ${content}`
  if (type === MessageType.recipientAdd) return `${name} added somebody to the thread.`
  if (type === MessageType.recipientRemove) return `${name} removed somebody from the thread.`
  if (type === MessageType.nameChanged) return `${name} changed the name: ${content}`
  if (type === MessageType.pin) return `${name} pinned a message.`
  if (type === MessageType.threadStarter) return 'The message that this thread began with is gone.'
  return undefined
}

/** Menus and other components are left out: the page draws buttons only. */
function buttonsOf({ components }: WireMessage): PageMessage['buttons'] {
  return components
    .flatMap((each) => wireActionRow.safeParse(each).data ?? [])
    .map((row) => row.components.flatMap((each) => wireButton.safeParse(each).data ?? []))
    .filter((row) => row.length > 0)
    .map((row) => row.map(viewButton))
}

const buttonStyles = ['primary', 'secondary', 'success', 'danger', 'link'] as const

function viewButton(button: WireButton): PageButton {
  return {
    label: [button.emoji?.name, button.label].filter(Boolean).join(' '),
    style: buttonStyles[button.style - 1] ?? 'secondary',
    isDisabled: button.disabled ?? false,
    ...(button.custom_id === undefined ? {} : { customId: button.custom_id }),
    ...(button.url === undefined ? {} : { url: button.url }),
  }
}
