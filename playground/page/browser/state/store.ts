import type { APIGuildMember, APIUser } from 'discord-api-types/v10'
import type {
  PageChannel,
  PageMessage,
  PlaygroundState,
  Ready,
  ReadyGuild,
} from '../../protocol.ts'
import { type Channel, channelOf } from './channel.ts'
import { compareIds, isUpTo } from './ids.ts'
import { MessageLog } from './message-log.ts'
import { isEphemeral, MessageType } from './message-types.ts'
import { Notices } from './notices.ts'
import { ReadStates } from './read-states.ts'
import { Typing } from './typing.ts'

export interface Guild {
  readonly id: string
  readonly name: string
  readonly ownerId: string
  readonly roles: ReadonlyMap<string, string>
  readonly members: Map<string, APIUser>
}

/** The state that the page shows, kept up to date by gateway events. */
export class Store {
  me: Ready['user'] | undefined
  playground: PlaygroundState | undefined
  readonly guilds = new Map<string, Guild>()
  readonly channels = new Map<string, Channel>()
  readonly users = new Map<string, APIUser>()
  readonly messages = new MessageLog((message, lost) => this.#learn(message, lost))
  /** Threads that the person is a member of. */
  readonly joined = new Set<string>()
  readonly readStates = new ReadStates()
  readonly notices = new Notices()
  readonly #typing = new Typing()
  /** The newest message of each channel that came as an event. */
  readonly #told = new Map<string, string>()
  /** The newest message that is included in Discord's count of a thread. */
  readonly #countedTo = new Map<string, string>()
  /** Messages that do not count, or no longer count, in a thread. */
  readonly #uncounted = new Set<string>()

  /** Starts again, perhaps as another person. Messages have to be loaded again. */
  ready({ user, guilds, private_channels: direct }: Ready): void {
    if (this.me?.id !== user.id) this.notices.clear()
    this.me = user
    for (const known of [this.guilds, this.channels, this.messages, this.#typing]) known.clear()
    for (const known of [this.#told, this.#countedTo, this.joined, this.#uncounted]) known.clear()
    this.users.set(user.id, user)
    for (const guild of guilds) this.#addGuild(guild)
    for (const channel of direct) this.addChannel(channel)
    const newest = [...this.#countedTo].filter(([channelId]) => this.#isFollowed(channelId))
    this.readStates.ready(user.id, new Map(newest))
  }

  /** Applies a gateway event. `nowMs` is a time of `Date.now()`. */
  dispatch(name: string, data: unknown, nowMs: number): void {
    switch (name) {
      case 'CHANNEL_CREATE':
      case 'CHANNEL_UPDATE':
      case 'THREAD_CREATE':
      case 'THREAD_UPDATE':
        this.addChannel(data as PageChannel)
        break
      case 'CHANNEL_DELETE':
      case 'THREAD_DELETE':
        this.#dropChannel((data as { id: string }).id)
        break
      case 'THREAD_MEMBERS_UPDATE':
        this.#changeMembers(data as ThreadMembersUpdate)
        break
      case 'GUILD_MEMBER_ADD':
        this.#addMember(data as MemberAdd)
        break
      case 'GUILD_MEMBER_REMOVE': {
        const { guild_id, user } = data as { guild_id: string; user: APIUser }
        this.guilds.get(guild_id)?.members.delete(user.id)
        break
      }
      case 'MESSAGE_CREATE':
        this.#addMessage(data as PageMessage)
        break
      case 'MESSAGE_UPDATE':
        this.#changeMessage(data as PageMessage)
        break
      case 'MESSAGE_DELETE': {
        const { id, channel_id } = data as { id: string; channel_id: string }
        this.#dropMessages(channel_id, [id])
        break
      }
      case 'MESSAGE_DELETE_BULK': {
        const { ids, channel_id } = data as { ids: readonly string[]; channel_id: string }
        this.#dropMessages(channel_id, ids)
        break
      }
      case 'TYPING_START': {
        const { channel_id, user_id } = data as { channel_id: string; user_id: string }
        this.#typing.start(channel_id, user_id, nowMs)
        break
      }
    }
  }

  /** Adds or updates a channel. */
  addChannel(wire: PageChannel, guildId?: string): void {
    const before = this.channels.get(wire.id)
    const channel = channelOf(wire, guildId ?? wire.guild_id ?? before?.guildId)
    this.channels.set(wire.id, channel)
    if (wire.member !== undefined) this.joined.add(wire.id)
    this.#countedTo.set(wire.id, wire.last_message_id ?? '')
    for (const user of channel.recipients) this.users.set(user.id, user)
  }

  /** Newest first. */
  threadsOf(channelId: string): readonly Channel[] {
    return [...this.channels.values()]
      .filter(({ parentId, thread }) => parentId === channelId && thread !== undefined)
      .sort((one, other) => compareIds(other.id, one.id))
  }

  /** Other people who are typing in the channel. */
  typing(channelId: string, nowMs: number): readonly APIUser[] {
    return this.#typing
      .at(channelId, nowMs)
      .filter((id) => id !== this.me?.id)
      .flatMap((id) => this.users.get(id) ?? [])
  }

  isTypingAnywhere(nowMs: number): boolean {
    return this.#typing.isAnywhere(nowMs)
  }

  /** Removes an ephemeral message, which nobody else can see. */
  dismissMessage(channelId: string, messageId: string): void {
    this.#dropMessages(channelId, [messageId])
  }

  #addGuild({ id, name, owner_id: ownerId, roles, members, channels, threads }: ReadyGuild): void {
    const guild: Guild = {
      id,
      name,
      ownerId,
      roles: new Map(roles.map((role) => [role.id, role.name])),
      members: new Map(members.map(({ user }) => [user.id, user])),
    }
    this.guilds.set(id, guild)
    for (const { user } of members) this.users.set(user.id, user)
    for (const channel of [...channels, ...threads]) this.addChannel(channel, id)
  }

  #dropChannel(channelId: string): void {
    this.channels.delete(channelId)
    for (const known of [this.messages, this.readStates, this.#typing]) known.forget(channelId)
    for (const known of [this.#told, this.#countedTo, this.joined]) known.delete(channelId)
    for (const { id } of this.threadsOf(channelId)) this.#dropChannel(id)
  }

  #changeMembers({ id, added_members: added, removed_member_ids: removed }: ThreadMembersUpdate) {
    const me = this.me?.id ?? ''
    if (added?.some(({ user_id }) => user_id === me)) this.joined.add(id)
    if (!removed?.includes(me)) return
    this.joined.delete(id)
    this.readStates.read(id)
  }

  #addMember({ guild_id, user }: MemberAdd): void {
    this.users.set(user.id, user)
    this.guilds.get(guild_id)?.members.set(user.id, user)
  }

  #addMessage(message: PageMessage): void {
    const { id, channel_id: channelId, author } = message
    // Ids rise within a channel, so a repeated event is ignored.
    if (isUpTo(id, this.#told.get(channelId))) return
    this.#told.set(channelId, id)
    this.#learn(message)
    this.#typing.end(channelId, author.id)
    if (!isUpTo(id, this.#countedTo.get(channelId))) this.#count(channelId, id, 1)
    this.#mark(message)
    this.messages.add(message)
  }

  #changeMessage(message: PageMessage): void {
    this.#learn(message)
    this.messages.change(message)
  }

  #dropMessages(channelId: string, ids: readonly string[]): void {
    for (const id of new Set(ids)) {
      this.#count(channelId, id, -1)
      this.#uncounted.add(id)
    }
    this.messages.drop(channelId, ids)
  }

  /** Counts a thread's messages, as Discord's clients do themselves. */
  #count(channelId: string, messageId: string, by: number): void {
    const channel = this.channels.get(channelId)
    if (channel?.thread === undefined || this.#uncounted.has(messageId)) return
    const messageCount = Math.max(0, channel.thread.messageCount + by)
    this.channels.set(channelId, { ...channel, thread: { ...channel.thread, messageCount } })
  }

  /** Only a thread's members get notified of its messages. */
  #isFollowed(channelId: string): boolean {
    return this.channels.get(channelId)?.thread === undefined || this.joined.has(channelId)
  }

  #mark(message: PageMessage): void {
    const { channel_id: channelId, id, author, mentions, mention_everyone, type } = message
    const isMine = author.id === this.me?.id
    const isNews = type !== MessageType.threadCreated && type !== MessageType.threadStarter
    if (isMine || !isNews || !this.#isFollowed(channelId)) {
      this.readStates.addRead(channelId, id)
      return
    }
    const isMentioned =
      type !== MessageType.recipientAdded &&
      (mention_everyone || mentions.some((user) => user.id === this.me?.id))
    this.readStates.addUnread(channelId, id, isMentioned || message.guild_id === undefined)
  }

  /** `lost` are deleted channels, which a message must not add again. */
  #learn(message: PageMessage, lost?: ReadonlySet<string>): void {
    const { author, mentions, thread, guild_id } = message
    if (!isCounted(message)) this.#uncounted.add(message.id)
    this.users.set(author.id, author)
    for (const user of mentions) this.users.set(user.id, user)
    if (thread !== undefined && !this.channels.has(thread.id) && !lost?.has(thread.id)) {
      this.addChannel(thread as PageChannel, guild_id)
    }
  }
}

/** A thread's starter message and ephemeral messages do not count. */
function isCounted(message: PageMessage): boolean {
  const { id, channel_id, type } = message
  return type !== MessageType.threadStarter && id !== channel_id && !isEphemeral(message)
}

interface ThreadMembersUpdate {
  readonly id: string
  readonly added_members?: readonly { readonly user_id?: string }[]
  readonly removed_member_ids?: readonly string[]
}

type MemberAdd = APIGuildMember & { readonly guild_id: string; readonly user: APIUser }
