import type { APIGuildMember, APIUser } from 'discord-api-types/v10'
import type { PageMessage, PlaygroundState, Ready, ReadyGuild } from '../wire.ts'
import { type Channel, channelOf, type WireChannel } from './channel.ts'
import { compareIds } from './ids.ts'
import { MessageKind } from './message-kinds.ts'
import {
  answersTo,
  caughtUp,
  isCounted,
  isUpTo,
  newer,
  together,
  withoutTarget,
} from './messages.ts'
import { Notices } from './notices.ts'
import { Typing } from './typing.ts'

export interface Guild {
  readonly id: string
  readonly name: string
  readonly ownerId: string
  readonly roles: ReadonlyMap<string, string>
  readonly members: Map<string, APIUser>
}

/** What was said in a channel since the person looked at it last. */
export interface Unread {
  readonly firstId: string
  readonly mentions: number
}

/** A page of history on its way, and what it may not know yet. */
interface Asked {
  readonly news: Map<string, PageMessage | 'gone'>
  readonly lostChannels: Set<string>
}

const historyPage = 50

/**
 * What this browser knows: what there is, kept up to date by Discord's own events. Messages are
 * replaced, never changed, so that what is drawn can be kept as long as the message is the same.
 */
export class Store {
  me: Ready['user'] | undefined
  playground: PlaygroundState | undefined
  readonly guilds = new Map<string, Guild>()
  readonly channels = new Map<string, Channel>()
  readonly users = new Map<string, APIUser>()
  /** By channel, oldest first; only of channels that were opened. */
  readonly messages = new Map<string, readonly PageMessage[]>()
  /** Channels whose first message is among those known. */
  readonly complete = new Set<string>()
  /** The newest message of a channel, known even where the others are not. */
  readonly newest = new Map<string, PageMessage>()
  readonly unread = new Map<string, Unread>()
  /** Threads that the person is a member of. */
  readonly joined = new Set<string>()
  /** Of the people that one has been before; what came meanwhile is not in it. */
  readonly #unreadOfOthers = new Map<string, ReadonlyMap<string, Unread>>()
  readonly notices = new Notices()
  readonly #typing = new Typing()
  /** By channel. */
  readonly #asked = new Map<string, Asked>()
  /** The newest message of each channel whose coming was told. */
  readonly #told = new Map<string, string>()
  /** The newest message that is in the count of a thread, as Discord gave it. */
  readonly #countedTo = new Map<string, string>()
  /** Messages that no thread counts, or not any more. */
  readonly #uncounted = new Set<string>()

