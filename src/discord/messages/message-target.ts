import {
  type APIButtonComponent,
  type APIMessage,
  ComponentType,
  type InternalRequest,
  MessageFlags,
  type RawFile,
  type REST,
  RequestMethod,
  Routes,
} from 'discord.js'
import type { RateLimitKey, RateLimitState } from '../../core/ports.ts'
import { quotaOf } from '../api/rate-limit-headers.ts'

/** A message as Discord stored it, and what the headers said of the bucket. */
export interface Sent {
  readonly id: string
  readonly channelId: string
  readonly text: string
  /** How many it has. */
  readonly buttons: number
  readonly rateLimit: RateLimitState | undefined
}

/** What a message shows. */
export interface Content {
  readonly text: string
  readonly buttons: readonly APIButtonComponent[]
  /** Comes with it as a file of Markdown. */
  readonly file: string | undefined
}

/** What a message is when it is made, beside what it shows. */
export interface Birth {
  /** Makes a repeated create harmless where Discord knows nonces; see `deduplicates`. */
  readonly nonce: string
  /** No notification comes with it: only the first message of an answer is news. */
  readonly isSilent: boolean
  /** The only person whom it may ping; `undefined`: nobody. */
  readonly pings?: string | undefined
}

/** Where pages can stand. Each method makes one request, and rejects with the error of discord.js. */
export interface Place {
  readonly createBudget: RateLimitKey
  readonly editBudget: RateLimitKey
  create(content: Content, birth: Birth): Promise<Sent>
  edit(messageId: string, content: Content): Promise<Sent>
  delete(messageId: string): Promise<void>
  /** Opens the thread again that this place is, when it was archived. */
  reopen(): Promise<void>
  /** Whether a create that may have taken effect can be repeated without making a second message. */
  readonly deduplicates: boolean
}

/** Pings nobody: the text comes from a model, and a person can steer it. An edit needs it as well. */
const pingNobody = { parse: [] }

/** Links in an answer do not unfold. Set once: an edit that names flags has to repeat them all. */
function flagsOf({ isSilent }: Birth): number {
  return MessageFlags.SuppressEmbeds | (isSilent ? MessageFlags.SuppressNotifications : 0)
}

/** The token of an interaction, with which its messages are written for 15 minutes. */
export interface InteractionToken {
  readonly applicationId: string
  readonly token: string
}

export interface PlacesParts {
  /** Requests as the bot itself. */
  readonly rest: REST
  /** Requests by the token of an interaction. */
  readonly interactions: REST
  /** Is given each message as Discord stored it. */
  readonly seen: (message: APIMessage) => void
  /** Is told of each message that was deleted. */
  readonly lost: (messageId: string, channelId: string) => void
}

/** All places where the bot can write. */
export class Places {
  readonly #parts: PlacesParts

  constructor(parts: PlacesParts) {
    this.#parts = parts
  }

  /** The messages of a channel or thread, as the bot's own. The first may reply to a message there. */
  channel(channelId: string, replyTo?: string): Place {
    const { rest, lost } = this.#parts
    return {
      createBudget: { bucket: `create:${channelId}`, isShared: true },
      editBudget: { bucket: `edit:${channelId}`, isShared: true },
      deduplicates: true,
      create: (content, birth) =>
        this.#send(rest, {
          method: RequestMethod.Post,
          fullRoute: Routes.channelMessages(channelId),
          body: {
            ...bodyOf(content, birth.pings),
            flags: flagsOf(birth),
            nonce: birth.nonce,
            enforce_nonce: true,
            ...(replyTo !== undefined && {
              // An answer to a message that was deleted meanwhile is an answer still.
              message_reference: { message_id: replyTo, fail_if_not_exists: false },
            }),
          },
          files: filesOf(content),
        }),
      edit: (messageId, content) =>
        this.#send(rest, {
          method: RequestMethod.Patch,
          fullRoute: Routes.channelMessage(channelId, messageId),
          body: bodyOf(content),
          files: filesOf(content),
        }),
      async delete(messageId) {
        await rest.delete(Routes.channelMessage(channelId, messageId))
        lost(messageId, channelId)
      },
      async reopen() {
        await rest.patch(Routes.channel(channelId), { body: { archived: false } })
      },
    }
  }

  /**
   * The message that answers an interaction, or on which a button was pressed. "Creating" a deferred
   * reply is its first edit.
   */
  original({ applicationId, token }: InteractionToken): Place {
    const { interactions } = this.#parts
    const budget = { bucket: `interaction:${token}`, isShared: false }
    const fullRoute = Routes.webhookMessage(applicationId, token, '@original')
    const edit = (body: object, files: RawFile[]) =>
      this.#send(interactions, { method: RequestMethod.Patch, fullRoute, auth: false, body, files })
    return {
      createBudget: budget,
      editBudget: budget,
      deduplicates: true,
      create: (content, birth) =>
        edit({ ...bodyOf(content), flags: flagsOf(birth) }, filesOf(content)),
      edit: (_, content) => edit(bodyOf(content), filesOf(content)),
      async delete() {
        await interactions.delete(fullRoute, { auth: false })
      },
      reopen: noThread,
    }
  }

  /** Further messages of an interaction, where the bot may not write in the channel on its own. */
  followUps(token: InteractionToken): Place {
    return this.#followUps(token, 0)
  }

  /** Further messages of an interaction that only the one sees who used it. */
  whispers(token: InteractionToken): Place {
    return this.#followUps(token, MessageFlags.Ephemeral)
  }

  #followUps({ applicationId, token }: InteractionToken, flags: number): Place {
    const { interactions } = this.#parts
    const budget = { bucket: `interaction:${token}`, isShared: false }
    return {
      createBudget: budget,
      editBudget: budget,
      deduplicates: false,
      create: (content, birth) =>
        this.#send(interactions, {
          method: RequestMethod.Post,
          fullRoute: Routes.webhook(applicationId, token),
          auth: false,
          body: { ...bodyOf(content, birth.pings), flags: flagsOf(birth) | flags },
          files: filesOf(content),
        }),
      edit: (messageId, content) =>
        this.#send(interactions, {
          method: RequestMethod.Patch,
          fullRoute: Routes.webhookMessage(applicationId, token, messageId),
          auth: false,
          body: bodyOf(content),
          files: filesOf(content),
        }),
      async delete(messageId) {
        const route = Routes.webhookMessage(applicationId, token, messageId)
        await interactions.delete(route, { auth: false })
      },
      reopen: noThread,
    }
  }

  async #send(rest: REST, request: InternalRequest): Promise<Sent> {
    const response = await rest.queueRequest(request)
    const message = (await response.json()) as APIMessage
    this.#parts.seen(message)
    const { id, channel_id: channelId, content: text, components = [] } = message
    const buttons = components.reduce(
      (sum, row) => sum + ('components' in row ? row.components.length : 0),
      0,
    )
    return { id, channelId, text, buttons, rateLimit: quotaOf(response) }
  }
}

/** By the token of an interaction nobody can open a thread; the edit has failed for another reason. */
async function noThread(): Promise<void> {}

/** Buttons and files that are not named go away. */
function bodyOf({ text, buttons, file }: Content, pings?: string) {
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

function filesOf({ file }: Content): RawFile[] {
  return file === undefined ? [] : [{ name: fileName, data: file, contentType: 'text/markdown' }]
}
