import type { PageMessage } from '../../protocol.ts'

/** Discord's numbers for the types of messages that the page knows. */
export const MessageType = {
  plain: 0,
  recipientAdded: 1,
  recipientRemoved: 2,
  renamed: 4,
  pinned: 6,
  threadCreated: 18,
  reply: 19,
  command: 20,
  /** The first message in a message's thread; it stands for that message. */
  threadStarter: 21,
  menuCommand: 23,
} as const

const MessageFlag = { suppressEmbeds: 1 << 2, ephemeral: 1 << 6, loading: 1 << 7 } as const

type Flags = Pick<PageMessage, 'flags'>

export function isEphemeral(message: Flags): boolean {
  return has(message, MessageFlag.ephemeral)
}

export function isLoading(message: Flags): boolean {
  return has(message, MessageFlag.loading)
}

export function hidesEmbeds(message: Flags): boolean {
  return has(message, MessageFlag.suppressEmbeds)
}

/** Whether a person typed the message, and so may edit it. */
export function isTyped({ type }: Pick<PageMessage, 'type'>): boolean {
  return type === MessageType.plain || type === MessageType.reply
}

/** Whether the message answers a slash command or a context menu command. */
export function isOfCommand({ type }: Pick<PageMessage, 'type'>): boolean {
  return type === MessageType.command || type === MessageType.menuCommand
}

/** Whether it is not a system message. */
export function isSaid(message: Pick<PageMessage, 'type'>): boolean {
  return isTyped(message) || isOfCommand(message)
}

function has({ flags }: Flags, flag: number): boolean {
  return ((flags ?? 0) & flag) !== 0
}
