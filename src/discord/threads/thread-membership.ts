import {
  type Client,
  GatewayDispatchEvents,
  type GatewayGuildCreateDispatchData,
  type GatewayThreadCreateDispatchData,
  type GatewayThreadDeleteDispatchData,
  type GatewayThreadListSyncDispatchData,
  type GatewayThreadMembersUpdateDispatchData,
  type GatewayThreadMemberUpdateDispatchData,
  RequestMethod,
  Routes,
} from 'discord.js'
import { LRUCache } from 'lru-cache'
import type { Clock } from '../../core/clock.ts'
import { KeyedQueue } from '../../core/keyed-queue.ts'
import { atOnce, type EditPacer } from '../../core/rate-limit/edit-pacer.ts'
import type { DiscordApi } from '../api/client.ts'
import { hasErrorCode } from '../api/errors.ts'

const unknownMember = 10_007

/** The limit of all requests about members of threads. */
const limit = { bucket: 'thread-members', isGlobal: true }

/** Far more threads than a bot talks in at the same time. */
const maxThreads = 200_000

/**
 * Which threads the bot is in: there it answers everybody, elsewhere only who mentions it. Discord
 * keeps that, so it holds after a restart, and whoever takes the bot out of a thread has it quiet.
 */
export class ThreadMembership {
  readonly #api: DiscordApi
  readonly #pacer: EditPacer
  readonly #clock: Clock
  /** Requests go one after the other: all threads share one limit. */
  readonly #queue = new KeyedQueue()
  readonly #known = new LRUCache<string, boolean>({ max: maxThreads })
  /** Whether the threads of a server are told with whether the bot is in them. */
  #tellsMembers = false
  /** Threads of which Discord is being asked. */
  readonly #asking = new Map<string, Promise<boolean>>()

  constructor(api: DiscordApi, pacer: EditPacer, clock: Clock) {
    this.#api = api
    this.#pacer = pacer
    this.#clock = clock
  }

  /** Follows the events of the gateway. */
  follow(client: Client): void {
    const known = this.#known
    client.ws.on(
      GatewayDispatchEvents.GuildCreate,
      ({ threads = [] }: Partial<GatewayGuildCreateDispatchData>) => {
        // Nothing promises that they are told here: only where some are, the others are not its own.
        this.#tellsMembers ||= threads.some(({ member }) => member !== undefined)
        for (const { id, member } of threads) {
          if (member !== undefined) known.set(id, true)
          else if (this.#tellsMembers) known.set(id, false)
        }
      },
    )
    client.ws.on(
      GatewayDispatchEvents.ThreadListSync,
      ({ threads, members }: GatewayThreadListSyncDispatchData) => {
        for (const { id, member } of threads) known.set(id, member !== undefined)
        for (const { id } of members) if (id !== undefined) known.set(id, true)
      },
    )
    client.ws.on(
      GatewayDispatchEvents.ThreadCreate,
      ({ id, member, owner_id }: GatewayThreadCreateDispatchData) => {
        known.set(id, member !== undefined || owner_id === client.user?.id)
      },
    )
    client.ws.on(
      GatewayDispatchEvents.ThreadMemberUpdate,
      ({ id }: GatewayThreadMemberUpdateDispatchData) => {
        if (id !== undefined) known.set(id, true)
      },
    )
    client.ws.on(
      GatewayDispatchEvents.ThreadMembersUpdate,
      ({ id, added_members, removed_member_ids }: GatewayThreadMembersUpdateDispatchData) => {
        const me = client.user?.id
        if (me === undefined) return
        if (removed_member_ids?.includes(me)) known.set(id, false)
        if (added_members?.some(({ user_id }) => user_id === me)) known.set(id, true)
      },
    )
    client.ws.on(
      GatewayDispatchEvents.ThreadDelete,
      ({ id }: GatewayThreadDeleteDispatchData) => void known.delete(id),
    )
  }

  /** Whether the bot is in a thread, as far as that is known without a request. */
  cached(threadId: string): boolean | undefined {
    return this.#known.get(threadId)
  }

  /** Whether the bot is in a thread; `isOpener` counts where Discord cannot say. */
  async isIn(threadId: string, isOpener: boolean): Promise<boolean> {
    const known = this.cached(threadId)
    if (known !== undefined) return known
    const asking = this.#asking.get(threadId) ?? this.#ask(threadId, isOpener)
    this.#asking.set(threadId, asking)
    try {
      return await asking
    } finally {
      this.#asking.delete(threadId)
    }
  }

  async #ask(threadId: string, isOpener: boolean): Promise<boolean> {
    let isIn = true
    try {
      await this.#api.rest.get(Routes.threadMembers(threadId, '@me'))
    } catch (error) {
      if (!hasErrorCode(error, unknownMember)) return isOpener
      isIn = false
    }
    // What an event has told meanwhile is newer.
    const told = this.cached(threadId)
    if (told === undefined) this.#known.set(threadId, isIn)
    return told ?? isIn
  }

  /** Notes a thread that the bot has opened itself: it is in it from the beginning. */
  noteOpened(threadId: string): void {
    this.#known.set(threadId, true)
  }

  /** Rejects where Discord does not let the bot in. */
  async join(threadId: string): Promise<void> {
    await this.#send(RequestMethod.Put, threadId, '@me')
    this.#known.set(threadId, true)
  }

  /** Leaves a thread: people talk among themselves there. Rejects where Discord does not let it. */
  async leave(threadId: string): Promise<void> {
    await this.#send(RequestMethod.Delete, threadId, '@me')
    this.#known.set(threadId, false)
  }

  /** Adds a person to a thread, which stands among theirs then. Rejects where Discord refuses. */
  async add(threadId: string, userId: string): Promise<void> {
    await this.#send(RequestMethod.Put, threadId, userId)
  }

  async #send(method: RequestMethod, threadId: string, userId: string): Promise<void> {
    const fullRoute = Routes.threadMembers(threadId, userId)
    await this.#queue.run(limit.bucket, async () => {
      await this.#pacer.nextSlot(limit, atOnce)
      const startMs = this.#clock.now()
      const response = await this.#api.rest.queueRequest({ method, fullRoute })
      this.#pacer.observe(
        limit.bucket,
        this.#api.rateLimits.read(response),
        this.#clock.now() - startMs,
      )
    })
  }

  /** Forgets everything: events were missed. */
  clear(): void {
    this.#known.clear()
  }
}

/** Joins a thread in which the bot is asked something: an answer there does not wait for it. */
export async function joinThread(
  threadId: string,
  {
    membership,
    log,
  }: {
    readonly membership: ThreadMembership
    readonly log: { warn(details: object, message: string): void }
  },
): Promise<void> {
  try {
    await membership.join(threadId)
  } catch (error) {
    log.warn({ error, threadId }, 'a thread could not be joined')
  }
}
