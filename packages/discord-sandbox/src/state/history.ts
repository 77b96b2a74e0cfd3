import type { AttachmentState, MessageState } from './entities.ts'

/** One state that a message has had. */
export interface MessageSnapshot {
  /** Milliseconds, monotonic (`performance.now()`). */
  readonly at: number
  readonly content: string
  readonly flags: number
  readonly embeds: MessageState['embeds']
  readonly components: MessageState['components']
  readonly attachments: readonly AttachmentState[]
  readonly deleted: boolean
}

/** A create or an edit that notified someone, or would have on a phone. */
export interface Ping {
  readonly at: number
  readonly messageId: string
  readonly channelId: string
  readonly userIds: readonly string[]
  readonly roleIds: readonly string[]
  readonly everyone: boolean
  readonly by: 'create' | 'edit'
  /** The author of the message replied to is among `userIds` because of the reply. */
  readonly repliedUser: boolean
}

/** What has been, for whoever looks back. */
export class History {
  readonly pings: Ping[] = []
  readonly #states = new Map<string, MessageSnapshot[]>()

  states(messageId: string): readonly MessageSnapshot[] {
    return this.#states.get(messageId) ?? []
  }

  record(message: MessageState, at: number, deleted = false): void {
    const states = this.#states.get(message.id) ?? []
    this.#states.set(message.id, states)
    const { content, flags, embeds, components, attachments } = message
    states.push({ at, content, flags, embeds, components, attachments, deleted })
  }
}
