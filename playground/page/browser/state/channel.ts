import type { APIUser } from 'discord-api-types/v10'
import type { PageChannel } from '../../protocol.ts'

/** Discord's numbers for the types of channels that the page shows. */
export const ChannelType = {
  text: 0,
  directMessage: 1,
  voice: 2,
  group: 3,
  category: 4,
  announcement: 5,
  announcementThread: 10,
  publicThread: 11,
  privateThread: 12,
  forum: 15,
} as const

export interface Channel {
  readonly id: string
  readonly kind: number
  readonly guildId: string | undefined
  readonly parentId: string | undefined
  readonly name: string
  readonly topic: string
  readonly position: number
  /** The other people of a direct message. */
  readonly recipients: readonly APIUser[]
  readonly thread: ThreadState | undefined
}

export interface ThreadState {
  readonly isArchived: boolean
  readonly isLocked: boolean
  readonly isPrivate: boolean
  /** Counts messages of people and bots, without the starter message. */
  readonly messageCount: number
}

export function channelOf(wire: PageChannel, guildId = wire.guild_id): Channel {
  const { thread_metadata: metadata } = wire
  const recipients = wire.recipients ?? []
  return {
    id: wire.id,
    kind: wire.type,
    guildId,
    parentId: wire.parent_id ?? undefined,
    name: wire.name ?? recipients.map(nameOf).join(', '),
    topic: wire.topic ?? '',
    position: wire.position ?? 0,
    recipients,
    thread:
      metadata === undefined
        ? undefined
        : {
            isArchived: metadata.archived,
            isLocked: metadata.locked ?? false,
            isPrivate: wire.type === ChannelType.privateThread,
            messageCount: wire.message_count ?? 0,
          },
  }
}

/** Whether people write in it directly; a forum has only threads. */
export function holdsMessages({ kind }: Channel): boolean {
  return kind !== ChannelType.category && kind !== ChannelType.forum
}

export function nameOf(user: APIUser): string {
  return user.global_name ?? user.username
}
