import {
  type APIButtonComponent,
  type APIMessage,
  type APIThreadChannel,
  ComponentType,
  type InternalRequest,
  MessageFlags,
  type RawFile,
  type REST,
  RequestMethod,
  Routes,
} from 'discord.js'
import type { RateLimitKey, RateLimitState } from '../../core/reply.ts'
import type { DiscordApi } from '../api/client.ts'

/** A message as Discord stored it, and the rate limit that its response told. */
export interface SentMessage {
  readonly id: string
  readonly channelId: string
  readonly text: string
  /** The number of its buttons. */
  readonly buttons: number
  readonly rateLimit: RateLimitState | undefined
}

/** The content of a message to send. */
export interface MessageBody {
  readonly text: string
  readonly buttons: readonly APIButtonComponent[]
  /** The content of an attached Markdown file. */
  readonly file: string | undefined
}

/** Fields that only the creation of a message can set. */
export interface CreateOptions {
  /** At most 25 characters. Discord drops a second create with the same nonce; see `deduplicates`. */
  readonly nonce: string
  /** Sends no push notification. Only the first message of an answer is news. */
  readonly isSilent: boolean
  /** The id of the only person to ping; `undefined` pings nobody. */
  readonly pings?: string | undefined
}

/** A place for messages. Each method makes one request and rejects with discord.js's error. */
export interface MessageTarget {
  readonly createLimit: RateLimitKey
  readonly editLimit: RateLimitKey
  create(body: MessageBody, options: CreateOptions): Promise<SentMessage>
  edit(messageId: string, body: MessageBody): Promise<SentMessage>
  delete(messageId: string): Promise<void>
  /** Unarchives the thread that this target is. Rejects where it is locked: a moderator closed it. */
  reopen(): Promise<void>
  /** Whether a create whose response was lost can be repeated without making a second message. */
  readonly deduplicates: boolean
}

/** Interaction tokens can write messages for 15 minutes. */
export interface InteractionToken {
  readonly applicationId: string
  readonly token: string
}

export interface MessageTargetsParts {
  readonly api: DiscordApi
  /** Called with each message as Discord stored it. */
  readonly onMessage: (message: APIMessage) => void
  /** Called for each deleted message. */
  readonly onMessageDeleted: (messageId: string, channelId: string) => void
}

/** Everywhere the bot can write. */
export class MessageTargets {
  readonly #parts: MessageTargetsParts

  constructor(parts: MessageTargetsParts) {
    this.#parts = parts
  }

