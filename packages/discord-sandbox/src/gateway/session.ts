import { isJson, type Json } from '../json.ts'
import { serializeChannel, serializeGuildThread } from '../serializers/channels.ts'
import { applicationFlags, serializeGuild } from '../serializers/guilds.ts'
import { serializeMemberWithUser, serializeSelf } from '../serializers/users.ts'
import { shardOf } from '../snowflake.ts'
import { canSee } from '../state/access.ts'
import type { ApplicationState, GuildState } from '../state/entities.ts'
import type { Dispatch, World } from '../state/world.ts'
import { hasIntentFor, Intent } from './intents.ts'

/** Number of dispatches that a resume can replay. */
const replayable = 2000

export type Frame = {
  readonly op: 0
  readonly s: number
  readonly t: string
  readonly d: Json
}

/** What a session writes to; connections come and go. */
export interface Outlet {
  send(frame: Frame): void
}

export interface Identity {
  readonly bot: ApplicationState
  readonly intents: number
  readonly shard: readonly [id: number, count: number]
}

/** A bot's shard as Discord remembers it, connected or not. */
export class Session {
  readonly id: string
  readonly identity: Identity
  outlet: Outlet | undefined
  /** Since when nobody is connected, ms. */
  disconnectedAt: number | undefined
  readonly #world: World
  readonly #sent: Frame[] = []
  #sequence = 0

  constructor(world: World, id: string, identity: Identity) {
    this.#world = world
    this.id = id
    this.identity = identity
  }

  get sequence(): number {
    return this.#sequence
  }

  /** READY, then every guild of the shard. */
  begin(resumeUrl: string): void {
    const { bot, intents, shard } = this.identity
    const guilds = this.#guilds()
    this.push('READY', {
      v: 10,
      user: serializeSelf(this.#world.need('users', bot.id)),
      guilds: guilds.map(({ id }) => ({ id, unavailable: true })),
      session_id: this.id,
      session_type: 'normal',
      resume_gateway_url: resumeUrl,
      shard,
      application: { id: bot.id, flags: applicationFlags(bot) },
      private_channels: [],
      relationships: [],
      presences: [],
      guild_join_requests: [],
      user_settings: {},
      geo_ordered_rtc_regions: [],
      auth: {},
      _trace: [],
    })
    if (!(intents & Intent.guilds)) return
    for (const guild of guilds) this.push('GUILD_CREATE', this.#guildCreate(guild))
  }

  /** Sends the dispatch on if this bot, with these intents and on this shard, gets it. */
  deliver(dispatch: Dispatch): void {
    const { bot, intents, shard } = this.identity
    const { type, guildId, channelId, botIds, alwaysTo } = dispatch
    if (botIds !== undefined && !botIds.includes(bot.id)) return
    const guild = guildId === undefined ? undefined : this.#world.guilds.get(guildId)
    // An interaction comes also from where the bot is not, or cannot look.
    const isInteraction = type === 'INTERACTION_CREATE'
    if (guildId !== undefined && !isInteraction && !guild?.members.has(bot.id)) return
    if ((guildId === undefined ? 0 : shardOf(guildId, shard[1])) !== shard[0]) return
    if (type === 'GUILD_MEMBER_ADD' && guild !== undefined && userIdOf(dispatch.data) === bot.id) {
      if (intents & Intent.guilds) this.push('GUILD_CREATE', this.#guildCreate(guild))
      return
    }
    if (!hasIntentFor(type, intents, guildId !== undefined)) return
    const channel = isInteraction ? undefined : this.#world.channels.get(channelId ?? '')
    const isForIt = alwaysTo?.includes(bot.id) || channel === undefined
    if (!isForIt && !canSee(this.#world, channel, bot.id)) return
    const data =
      dispatch.dataFor === undefined
        ? dispatch.data
        : dispatch.dataFor({
            botId: bot.id,
            messageContent: (intents & Intent.messageContent) !== 0,
            guildMembers: (intents & Intent.guildMembers) !== 0,
          })
    if (data !== undefined) this.push(type, data)
  }

  push(type: string, data: Json): void {
    this.#sequence += 1
    const frame: Frame = { op: 0, s: this.#sequence, t: type, d: data }
    this.#sent.push(frame)
    if (this.#sent.length > replayable) this.#sent.shift()
    this.outlet?.send(frame)
  }

  /** Sends again what was sent, numbers and all: a gateway that repeats itself. */
  repeat(count: number): void {
    for (const frame of this.#sent.slice(-count)) this.outlet?.send(frame)
  }

  /** False where the missed dispatches are no longer known. */
  replayAfter(sequence: number): boolean {
    const missed = this.#sent.filter(({ s }) => s > sequence)
    if (missed.length < this.#sequence - sequence) return false
    for (const frame of missed) this.outlet?.send(frame)
    return true
  }

  #guilds(): GuildState[] {
    const { bot, shard } = this.identity
    return [...this.#world.guilds.values()].filter(
      ({ id, members }) => members.has(bot.id) && shardOf(id, shard[1]) === shard[0],
    )
  }

  /** Without GUILD_MEMBERS the list has only the bot; the owner is added for clients that look for it. */
  #guildCreate(guild: GuildState): Json {
    const { bot } = this.identity
    const channels = this.#world.channelsOf(guild.id)
    const wire = (channel: (typeof channels)[number]) =>
      serializeChannel(this.#world, channel, { for: bot.id })
    return {
      ...serializeGuild(guild),
      joined_at: guild.members.get(bot.id)?.joinedAt,
      large: false,
      unavailable: false,
      member_count: guild.members.size,
      members: [bot.id, guild.ownerId].flatMap((id) => {
        const member = guild.members.get(id)
        return member === undefined
          ? []
          : [serializeMemberWithUser(member, this.#world.need('users', id))]
      }),
      channels: channels.filter(({ thread }) => thread === undefined).map(wire),
      threads: channels
        .filter(({ thread }) => thread?.archived === false)
        .filter((thread) => canSee(this.#world, thread, bot.id))
        .map((thread) => serializeGuildThread(this.#world, thread, bot.id)),
      presences: [],
      voice_states: [],
      stage_instances: [],
      guild_scheduled_events: [],
      soundboard_sounds: [],
    }
  }
}

function userIdOf(data: Json): unknown {
  return isJson(data['user']) ? data['user']['id'] : undefined
}
