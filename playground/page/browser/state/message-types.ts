import type { PageMessage } from '../../protocol.ts'

/** Discord's numbers for what a message is, as far as the page tells them apart. */
export const MessageType = {
  plain: 0,
  recipientAdded: 1,
  recipientRemoved: 2,
  renamed: 4,
  pinned: 6,
  threadCreated: 18,
  reply: 19,
  command: 20,
  /** The first in a thread that was made on a message, which it stands for. */
  threadStarter: 21,
  menuCommand: 23,
} as const

const MessageFlag = { suppressEmbeds: 1 << 2, ephemeral: 1 << 6, loading: 1 << 7 } as const

type Flags = Pick<PageMessage, 'flags'>

/** One person alone can see it, and it does not last. */
export function isEphemeral(message: Flags): boolean {
  return has(message, MessageFlag.ephemeral)
}

/** It only says that somebody is thinking. */
export function isLoading(message: Flags): boolean {
  return has(message, MessageFlag.loading)
}

export function hidesEmbeds(message: Flags): boolean {
  return has(message, MessageFlag.suppressEmbeds)
}

/** Typed by somebody, who may edit it. */
export function isTyped({ type }: Pick<PageMessage, 'type'>): boolean {
  return type === MessageType.plain || type === MessageType.reply
}

/** Brought by a command, of the slash or of a menu. */
export function isOfCommand({ type }: Pick<PageMessage, 'type'>): boolean {
  return type === MessageType.command || type === MessageType.menuCommand
}

/** Said by somebody; the others Discord writes itself. */
export function isSaid(message: Pick<PageMessage, 'type'>): boolean {
  return isTyped(message) || isOfCommand(message)
}

function has({ flags }: Flags, flag: number): boolean {
  return ((flags ?? 0) & flag) !== 0
}
