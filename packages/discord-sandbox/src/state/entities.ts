import type { Json } from '../json.ts'
import type { Overwrite } from '../permissions.ts'

export interface UserState {
  readonly id: string
  readonly name: string
  readonly displayName: string | null
  readonly bot: boolean
  locale: string
}

/** A bot's application; its id is also the bot's user id. */
export interface ApplicationState {
  readonly id: string
  readonly token: string
  readonly name: string
  description: string
  /** Is the privileged intent switched on in the developer portal? */
  messageContent: boolean
  /** The same for GUILD_MEMBERS. */
  readonly guildMembers: boolean
  installParams: Json | undefined
  /** By installation type (0 servers, 1 users): where the developer portal lets it be installed. */
  installConfig: Json
  /** The people who installed it for themselves. */
  readonly installedFor: Set<string>
  readonly commands: Map<string, CommandState>
}

export interface CommandState {
  readonly id: string
  readonly guildId: string | undefined
  readonly version: string
  /** 1 slash, 2 user, 3 message. */
  readonly type: number
  readonly name: string
  /** As registered and normalised, without ids. */
  readonly definition: Json
}

export interface RoleState {
  readonly id: string
  readonly name: string
  permissions: bigint
  readonly position: number
  readonly mentionable: boolean
  /** The application whose own role this is. */
  readonly botId: string | undefined
}

export interface MemberState {
  readonly userId: string
  readonly joinedAt: string
  /** Without @everyone. */
  roleIds: string[]
}

export interface GuildState {
  readonly id: string
  readonly name: string
  readonly ownerId: string
  readonly preferredLocale: string
  readonly maxActiveThreads: number
  readonly roles: Map<string, RoleState>
  readonly members: Map<string, MemberState>
}

export const ChannelKind = {
  text: 0,
  directMessage: 1,
  voice: 2,
  groupDirectMessage: 3,
  category: 4,
  announcement: 5,
  announcementThread: 10,
  publicThread: 11,
  privateThread: 12,
  stage: 13,
  forum: 15,
  media: 16,
} as const

export interface ThreadState {
  readonly ownerId: string
  archived: boolean
  locked: boolean
  archivedAt: string
  autoArchiveMinutes: number
  invitable: boolean
  messageCount: number
  totalMessageSent: number
  readonly createdAt: string
  readonly members: Map<string, string>
}

export interface ChannelState {
  readonly id: string
  readonly type: number
  readonly guildId: string | undefined
  name: string
  topic: string | null
  parentId: string | undefined
  slowmodeSeconds: number
  /** What the official client opens threads with. */
  defaultAutoArchiveMinutes: number | undefined
  readonly position: number
  overwrites: Overwrite[]
  /** Both ends of a direct message; all of a group, its owner first. */
  readonly recipientIds: readonly string[]
  lastMessageId: string | null
  /** Oldest first, without ephemeral ones. */
  readonly messageIds: string[]
  readonly thread: ThreadState | undefined
}

export interface MessageState {
  readonly id: string
  readonly channelId: string
  readonly guildId: string | undefined
  readonly authorId: string
  readonly type: number
  /** Milliseconds of the stand-in's own clock. */
  readonly createdAtMs: number
  readonly timestamp: string
  readonly tts: boolean
  readonly nonce: string | number | undefined
  readonly reference: MessageReference | undefined
  /** The interaction this message answers. */
  readonly interactionId: string | undefined
  /** Only this person sees it. */
  readonly ephemeralFor: string | undefined
  readonly position: number | undefined
  content: string
  editedTimestamp: string | null
  flags: number
  mentionIds: readonly string[]
  /** Bots among them may read it: named in the text, or by a reply that pings to a regular message. */
  namedIds: readonly string[]
  mentionRoleIds: readonly string[]
  mentionEveryone: boolean
  embeds: readonly Json[]
  components: readonly Json[]
  attachments: readonly AttachmentState[]
  /** As it is shown to whoever may read it; no vote is ever cast. */
  readonly poll: Json | undefined
  readonly stickers: readonly StickerState[]
  /** Set where a webhook is the author: it is nobody's user. */
  readonly webhook: WebhookState | undefined
  /** Of the message that this one forwards. */
  readonly snapshot: SnapshotState | undefined
  pinned: boolean
  hasThread: boolean
  readonly reactions: Map<string, Set<string>>
}

