import type { APIGuildMember, APIUser } from 'discord-api-types/v10'
import type { PageMessage, PlaygroundState, Ready, ReadyGuild } from '../wire.ts'
import { type Channel, channelOf, type WireChannel } from './channel.ts'
import { compareIds } from './ids.ts'

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
  readonly kind: 'problem' | 'hint'
}

/** The person's id, and until when they are shown as typing, in ms of `Date.now()`. */
interface Typing {
  readonly userId: string
  readonly untilMs: number
}

/** A page of history on its way, and what it may not know yet. */
interface Asked {
  readonly news: Map<string, PageMessage | 'gone'>
  readonly lostChannels: Set<string>
}

const historyPage = 50
/** Discord shows the typing indicator for ten seconds, or until the message arrives. */
const typingMs = 10_000
const recipientAdd = 1
const threadCreated = 18
const threadStarter = 21
const ephemeral = 1 << 6

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
  readonly notices: Notice[] = []
  readonly #typing = new Map<string, readonly Typing[]>()
  /** By channel. */
  readonly #asked = new Map<string, Asked>()
  /** The newest message of each channel whose coming was told. */
  readonly #told = new Map<string, string>()
  /** The newest message that is in the count of a thread, as Discord gave it. */
  readonly #countedTo = new Map<string, string>()
  /** Messages that no thread counts, or not any more. */
  readonly #uncounted = new Set<string>()
  #notices = 0

  /** Begins anew, as somebody else perhaps. What was open has to be fetched again. */
  ready({ user, guilds, private_channels: direct }: Ready): void {
    const before = this.me
    const isSame = before?.id === user.id
    this.me = user
    for (const known of [this.guilds, this.channels, this.messages, this.newest]) known.clear()
    for (const known of [this.#typing, this.#asked, this.#told, this.#countedTo]) known.clear()
    for (const known of [this.complete, this.joined, this.#uncounted]) known.clear()
    if (!isSame) {
      if (before !== undefined) this.#unreadOfOthers.set(before.id, new Map(this.unread))
      this.unread.clear()
      for (const [id, unread] of this.#unreadOfOthers.get(user.id) ?? [])
        this.unread.set(id, unread)
      this.notices.length = 0
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
      case 'TYPING_START':
        this.#addTyping(data as { channel_id: string; user_id: string }, nowMs)
        break
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

  /** A hint takes the place of the one before it. */
  notice(channelId: string, text: string, kind: Notice['kind'] = 'problem'): void {
    const before = this.notices.find((each) => each.kind === 'hint' && each.channelId === channelId)
    if (kind === 'hint' && before !== undefined) this.dismissNotice(before.id)
    this.#notices += 1
    this.notices.push({ id: this.#notices, channelId, text, kind })
  }

  /** Whoever acts again has read what was wrong before. */
  forgetNotices(channelId: string): void {
    const left = this.notices.filter((notice) => notice.channelId !== channelId)
    this.notices.splice(0, Number.POSITIVE_INFINITY, ...left)
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
    this.#countedTo.set(wire.id, wire.last_message_id ?? '')
    for (const user of channel.recipients) this.users.set(user.id, user)
  }

  #dropChannel(channelId: string): void {
    this.channels.delete(channelId)
    for (const known of [this.messages, this.newest, this.unread, this.#typing]) {
      known.delete(channelId)
    }
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
    this.#endTyping(channelId, author.id)
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
    if (type === threadCreated || type === threadStarter) return
    const { firstId = id, mentions: before = 0 } = this.unread.get(channelId) ?? {}
    const isMentioned =
      type !== recipientAdd &&
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

function isUpTo(id: string, last: string | undefined): boolean {
  return last !== undefined && compareIds(id, last) <= 0
}

/** What a thread begins with does not count, nor what one person alone can see. */
function isCounted({ id, channel_id, type, flags }: PageMessage): boolean {
  return type !== threadStarter && id !== channel_id && ((flags ?? 0) & ephemeral) === 0
}

/** Oldest first; of a message that is in both, as `known` has it. */
function together(
  added: readonly PageMessage[],
  known: readonly PageMessage[],
): readonly PageMessage[] {
  const all = new Map([...added, ...known].map((message) => [message.id, message]))
  return [...all.values()].sort((one, other) => compareIds(one.id, other.id))
}

/** The first text in place of "is thinking" has no time of its own. */
function newer(before: PageMessage, news: PageMessage | 'gone' | undefined): PageMessage {
  if (news === undefined || news === 'gone') return before
  return (news.edited_timestamp ?? '') >= (before.edited_timestamp ?? '') ? news : before
}

/** With what it replies to as it is by now. */
function caughtUp(message: PageMessage, news: Asked['news']): PageMessage {
  const target = news.get(message.referenced_message?.id ?? '')
  if (target === undefined) return message
  return { ...message, referenced_message: target === 'gone' ? null : target }
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
