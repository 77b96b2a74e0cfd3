import type { APIGuildMember, APIUser } from 'discord-api-types/v10'
import type { PageMessage, PlaygroundState, Ready, ReadyGuild } from '../wire.ts'
import { type Channel, channelOf, type WireChannel } from './channel.ts'

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

/** A line of the client itself in a channel, for this person alone. */
export interface Notice {
  readonly id: number
  readonly channelId: string
  readonly text: string
}

/** The person's id, and until when they are shown as typing, in ms of `Date.now()`. */
interface Typing {
  readonly userId: string
  readonly untilMs: number
}

/** Discord shows the typing indicator for ten seconds, or until the message arrives. */
const typingMs = 10_000
const recipientAdd = 1
const threadCreated = 18
const threadStarter = 21

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
  readonly notices: Notice[] = []
  readonly #typing = new Map<string, readonly Typing[]>()
  /** News of messages that are still being fetched: they may be newer than what was fetched. */
  readonly #early = new Map<string, PageMessage | 'gone'>()
  #notices = 0

  /** Begins anew, as somebody else perhaps. What was open has to be fetched again. */
  ready({ user, guilds, private_channels: direct }: Ready): void {
    const isSame = this.me?.id === user.id
    this.me = user
    for (const known of [this.guilds, this.channels, this.messages, this.newest, this.#typing]) {
      known.clear()
    }
    this.complete.clear()
    this.joined.clear()
    this.#early.clear()
    if (!isSame) {
      this.unread.clear()
      this.notices.length = 0
    }
    this.users.set(user.id, user)
    for (const guild of guilds) this.#addGuild(guild)
    for (const channel of direct) this.#addChannel(channel as WireChannel)
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
      case 'TYPING_START':
        this.#addTyping(data as { channel_id: string; user_id: string }, nowMs)
        break
    }
  }

  /** `older`, oldest first, stand before what is known. */
  addHistory(channelId: string, older: readonly PageMessage[], isComplete: boolean): void {
    const known = this.messages.get(channelId) ?? []
    const knownIds = new Set(known.map(({ id }) => id))
    const added = older
      .filter(({ id }) => !knownIds.has(id) && this.#early.get(id) !== 'gone')
      .map((message) => newer(message, this.#early.get(message.id)))
    for (const { id } of older) this.#early.delete(id)
    for (const message of added) this.#learn(message)
    this.messages.set(channelId, [...added, ...known])
    const last = this.messages.get(channelId)?.at(-1)
    if (last !== undefined && !this.newest.has(channelId)) this.newest.set(channelId, last)
    if (isComplete) this.complete.add(channelId)
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
      .sort((one, other) => (one.id < other.id ? 1 : -1))
  }

  /** Those who type there now, without the person themselves. */
  typing(channelId: string, nowMs: number): readonly APIUser[] {
    const all = this.#typing.get(channelId) ?? []
    return all
      .filter(({ userId, untilMs }) => untilMs > nowMs && userId !== this.me?.id)
      .flatMap(({ userId }) => this.users.get(userId) ?? [])
  }

  isTypingAnywhere(nowMs: number): boolean {
    return [...this.#typing.values()].some((all) => all.some(({ untilMs }) => untilMs > nowMs))
  }

  markRead(channelId: string): void {
    this.unread.delete(channelId)
  }

  notice(channelId: string, text: string): void {
    this.#notices += 1
    this.notices.push({ id: this.#notices, channelId, text })
  }

  dismissNotice(id: number): void {
    const index = this.notices.findIndex((notice) => notice.id === id)
    if (index >= 0) this.notices.splice(index, 1)
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
    for (const user of channel.recipients) this.users.set(user.id, user)
  }

  #dropChannel(channelId: string): void {
    this.channels.delete(channelId)
    for (const known of [this.messages, this.newest, this.unread]) known.delete(channelId)
    for (const { id } of this.threadsOf(channelId)) this.#dropChannel(id)
  }

  #changeMembers({ id, added_members: added, removed_member_ids: removed }: ThreadMembersUpdate) {
    const me = this.me?.id ?? ''
    if (added?.some(({ user_id }) => user_id === me)) this.joined.add(id)
    if (removed?.includes(me)) this.joined.delete(id)
  }

  #addMember({ guild_id, user }: MemberAdd): void {
    this.users.set(user.id, user)
    this.guilds.get(guild_id)?.members.set(user.id, user)
  }

  #addMessage(message: PageMessage): void {
    const { channel_id: channelId, author } = message
    this.#learn(message)
    this.newest.set(channelId, message)
    const known = this.messages.get(channelId)
    // An event that comes twice adds nothing.
    if (known?.some(({ id }) => id === message.id)) return
    if (known !== undefined) this.messages.set(channelId, [...known, message])
    this.#endTyping(channelId, author.id)
    this.#count(channelId, message, 1)
    if (author.id !== this.me?.id) this.#markUnread(message)
  }

  #changeMessage(message: PageMessage): void {
    this.#learn(message)
    // A thread that was made on this message begins with what it says now.
    const inThread = this.messages.get(message.id)
    if (inThread !== undefined) {
      this.messages.set(
        message.id,
        inThread.map((each) => answersTo(each, message)),
      )
    }
    const { channel_id: channelId } = message
    if (this.newest.get(channelId)?.id === message.id) this.newest.set(channelId, message)
    const known = this.messages.get(channelId)
    if (known === undefined) return
    if (!known.some(({ id }) => id === message.id)) this.#early.set(message.id, message)
    this.messages.set(
      channelId,
      known.map((each) => (each.id === message.id ? message : answersTo(each, message))),
    )
  }

  #dropMessages(channelId: string, ids: readonly string[]): void {
    const known = this.messages.get(channelId)
    const gone = new Set(ids)
    if (known !== undefined) {
      const left = known.filter(({ id }) => !gone.has(id))
      this.messages.set(
        channelId,
        left.map((each) => withoutTarget(each, gone)),
      )
      for (const each of known) if (gone.has(each.id)) this.#count(channelId, each, -1)
      for (const id of ids) this.#early.set(id, 'gone')
    }
    const newest = this.newest.get(channelId)
    if (newest === undefined || !gone.has(newest.id)) return
    const before = this.messages.get(channelId)?.at(-1)
    if (before === undefined) this.newest.delete(channelId)
    else this.newest.set(channelId, before)
  }

  /** Discord's clients count a thread's messages themselves, as they come. */
  #count(channelId: string, { type }: PageMessage, by: number): void {
    const channel = this.channels.get(channelId)
    if (channel?.thread === undefined || type === threadStarter) return
    const messageCount = Math.max(0, channel.thread.messageCount + by)
    this.channels.set(channelId, { ...channel, thread: { ...channel.thread, messageCount } })
  }

  /** Threads count only for those who are in them. */
  #markUnread({ channel_id: channelId, id, mentions, mention_everyone, type }: PageMessage): void {
    const channel = this.channels.get(channelId)
    if (channel?.thread !== undefined && !this.joined.has(channelId)) return
    if (type === threadCreated || type === threadStarter) return
    const { firstId = id, mentions: before = 0 } = this.unread.get(channelId) ?? {}
    const isMentioned =
      type !== recipientAdd &&
      (mention_everyone || mentions.some((user) => user.id === this.me?.id))
    const isDirect = channel !== undefined && channel.guildId === undefined
    this.unread.set(channelId, { firstId, mentions: before + (isMentioned || isDirect ? 1 : 0) })
  }

  #learn({ author, mentions, thread, guild_id }: PageMessage): void {
    this.users.set(author.id, author)
    for (const user of mentions) this.users.set(user.id, user)
    if (thread !== undefined && !this.channels.has(thread.id)) {
      this.#addChannel(thread as WireChannel, guild_id)
    }
  }

  #addTyping({ channel_id, user_id }: { channel_id: string; user_id: string }, nowMs: number) {
    const others = (this.#typing.get(channel_id) ?? []).filter(({ userId }) => userId !== user_id)
    this.#typing.set(channel_id, [...others, { userId: user_id, untilMs: nowMs + typingMs }])
  }

  #endTyping(channelId: string, userId: string): void {
    const left = (this.#typing.get(channelId) ?? []).filter((each) => each.userId !== userId)
    this.#typing.set(channelId, left)
  }
}

interface ThreadMembersUpdate {
  readonly id: string
  readonly added_members?: readonly { readonly user_id?: string }[]
  readonly removed_member_ids?: readonly string[]
}

type MemberAdd = APIGuildMember & { readonly guild_id: string; readonly user: APIUser }

/** The first text in place of "is thinking" has no time of its own. */
function newer(fetched: PageMessage, early: PageMessage | 'gone' | undefined): PageMessage {
  if (early === undefined || early === 'gone') return fetched
  return (early.edited_timestamp ?? '') >= (fetched.edited_timestamp ?? '') ? early : fetched
}

/** A reply shows what it replies to as it is now. */
function answersTo(message: PageMessage, changed: PageMessage): PageMessage {
  if (message.referenced_message?.id !== changed.id) return message
  return { ...message, referenced_message: changed }
}

function withoutTarget(message: PageMessage, gone: ReadonlySet<string>): PageMessage {
  const target = message.referenced_message
  return target != null && gone.has(target.id) ? { ...message, referenced_message: null } : message
}
