import type {
  APIChannel,
  APIGuild,
  APIGuildMember,
  APIMessage,
  APIThreadMember,
  APIUser,
} from 'discord-api-types/v10'

/** The events that the page's server sends over the WebSocket. */
export type ServerEvent =
  /** The whole state for this person; sent after each connect. */
  | { readonly type: 'ready'; readonly ready: Ready; readonly playground: PlaygroundState }
  /** A gateway event for the person's client. */
  | { readonly type: 'dispatch'; readonly name: string; readonly data: unknown }
  | { readonly type: 'playground'; readonly playground: PlaygroundState }
  /** The list of commands has changed; cached commands are out of date. */
  | { readonly type: 'commands' }
  /** Traffic between the bot and Discord, oldest first, and the server's current time. */
  | { readonly type: 'traffic'; readonly nowMs: number; readonly entries: readonly TrafficEntry[] }
  /** The lag of answers in progress, oldest first. */
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

/** A message from the gateway or from a channel's history. */
export type PageMessage = APIMessage & {
  readonly guild_id?: string
  readonly position?: number
}

/** A channel as Discord sends it. A thread inside a message can lack `guild_id`. */
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

/** The state of the playground itself. */
export interface PlaygroundState {
  /** The people whom a visitor can act as. */
  readonly people: readonly Identity[]
  readonly bot: Identity & { readonly status: BotStatus }
  readonly model: ModelState
  /** One list for each language of the page. */
  readonly examples: { readonly en: readonly Example[]; readonly zh: readonly Example[] }
}

export interface Identity {
  readonly id: string
  readonly name: string
}

/** `stopped` means that somebody stopped it at the page; `offline` that it ended by itself. */
export type BotStatus = 'starting' | 'online' | 'stopped' | 'offline'

export interface ModelState {
  readonly kind: 'configured' | 'ollama' | 'demo' | 'typed'
  /** One line for people about who answers. It never contains a key. */
  readonly label: string
}

/** A model that a visitor entered. The key goes to the server once and is never sent back. */
export interface TypedModel {
  readonly baseUrl: string
  readonly key: string
  readonly name: string
}

export interface Example {
  readonly label: string
  readonly question: string
  /** What the visitor can do during the answer. */
  readonly hint?: string
}

/** An entry of the traffic log. Its times count from the start of the playground. */
export type TrafficEntry =
  | ({ readonly kind: 'request' } & RequestEntry)
  | { readonly kind: 'event'; readonly atMs: number; readonly name: string }
  | {
      readonly kind: 'gateway'
      readonly atMs: number
      readonly action: string
      readonly code?: number
    }

/** The lag of one answer behind its model at one moment. */
export interface LagPoint {
  /** The number of the answer. */
  readonly answer: number
  /** On the monotonic clock of the playground's process. */
  readonly atMs: number
  readonly meanLagMs: number
  /** The smallest mean lag that any schedule of edits could have reached. */
  readonly boundMs: number
}

export interface RequestEntry {
  readonly atMs: number
  readonly tookMs: number
  readonly method: string
  readonly path: string
  /** Absent when the connection was destroyed instead of an answer. */
  readonly status?: number
  readonly faults: readonly string[]
  /** The bucket after this request, as the headers say. */
  readonly bucket?: BucketLevel
  /** Length of the sent text in UTF-16 units, if there was a text. */
  readonly contentLength?: number
}

export interface BucketLevel {
  readonly limit: number
  readonly remaining: number
  readonly resetAfterMs: number
}

/** An upload for a new message. */
export interface NewFile {
  readonly name: string
  readonly contentType: string
  readonly bytes: Uint8Array
}

/** The result of an interaction: a command, a button, a menu or a form. */
export interface Used {
  readonly interactionId: string
  /** False when the application did not respond in time. */
  readonly isAcknowledged: boolean
  /** The modal that the bot answered with. */
  readonly modal?: unknown
  /** The bot's autocomplete choices for the focused option. */
  readonly choices: readonly { readonly name: string; readonly value: string | number }[]
}

/** A command, or an option of one, as the sandbox lists it. Its type `Shown` says more. */
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

/** The fields that a browser posts to `/actions/NAME`, and the result that it gets. */
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
  /** Uses a context menu command of a message or a person. */
  menu(fields: { channelId: string; name: string; targetId: string }): Used
  press(fields: { messageId: string; customId: string }): Used
  select(fields: { messageId: string; customId: string; values: readonly string[] }): Used
  submit(fields: { interactionId: string; values: Readonly<Record<string, string>> }): Used
  fault(fields: { name: FaultName; threadId: string | undefined }): void
  bot(fields: { do: 'kill' | 'stop' | 'start' }): void
  /** `null` means the model that the playground started with. */
  model(fields: { model: TypedModel | null }): void
}