  /** Begins anew, as somebody else perhaps. What was open has to be fetched again. */
  ready({ user, guilds, private_channels: direct }: Ready): void {
    const before = this.me
    const isSame = before?.id === user.id
    this.me = user
    for (const known of [this.guilds, this.channels, this.messages, this.newest]) known.clear()
    for (const known of [this.#asked, this.#told, this.#countedTo]) known.clear()
    this.#typing.clear()
    for (const known of [this.complete, this.joined, this.#uncounted]) known.clear()
    if (!isSame) {
      if (before !== undefined) this.#unreadOfOthers.set(before.id, new Map(this.unread))
      this.unread.clear()
      for (const [id, unread] of this.#unreadOfOthers.get(user.id) ?? [])
        this.unread.set(id, unread)
      this.notices.clear()
    }
    this.users.set(user.id, user)
    for (const guild of guilds) this.#addGuild(guild)
    for (const channel of direct) this.#addChannel(channel as WireChannel)
    for (const id of this.unread.keys()) if (!this.channels.has(id)) this.unread.delete(id)
  }

  /** `nowMs`: of `Date.now()`. */
  dispatch(name: string, data: unknown, nowMs: number): void {
    switch (name) {
      case 'CHANNEL_CREATE':
      case 'CHANNEL_UPDATE':
      case 'THREAD_CREATE':
      case 'THREAD_UPDATE':
        this.#addChannel(data as WireChannel)
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

  /**
   * Opens a channel, or goes back in it: `fetch` gives what was said there before a message, oldest
   * first, or the newest. Does nothing where that is on its way, or nothing older is left.
   */
  async loadOlder(
    channelId: string,
    fetch: (before: string | undefined) => Promise<readonly PageMessage[]>,
  ): Promise<void> {
    if (this.complete.has(channelId) || this.#asked.has(channelId)) return
    const known = this.messages.get(channelId)
    const asked: Asked = { news: new Map(), lostChannels: new Set() }
    // Somebody else may look on when the answer comes, or the channel be lost.
    const isWanted = () => this.#asked.get(channelId) === asked
    this.#asked.set(channelId, asked)
    // What is said from now on stands behind what is fetched.
    this.messages.set(channelId, known ?? [])
    try {
      const older = await fetch(known?.[0]?.id)
      if (isWanted()) this.#addHistory(channelId, older, asked)
    } catch (error) {
      if (isWanted() && known === undefined) this.messages.delete(channelId)
      throw error
    } finally {
      if (isWanted()) this.#asked.delete(channelId)
    }
  }

  addChannel(wire: WireChannel): void {
    this.#addChannel(wire)
  }

  message(channelId: string, messageId: string): PageMessage | undefined {
    return this.messages.get(channelId)?.find(({ id }) => id === messageId)
  }

  /** Newest first. */
  threadsOf(channelId: string): readonly Channel[] {
    return [...this.channels.values()]
      .filter(({ parentId, thread }) => parentId === channelId && thread !== undefined)
      .sort((one, other) => compareIds(other.id, one.id))
  }

  /** Those who type there now, without the person themselves. */
  typing(channelId: string, nowMs: number): readonly APIUser[] {
    return this.#typing
      .at(channelId, nowMs)
      .filter((id) => id !== this.me?.id)
      .flatMap((id) => this.users.get(id) ?? [])
  }

  isTypingAnywhere(nowMs: number): boolean {
    return this.#typing.isAnywhere(nowMs)
  }

  markRead(channelId: string): void {
    this.unread.delete(channelId)
  }

  /** Ephemeral messages can be put away; nobody else ever saw them. */
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
    for (const channel of [...channels, ...threads]) this.#addChannel(channel as WireChannel, id)
  }

  #addChannel(wire: WireChannel, guildId?: string): void {
    const before = this.channels.get(wire.id)
    const channel = channelOf(wire, guildId ?? wire.guild_id ?? before?.guildId)
    this.channels.set(wire.id, channel)
    if (wire.member !== undefined) this.joined.add(wire.id)
    this.#countedTo.set(wire.id, wire.last_message_id ?? '')
    for (const user of channel.recipients) this.users.set(user.id, user)
  }

  #dropChannel(channelId: string): void {
    this.channels.delete(channelId)
    for (const known of [this.messages, this.newest, this.unread]) known.delete(channelId)
    this.#typing.forget(channelId)
    for (const known of [this.#asked, this.#told, this.#countedTo]) known.delete(channelId)
    for (const known of [this.complete, this.joined]) known.delete(channelId)
    for (const { lostChannels } of this.#asked.values()) lostChannels.add(channelId)
    for (const { id } of this.threadsOf(channelId)) this.#dropChannel(id)
  }

  #changeMembers({ id, added_members: added, removed_member_ids: removed }: ThreadMembersUpdate) {
    const me = this.me?.id ?? ''
    if (added?.some(({ user_id }) => user_id === me)) this.joined.add(id)
    if (!removed?.includes(me)) return
    this.joined.delete(id)
    this.unread.delete(id)
  }

  #addMember({ guild_id, user }: MemberAdd): void {
    this.users.set(user.id, user)
    this.guilds.get(guild_id)?.members.set(user.id, user)
  }

  #addMessage(message: PageMessage): void {
    const { id, channel_id: channelId, author } = message
    // Within a channel ids rise: an event that comes twice adds nothing.
    if (isUpTo(id, this.#told.get(channelId))) return
    this.#told.set(channelId, id)
    this.#learn(message)
    this.#typing.end(channelId, author.id)
    if (!isUpTo(id, this.#countedTo.get(channelId))) this.#count(channelId, id, 1)
    if (author.id !== this.me?.id) this.#markUnread(message)
    // History may have brought this one already, and newer ones.
    if (!isUpTo(id, this.newest.get(channelId)?.id)) this.newest.set(channelId, message)
    const known = this.messages.get(channelId)
    if (known !== undefined) this.messages.set(channelId, together([message], known))
  }

  /** Oldest first; what is known by now is as new as what was fetched, or newer. */
  #addHistory(
    channelId: string,
    older: readonly PageMessage[],
    { news, lostChannels }: Asked,
  ): void {
    const added = older
      .filter(({ id }) => news.get(id) !== 'gone')
      .map((message) => caughtUp(newer(message, news.get(message.id)), news))
    for (const message of added) this.#learn(message, lostChannels)
    const all = together(added, this.messages.get(channelId) ?? [])
    this.messages.set(channelId, all)
    const last = all.at(-1)
    if (last !== undefined && !this.newest.has(channelId)) this.newest.set(channelId, last)
    if (older.length < historyPage) this.complete.add(channelId)
  }

  #changeMessage(message: PageMessage): void {
    const { id, channel_id: channelId } = message
    this.#learn(message)
    for (const { news } of this.#asked.values()) news.set(id, message)
    if (this.newest.get(channelId)?.id === id) this.newest.set(channelId, message)
    // A thread that was made on this message begins with what it says now.
    this.#revise(id, (each) => answersTo(each, message))
    this.#revise(channelId, (each) =>
      each.id === id ? newer(each, message) : answersTo(each, message),
    )
  }

  #revise(channelId: string, revised: (message: PageMessage) => PageMessage): void {
    const known = this.messages.get(channelId)
    if (known !== undefined) this.messages.set(channelId, known.map(revised))
  }

  #dropMessages(channelId: string, ids: readonly string[]): void {
    const gone = new Set(ids)
    for (const id of gone) {
      for (const { news } of this.#asked.values()) news.set(id, 'gone')
      this.#count(channelId, id, -1)
      this.#uncounted.add(id)
      this.#revise(id, (each) => withoutTarget(each, gone))
    }
    const left = this.messages.get(channelId)?.filter(({ id }) => !gone.has(id))
    if (left !== undefined) this.messages.set(channelId, left)
    this.#revise(channelId, (each) => withoutTarget(each, gone))
    const newest = this.newest.get(channelId)
    if (newest === undefined || !gone.has(newest.id)) return
    const before = this.messages.get(channelId)?.at(-1)
    if (before === undefined) this.newest.delete(channelId)
    else this.newest.set(channelId, before)
  }

  /** Discord's clients count a thread's messages themselves, as they come and go. */
  #count(channelId: string, messageId: string, by: number): void {
    const channel = this.channels.get(channelId)
    if (channel?.thread === undefined || this.#uncounted.has(messageId)) return
    const messageCount = Math.max(0, channel.thread.messageCount + by)
    this.channels.set(channelId, { ...channel, thread: { ...channel.thread, messageCount } })
  }

  /** Threads count only for those who are in them. */
  #markUnread(message: PageMessage): void {
    const { channel_id: channelId, id, mentions, mention_everyone, type } = message
    const channel = this.channels.get(channelId)
    if (channel?.thread !== undefined && !this.joined.has(channelId)) return
    if (type === MessageKind.threadCreated || type === MessageKind.threadStarter) return
    const { firstId = id, mentions: before = 0 } = this.unread.get(channelId) ?? {}
    const isMentioned =
      type !== MessageKind.recipientAdded &&
      (mention_everyone || mentions.some((user) => user.id === this.me?.id))
    const isDirect = message.guild_id === undefined
    this.unread.set(channelId, { firstId, mentions: before + (isMentioned || isDirect ? 1 : 0) })
  }

  /** `lost`: channels that may not come back, whatever the message says. */
  #learn(message: PageMessage, lost?: ReadonlySet<string>): void {
    const { author, mentions, thread, guild_id } = message
    if (!isCounted(message)) this.#uncounted.add(message.id)
    this.users.set(author.id, author)
    for (const user of mentions) this.users.set(user.id, user)
    if (thread !== undefined && !this.channels.has(thread.id) && !lost?.has(thread.id)) {
      this.#addChannel(thread as WireChannel, guild_id)
    }
  }
}

interface ThreadMembersUpdate {
  readonly id: string
  readonly added_members?: readonly { readonly user_id?: string }[]
  readonly removed_member_ids?: readonly string[]
}

type MemberAdd = APIGuildMember & { readonly guild_id: string; readonly user: APIUser }
