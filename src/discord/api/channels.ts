import { type Channel, ChannelType, type NewsChannel, type TextChannel } from 'discord.js'

/** A channel that is one conversation as a whole: a thread or a direct message. */
export interface ConversationChannel {
  readonly channelId: string
  /** The channel of the message that the thread was opened on; `undefined` where there is none. */
  readonly parentId: string | undefined
}

/** The channel as one conversation; `undefined` where many conversations go on beside each other. */
export function toConversationChannel(
  channel: Channel | null | undefined,
): ConversationChannel | undefined {
  if (channel?.isThread()) {
    const { id: channelId, parent, parentId } = channel
    const isForumPost =
      parent?.type === ChannelType.GuildForum || parent?.type === ChannelType.GuildMedia
    return { channelId, parentId: isForumPost ? undefined : (parentId ?? undefined) }
  }
  if (channel?.type === ChannelType.DM) return { channelId: channel.id, parentId: undefined }
  return undefined
}

/** The kinds of channels whose messages can have threads. */
export type ThreadParent = TextChannel | NewsChannel

export function supportsThreads(channel: Channel): channel is ThreadParent {
  return channel.type === ChannelType.GuildText || channel.type === ChannelType.GuildAnnouncement
}
