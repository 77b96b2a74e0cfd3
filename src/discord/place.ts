import {
  type APIButtonComponent,
  type APIMessage,
  ComponentType,
  type InternalRequest,
  type REST,
  RequestMethod,
  Routes,
} from 'discord.js'
import type { Budget, Quota } from '../core/ports.ts'
import { quotaOf } from './quota.ts'

/** A message as Discord stored it, and what the headers said of the bucket. */
export interface Sent {
  readonly id: string
  readonly channelId: string
  readonly text: string
  readonly hasButtons: boolean
  readonly quota: Quota | undefined
}

/** What a message shows. */
export interface Content {
  readonly text: string
  readonly buttons: readonly APIButtonComponent[]
}

/** Where pages can stand. Both methods make one request, and reject with the error of discord.js. */
export interface Place {
  readonly createBudget: Budget
  readonly editBudget: Budget
  /** `nonce` makes a repeated create harmless where Discord knows nonces; see `deduplicates`. */
  create(content: Content, nonce: string): Promise<Sent>
  edit(messageId: string, content: Content): Promise<Sent>
  /** Whether a create that may have taken effect can be repeated without making a second message. */
  readonly deduplicates: boolean
}

/** Pings nobody: the text comes from a model, and a person can steer it. An edit needs it as well. */
const pingNobody = { parse: [] }

/** Links in an answer do not unfold. Set once: an edit that names flags has to repeat them all. */
const suppressEmbeds = 1 << 2

/** The messages of a channel or thread, as the bot's own. The first may reply to a message there. */
export function channelPlace(rest: REST, channelId: string, replyTo?: string): Place {
  return {
    createBudget: { bucket: `create:${channelId}`, isShared: true },
    editBudget: { bucket: `edit:${channelId}`, isShared: true },
    deduplicates: true,
    create: (content, nonce) =>
      send(rest, {
        method: RequestMethod.Post,
        fullRoute: Routes.channelMessages(channelId),
        body: {
          ...bodyOf(content),
          flags: suppressEmbeds,
          nonce,
          enforce_nonce: true,
          ...(replyTo !== undefined && {
            // An answer to a message that was deleted meanwhile is an answer still.
            message_reference: { message_id: replyTo, fail_if_not_exists: false },
          }),
        },
      }),
    edit: (messageId, content) =>
      send(rest, {
        method: RequestMethod.Patch,
        fullRoute: Routes.channelMessage(channelId, messageId),
        body: bodyOf(content),
      }),
  }
}

/** The token of an interaction, with which its messages are written for 15 minutes. */
export interface InteractionToken {
  readonly applicationId: string
  readonly token: string
}

/** The deferred reply of an interaction: "creating" it is its first edit. */
export function originalPlace(rest: REST, { applicationId, token }: InteractionToken): Place {
  const budget = { bucket: `interaction:${token}`, isShared: false }
  const edit = (body: object) =>
    send(rest, {
      method: RequestMethod.Patch,
      fullRoute: Routes.webhookMessage(applicationId, token, '@original'),
      auth: false,
      body,
    })
  return {
    createBudget: budget,
    editBudget: budget,
    deduplicates: true,
    create: (content) => edit({ ...bodyOf(content), flags: suppressEmbeds }),
    edit: (_, content) => edit(bodyOf(content)),
  }
}

/** Further messages of an interaction, where the bot may not write in the channel on its own. */
export function followUpPlace(rest: REST, { applicationId, token }: InteractionToken): Place {
  const budget = { bucket: `interaction:${token}`, isShared: false }
  return {
    createBudget: budget,
    editBudget: budget,
    deduplicates: false,
    create: (content) =>
      send(rest, {
        method: RequestMethod.Post,
        fullRoute: Routes.webhook(applicationId, token),
        auth: false,
        body: { ...bodyOf(content), flags: suppressEmbeds },
      }),
    edit: (messageId, content) =>
      send(rest, {
        method: RequestMethod.Patch,
        fullRoute: Routes.webhookMessage(applicationId, token, messageId),
        auth: false,
        body: bodyOf(content),
      }),
  }
}

/** Buttons that are not named go away. */
function bodyOf({ text, buttons }: Content) {
  const components =
    buttons.length === 0 ? [] : [{ type: ComponentType.ActionRow, components: buttons }]
  return { content: text, components, allowed_mentions: pingNobody }
}

async function send(rest: REST, request: InternalRequest): Promise<Sent> {
  const response = await rest.queueRequest(request)
  const message = (await response.json()) as APIMessage
  const { id, channel_id: channelId, content: text, components = [] } = message
  return { id, channelId, text, hasButtons: components.length > 0, quota: quotaOf(response) }
}
