import type { Original } from '../journal.ts'
/** The author of a message, or the user of a command. */
export interface Speaker {
  readonly id: string
  /** The name that people see; somebody may have chosen it to mislead. */
  readonly name: string
  /** Discord's own name for a person, which nobody else has; `undefined` for apps and webhooks. */
  readonly username?: string | undefined
}

/** A part of a message beside its text. */
export type MessagePart =
  /** A message from elsewhere. */
  | { readonly kind: 'forwarded'; readonly text: string; readonly parts: readonly MessagePart[] }
  | { readonly kind: 'embed'; readonly text: string }
  | { readonly kind: 'poll'; readonly question: string; readonly answers: readonly string[] }
  | { readonly kind: 'sticker'; readonly name: string }
  /** A file; `type` as its sender says. */
  | {
      readonly kind: 'file'
      readonly name: string
      readonly type: string | undefined
      readonly bytes: number
    }

/** The content of a message: its text and its other parts. */
export interface MessageContent {
  /** The author; for an answer of Platen, the user of the command that it answers. */
  readonly speaker: Speaker | undefined
  readonly text: string
  readonly parts: readonly MessagePart[]
}

/** One Discord message, as far as a conversation needs it. */
export interface ConversationMessage extends MessageContent {
  readonly id: string
  readonly channelId: string
  readonly author: 'person' | 'platen'
  /** When it was changed last: a time that can be compared as text; '' for never. */
  readonly editedAt: string
  /** The message that this one replies to. */
  readonly replyToId?: string | undefined
  /** That message, where it is known; `null`: it was deleted. */
  readonly replyTo?: ConversationMessage | null | undefined
  /** The id of the command that this message answers. */
  readonly commandId?: string | undefined
  /** Whether it has the buttons of an answer that has ended: no page of that follows. */
  readonly hasEndButtons?: boolean
  /** Of the first page of an answer that was redrawn: what the model wrote, and what that shows as. */
  readonly original?: Original | undefined
  /** The message that was asked about, where a command was used on one; `null`: it is gone. */
  readonly about?: ConversationMessage | null | undefined
}

/** Whether anything in it can be read; files and stickers cannot. */
export function hasText({ text, parts }: Pick<MessageContent, 'text' | 'parts'>): boolean {
  return text.trim() !== '' || parts.some(({ kind }) => kind !== 'file' && kind !== 'sticker')
}

/** The names of all files that came with it, those of forwarded messages included. */
export function fileNamesIn(parts: readonly MessagePart[]): readonly string[] {
  return parts.flatMap((part) => {
    if (part.kind === 'file') return [part.name]
    return part.kind === 'forwarded' ? fileNamesIn(part.parts) : []
  })
}