/** What a forward keeps of the message as it was then; not who wrote it. */
export type SnapshotState = Readonly<
  Pick<
    MessageState,
    | 'type'
    | 'content'
    | 'mentionIds'
    | 'mentionRoleIds'
    | 'attachments'
    | 'embeds'
    | 'timestamp'
    | 'editedTimestamp'
    | 'flags'
    | 'components'
    | 'stickers'
  >
>

export interface StickerState {
  readonly id: string
  readonly name: string
}

export interface WebhookState {
  readonly id: string
  readonly name: string
}

export interface MessageReference {
  readonly channelId: string
  /** Absent where it points to a channel as a whole. */
  readonly messageId: string | undefined
  readonly guildId: string | undefined
}

export interface AttachmentState {
  readonly id: string
  readonly filename: string
  readonly description: string | undefined
  readonly contentType: string
  readonly url: string
  readonly bytes: Uint8Array
}

/** Who installed the app, by installation type: a server's id ("0" in the bot's direct messages), a user's. */
export type Owners = Readonly<Partial<Record<0 | 1, string>>>

export interface InteractionState {
  readonly id: string
  readonly token: string
  /** 2 command, 3 component, 4 autocomplete, 5 modal. */
  readonly type: number
  readonly applicationId: string
  readonly userId: string
  readonly guildId: string | undefined
  readonly channelId: string
  readonly commandName: string
  readonly commandType: number
  readonly owners: Owners
  readonly targetMessageId: string | undefined
  /** The message whose component was used. */
  readonly sourceMessageId: string | undefined
  /** The interaction whose modal this is. */
  readonly parentId: string | undefined
  readonly createdAtMs: number
  /** The callback's type, once there was one. */
  answeredWith: number | undefined
  answeredAtMs: number | undefined
  ephemeral: boolean
  originalId: string | undefined
  followUps: number
  /** Set by a fault: the token is dead before its time. */
  expired: boolean
  choices: readonly Json[]
  modal: Json | undefined
}

export const MessageFlag = {
  suppressEmbeds: 1 << 2,
  hasThread: 1 << 5,
  ephemeral: 1 << 6,
  loading: 1 << 7,
  suppressNotifications: 1 << 12,
  hasSnapshot: 1 << 14,
  componentsV2: 1 << 15,
} as const

export const MessageKind = {
  plain: 0,
  recipientAdd: 1,
  recipientRemove: 2,
  nameChanged: 4,
  channelPinned: 6,
  threadCreated: 18,
  reply: 19,
  slashCommand: 20,
  threadStarter: 21,
  contextMenuCommand: 23,
} as const

/** Only threads can be made in it, each with its first message inside. */
export function isForum({ type }: ChannelState): boolean {
  return type === ChannelKind.forum || type === ChannelKind.media
}

/** Categories, forums and media channels have no messages of their own. */
export function holdsMessages(channel: ChannelState): boolean {
  return channel.type !== ChannelKind.category && !isForum(channel)
}

/** Voice and stage: their text is for those who may connect. */
export function isVoice({ type }: ChannelState): boolean {
  return type === ChannelKind.voice || type === ChannelKind.stage
}

/** A direct message of two or of a group. */
export function isPrivate({ type }: ChannelState): boolean {
  return type === ChannelKind.directMessage || type === ChannelKind.groupDirectMessage
}

export function isThread(channel: ChannelState): channel is ChannelState & { thread: ThreadState } {
  return channel.thread !== undefined
}
