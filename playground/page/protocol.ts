import type {
  APIChannel,
  APIGuild,
  APIGuildMember,
  APIMessage,
  APIThreadMember,
  APIUser,
} from 'discord-api-types/v10'

/** What the page's server tells a browser over its WebSocket. */
export type ServerEvent =
  /** Everything there is for this person; at the start and after each reconnect. */
  | { readonly type: 'ready'; readonly ready: Ready; readonly playground: PlaygroundState }
  /** One of Discord's own events, as the person's client gets it. */
  | { readonly type: 'dispatch'; readonly name: string; readonly data: unknown }
  | { readonly type: 'playground'; readonly playground: PlaygroundState }
  /** Commands were registered or removed: what was looked up is out of date. */
  | { readonly type: 'commands' }
  /** What happens between the bot and Discord, oldest first, and what the time is there. */
  | { readonly type: 'traffic'; readonly nowMs: number; readonly entries: readonly TrafficEntry[] }
  /** How fresh the answers are that are being written, oldest first. */
  | { readonly type: 'lag'; readonly points: readonly LagPoint[] }

export interface Ready {
  readonly user: APIUser & { readonly locale: string }
  readonly guilds: readonly ReadyGuild[]
  readonly private_channels: readonly PageChannel[]
}

export type ReadyGuild = Pick<APIGuild, 'id' | 'name' | 'owner_id' | 'roles'> & {
  readonly members: readonly (APIGuildMember & { readonly user: APIUser })[]
  readonly channels: readonly PageChannel[]
  readonly threads: readonly PageChannel[]
}

/** A message as it comes over the gateway, or from the history of a channel. */
export type PageMessage = APIMessage & {
  readonly guild_id?: string
  readonly position?: number
}

/** A channel as Discord sends it; of threads in messages `guild_id` may be missing. */
export type PageChannel = APIChannel & {
  readonly guild_id?: string
  readonly parent_id?: string | null
  readonly topic?: string | null
  readonly position?: number
  readonly recipients?: readonly APIUser[]
  readonly thread_metadata?: { readonly archived: boolean; readonly locked?: boolean }
  readonly last_message_id?: string | null
  readonly message_count?: number
  readonly member?: APIThreadMember
}

/** What is of the playground itself, not of Discord. */
export interface PlaygroundState {
  /** Whose eyes and hands one may take. */
  readonly people: readonly Identity[]
  readonly bot: Identity & { readonly status: BotStatus }
  readonly model: ModelState
  /** In the languages of the page. */
  readonly examples: { readonly en: readonly Example[]; readonly zh: readonly Example[] }
}

export interface Identity {
  readonly id: string
  readonly name: string
}

/** `stopped` by somebody at the page; `offline` by itself. */
export type BotStatus = 'starting' | 'online' | 'stopped' | 'offline'

export interface ModelState {
  readonly kind: 'configured' | 'ollama' | 'demo' | 'typed'
  /** One line for people: who answers. Never a key. */
  readonly label: string
}

/** A model that somebody named at the page; the key goes to the server once and never comes back. */
export interface TypedModel {
  readonly baseUrl: string
  readonly key: string
  readonly name: string
}

export interface Example {
  readonly label: string
  readonly question: string
  /** What to do while the answer is written. */
  readonly hint?: string
}

/** Something behind the scenes. Its times count from the start of the playground. */
export type TrafficEntry =
  | ({ readonly kind: 'request' } & RequestEntry)
  | { readonly kind: 'event'; readonly atMs: number; readonly name: string }
  | {
      readonly kind: 'gateway'
      readonly atMs: number
      readonly action: string
      readonly code?: number
    }

/** How far behind the model the reader of one answer is at one moment. */
export interface LagPoint {
  /** Counts the answers. */
  readonly answer: number
  /** Of the clock of the playground's process. */
  readonly atMs: number
  readonly meanLagMs: number
  /** The least mean lag that any schedule of edits could have reached. */
  readonly boundMs: number
}

export interface RequestEntry {
  readonly atMs: number
  readonly tookMs: number
  readonly method: string
  readonly path: string
  /** Absent: the connection was destroyed instead of an answer. */
  readonly status?: number
  readonly faults: readonly string[]
  /** What the headers say of the bucket after this request. */
  readonly bucket?: BucketLevel
  /** UTF-16 units of the text that was sent, where one was. */
  readonly contentLength?: number
}

export interface BucketLevel {
  readonly limit: number
  readonly remaining: number
  readonly resetAfterMs: number
}

/** A message's file as it stands in the composer. */
export interface NewFile {
  readonly name: string
  readonly contentType: string
  readonly bytes: Uint8Array
}

/** What became of something used: a command, a button, a menu, a form. */
export interface Used {
  readonly interactionId: string
  /** False: the application did not respond in time. */
  readonly isAcknowledged: boolean
  /** The form that it was answered with. */
  readonly modal?: unknown
  /** What the bot proposes for the option being typed. */
  readonly choices: readonly { readonly name: string; readonly value: string | number }[]
}

/** A command, or an option of one, as the stand-in lists it: `Shown` there says more. */
export interface PageCommand {
  readonly name: string
  readonly type: number
  readonly shownName: string
  readonly shownDescription: string
  readonly options: readonly PageCommand[]
  readonly isRequired: boolean
  readonly hasAutocomplete: boolean
  readonly choices: readonly {
    readonly shownName: string
    readonly value: string | number | boolean
  }[]
}

export type OptionValue = string | number | boolean
export type Options = Readonly<Record<string, OptionValue>>

export type FaultName = '429' | '500' | 'drop' | 'lock' | 'close' | 'cut'

/** What a browser posts to `/actions/NAME`, and what it is answered with. */
export interface Actions {
  history(fields: { channelId: string; before: string | undefined }): readonly PageMessage[]
  channel(fields: { channelId: string }): PageChannel
  commands(fields: { channelId: string }): readonly PageCommand[]
  say(fields: {
    channelId: string
    content: string
    replyTo: string | undefined
    pingReply: boolean | undefined
  }): { readonly id: string }
  edit(fields: { messageId: string; content: string }): void
  remove(fields: { messageId: string }): void
  type(fields: { channelId: string }): void
  'open-thread'(fields: { channelId: string; messageId: string | undefined; name: string }): {
    readonly id: string
  }
  'leave-thread'(fields: { threadId: string }): void
  'open-direct'(fields: { userId: string }): PageChannel
  'set-locale'(fields: { locale: string }): void
  command(fields: { channelId: string; name: string; options: Options }): Used
  autocomplete(fields: { channelId: string; name: string; options: Options; focused: string }): Used
  /** Uses a command of a message's or a person's menu. */
  menu(fields: { channelId: string; name: string; targetId: string }): Used
  press(fields: { messageId: string; customId: string }): Used
  select(fields: { messageId: string; customId: string; values: readonly string[] }): Used
  submit(fields: { interactionId: string; values: Readonly<Record<string, string>> }): Used
  fault(fields: { name: FaultName; threadId: string | undefined }): void
  bot(fields: { do: 'kill' | 'stop' | 'start' }): void
  /** `null`: the model that the playground started with. */
  model(fields: { model: TypedModel | null }): void
}