  /** A channel or thread, written by the bot itself. Created messages reply to `replyToId`. */
  channel(channelId: string, replyToId?: string): MessageTarget {
    const { api, onMessageDeleted } = this.#parts
    return {
      createLimit: { bucket: `create:${channelId}`, isGlobal: true },
      editLimit: { bucket: `edit:${channelId}`, isGlobal: true },
      deduplicates: true,
      create: (body, options) =>
        this.#send(api.rest, {
          method: RequestMethod.Post,
          fullRoute: Routes.channelMessages(channelId),
          body: {
            ...payloadOf(body, options.pings),
            flags: flagsOf(options),
            nonce: options.nonce,
            enforce_nonce: true,
            ...(replyToId !== undefined && {
              // The answer stands even where its question was deleted meanwhile.
              message_reference: { message_id: replyToId, fail_if_not_exists: false },
            }),
          },
          files: filesOf(body),
        }),
      edit: (messageId, body) =>
        this.#send(api.rest, {
          method: RequestMethod.Patch,
          fullRoute: Routes.channelMessage(channelId, messageId),
          body: payloadOf(body),
          files: filesOf(body),
        }),
      async delete(messageId) {
        await api.rest.delete(Routes.channelMessage(channelId, messageId))
        onMessageDeleted(messageId, channelId)
      },
      async reopen() {
        const channel = (await api.rest.get(Routes.channel(channelId))) as APIThreadChannel
        if (channel.thread_metadata?.locked) throw new Error('A moderator has locked the thread')
        await api.rest.patch(Routes.channel(channelId), { body: { archived: false } })
      },
    }
  }

  /**
   * The original response to an interaction, or the message with the pressed button. "Creating" a
   * deferred response is its first edit.
   */
  originalResponse({ applicationId, token }: InteractionToken): MessageTarget {
    const { interactions } = this.#parts.api
    const limit = { bucket: `interaction:${token}`, isGlobal: false }
    const fullRoute = Routes.webhookMessage(applicationId, token, '@original')
    const edit = (body: object, files: RawFile[]) =>
      this.#send(interactions, { method: RequestMethod.Patch, fullRoute, auth: false, body, files })
    return {
      createLimit: limit,
      editLimit: limit,
      deduplicates: true,
      create: (body, options) =>
        edit({ ...payloadOf(body), flags: flagsOf(options) }, filesOf(body)),
      edit: (_, body) => edit(payloadOf(body), filesOf(body)),
      async delete() {
        await interactions.delete(fullRoute, { auth: false })
      },
      reopen: cannotReopen,
    }
  }

  /** Follow-ups to an interaction, where the bot itself cannot write in the channel. */
  followUps(token: InteractionToken): MessageTarget {
    return this.#followUps(token, 0)
  }

  /** Follow-ups that only the person sees who used the interaction. */
  ephemeralFollowUps(token: InteractionToken): MessageTarget {
    return this.#followUps(token, MessageFlags.Ephemeral)
  }

  #followUps({ applicationId, token }: InteractionToken, flags: number): MessageTarget {
    const { interactions } = this.#parts.api
    const limit = { bucket: `interaction:${token}`, isGlobal: false }
    return {
      createLimit: limit,
      editLimit: limit,
      deduplicates: false,
      create: (body, options) =>
        this.#send(interactions, {
          method: RequestMethod.Post,
          fullRoute: Routes.webhook(applicationId, token),
          auth: false,
          body: { ...payloadOf(body, options.pings), flags: flagsOf(options) | flags },
          files: filesOf(body),
        }),
      edit: (messageId, body) =>
        this.#send(interactions, {
          method: RequestMethod.Patch,
          fullRoute: Routes.webhookMessage(applicationId, token, messageId),
          auth: false,
          body: payloadOf(body),
          files: filesOf(body),
        }),
      async delete(messageId) {
        const route = Routes.webhookMessage(applicationId, token, messageId)
        await interactions.delete(route, { auth: false })
      },
      reopen: cannotReopen,
    }
  }

  async #send(rest: REST, request: InternalRequest): Promise<SentMessage> {
    const { api, onMessage } = this.#parts
    const response = await rest.queueRequest(request)
    const message = (await response.json()) as APIMessage
    onMessage(message)
    const { id, channel_id: channelId, content: text, components = [] } = message
    const buttons = components.reduce(
      (sum, row) => sum + ('components' in row ? row.components.length : 0),
      0,
    )
    return { id, channelId, text, buttons, rateLimit: api.rateLimits.read(response) }
  }
}

/** An interaction token cannot unarchive a thread, so the edit failed for another reason. */
async function cannotReopen(): Promise<void> {}

/** Links do not unfold. Set at creation only: an edit that names flags has to repeat all of them. */
function flagsOf({ isSilent }: CreateOptions): number {
  return MessageFlags.SuppressEmbeds | (isSilent ? MessageFlags.SuppressNotifications : 0)
}

/** Pings nobody: the text comes from a model, which a person can steer. Edits need it as well. */
const pingNobody = { parse: [] }

/** Buttons and files that a payload does not name disappear. */
function payloadOf({ text, buttons, file }: MessageBody, pings?: string) {
  const components =
    buttons.length === 0 ? [] : [{ type: ComponentType.ActionRow, components: buttons }]
  return {
    content: text,
    components,
    attachments: file === undefined ? [] : [{ id: '0', filename: fileName }],
    allowed_mentions: pings === undefined ? pingNobody : { parse: [], users: [pings] },
  }
}

const fileName = 'answer.md'

function filesOf({ file }: MessageBody): RawFile[] {
  return file === undefined ? [] : [{ name: fileName, data: file, contentType: 'text/markdown' }]
}
