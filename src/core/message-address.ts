/** The address of a Discord message. */
export interface MessageAddress {
  readonly channelId: string
  readonly messageId: string
}

/** The link to a message. `guildId` is `null` in direct messages. */
export function messageUrl(
  { channelId, messageId }: MessageAddress,
  guildId: string | null,
): string {
  return `https://discord.com/channels/${guildId ?? '@me'}/${channelId}/${messageId}`
}

/** Reads such a link at the end of a text. */
export function parseMessageUrl(text: string): MessageAddress | undefined {
  const [, channelId, messageId] = /\/channels\/(?:\d+|@me)\/(\d+)\/(\d+)$/.exec(text) ?? []
  return channelId === undefined || messageId === undefined ? undefined : { channelId, messageId }
}
