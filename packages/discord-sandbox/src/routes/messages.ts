import * as z from 'zod'
import { DiscordError } from '../errors.ts'
import type { LimitRule } from '../http/rate-limits.ts'
import { type BotCall, botRoute, type Route } from '../http/router.ts'
import type { Json } from '../json.ts'
import { storeFiles } from '../operations/attachments.ts'
import { refuseUnforwardable } from '../operations/forwards.ts'
import { listMessages } from '../operations/listing.ts'
import {
  createMessage,
  deleteMessage,
  deleteMessages,
  editMessage,
} from '../operations/messages.ts'
import { announceTyping } from '../operations/typing.ts'
import { holds } from '../permissions.ts'
import { snowflake } from '../schemas/fields.ts'
import { type MessageBody, readMessageBody } from '../schemas/message.ts'
import { readBody, refuse } from '../schemas/read-body.ts'
import { serializeMessage, showsContent } from '../serializers/messages.ts'
import { demand, permissionsIn, sendPermission } from '../state/access.ts'
import {
  ChannelKind,
  type ChannelState,
  holdsMessages,
  MessageKind,
  type MessageState,
} from '../state/entities.ts'
import { canMeet } from '../state/installs.ts'
import { rememberNonce, repeatedNonce } from './nonces.ts'
import { refuseManyOldEdits } from './old-edits.ts'

const fiveSeconds = { limit: 5, periodMs: 5000 }
/** Creates and edits show the same hash and are counted apart. */
const messageLimit = { group: 'channel messages', ...fiveSeconds }

const limits = {
  create: { ...messageLimit, counter: 'create' },
  edit: { ...messageLimit, counter: 'edit' },
  list: { group: 'list messages', ...fiveSeconds },
  delete: { group: 'delete message', limit: 5, periodMs: 1000 },
  typing: { group: 'typing', ...fiveSeconds },
} as const satisfies Record<string, LimitRule>

const page = z.object({
  limit: z.coerce.number().int().min(1).max(100).nullish(),
  before: snowflake.nullish(),
  after: snowflake.nullish(),
  around: snowflake.nullish(),
})

const bulk = z.object({ messages: z.array(snowflake) })

export const messageRoutes: readonly Route[] = [
  botRoute('GET', '/channels/:channel/messages', list, limits.list),
  botRoute('POST', '/channels/:channel/messages', create, limits.create),
  botRoute('POST', '/channels/:channel/messages/bulk-delete', bulkDelete),
  botRoute('GET', '/channels/:channel/messages/:message', get),
  botRoute('PATCH', '/channels/:channel/messages/:message', edit, limits.edit),
  botRoute('DELETE', '/channels/:channel/messages/:message', remove, limits.delete),
  botRoute('POST', '/channels/:channel/typing', typing, limits.typing),
]

/** As this bot sees a message over HTTP: there the switch in the portal decides, not the session's intents. */
export function seen({ world, bot }: BotCall, message: MessageState): Json {
  return serializeMessage(world, message, { botId: bot.id, messageContent: bot.messageContent })
}

/** Throws 10003, 10008, 50001. */
export function needMessage(call: BotCall): { channel: ChannelState; message: MessageState } {
  const channel = demand(call.world, call.parameters['channel'] ?? '', call.bot.id)
  const message = call.world.messages.get(call.parameters['message'] ?? '')
  if (message?.channelId !== channel.id || message.ephemeralFor !== undefined) {
    throw new DiscordError('unknownMessage')
  }
  return { channel, message }
}

function list(call: BotCall) {
  const channel = demand(call.world, call.parameters['channel'] ?? '', call.bot.id)
  const { limit, before, after, around } = readBody(page, Object.fromEntries(call.query))
  if (!holds(permissionsIn(call.world, channel, call.bot.id), 'READ_MESSAGE_HISTORY')) {
    return { status: 200, body: [] }
  }
  const messages = listMessages(call.world, channel, {
    limit: limit ?? 50,
    ...(around ? { around } : {}),
    ...(after ? { after } : {}),
    ...(before ? { before } : {}),
  })
  return { status: 200, body: messages.map((message) => seen(call, message)) }
}

function get(call: BotCall) {
  const { channel, message } = needMessage(call)
  demand(call.world, channel.id, call.bot.id, 'READ_MESSAGE_HISTORY')
  return { status: 200, body: seen(call, message) }
}

function create(call: BotCall) {
  const { world, bot } = call
  const channel = demand(world, call.parameters['channel'] ?? '', bot.id)
  refuseWithoutMessages(channel)
  demandDirectMessages(call, channel)
  demand(world, channel.id, bot.id, sendPermission(channel))
  const form = readMessageBody(call.body)
  if (call.files.length > 0) demand(world, channel.id, bot.id, 'ATTACH_FILES')
  if (form.poll !== undefined) demand(world, channel.id, bot.id, 'SEND_POLLS')
  const forwards = forwardedBy(call, form)
  if (form.reference !== undefined && forwards === undefined) {
    checkReference(call, channel, form.reference)
  }
  const repeated = form.enforceNonce
    ? repeatedNonce(world, bot.id, channel.id, form.nonce)
    : undefined
  if (repeated !== undefined) return { status: 200, body: withNonce(seen(call, repeated), form) }
  const attachments = storeFiles(world, channel.id, call.files, form.attachments)
  const message = createMessage(world, channel, {
    authorId: bot.id,
    form,
    attachments,
    ...(forwards === undefined ? {} : { forwards }),
  })
  rememberNonce(world, bot.id, message)
  return { status: 200, body: withNonce(seen(call, message), form) }
}

function withNonce(body: Json, { nonce }: { readonly nonce: string | number | undefined }): Json {
  return nonce === undefined ? body : { ...body, nonce }
}

/** The message that is to be forwarded. Throws 10003, 50001, 50035, 160014. */
function forwardedBy(call: BotCall, { reference }: MessageBody): MessageState | undefined {
  if (reference?.forwardsFrom === undefined) return undefined
  const { world, bot } = call
  const from = demand(world, reference.forwardsFrom, bot.id)
  const message = world.messages.get(reference.messageId)
  if (message?.channelId !== from.id || message.ephemeralFor !== undefined) {
    refuse(['message_reference'], 'REPLIES_UNKNOWN_MESSAGE', 'Unknown message')
  }
  const view = { botId: bot.id, messageContent: bot.messageContent }
  if (!showsContent(world, message, view)) throw new DiscordError('unreadableForward')
  refuseUnforwardable(message)
  return message
}

function checkReference(
  call: BotCall,
  channel: ChannelState,
  reference: { readonly messageId: string; readonly mustExist: boolean },
): void {
  demand(call.world, channel.id, call.bot.id, 'READ_MESSAGE_HISTORY')
  const target = call.world.messages.get(reference.messageId)
  const isHere = target?.channelId === channel.id && target.ephemeralFor === undefined
  if (!isHere && reference.mustExist) {
    refuse(['message_reference'], 'REPLIES_UNKNOWN_MESSAGE', 'Unknown message')
  }
  if (isHere && isSystem(target)) {
    refuse(
      ['message_reference'],
      'REPLIES_CANNOT_REPLY_TO_SYSTEM_MESSAGE',
      'Cannot reply to a system message',
    )
  }
}

function isSystem({ type }: MessageState): boolean {
  const plain: readonly number[] = [
    MessageKind.plain,
    MessageKind.reply,
    MessageKind.slashCommand,
    MessageKind.contextMenuCommand,
  ]
  return !plain.includes(type)
}

function edit(call: BotCall) {
  const { world, bot } = call
  const { channel, message } = needMessage(call)
  if (message.authorId !== bot.id) throw new DiscordError('notTheAuthor')
  if (isSystem(message)) throw new DiscordError('systemMessage')
  refuseManyOldEdits(world, message)
  const form = readMessageBody(call.body, message.flags)
  const attachments = storeFiles(world, channel.id, call.files, form.attachments)
  editMessage(world, message, form, attachments)
  return { status: 200, body: seen(call, message) }
}

function remove(call: BotCall) {
  const { channel, message } = needMessage(call)
  if (message.type === MessageKind.threadStarter) throw new DiscordError('systemMessage')
  if (message.authorId !== call.bot.id) {
    demand(call.world, channel.id, call.bot.id, 'MANAGE_MESSAGES')
  }
  deleteMessage(call.world, message)
  return { status: 204 }
}

/** 14 days: older messages are refused. */
const bulkAgeMs = 14 * 24 * 3_600_000

function bulkDelete(call: BotCall) {
  const { world, bot } = call
  const channel = demand(world, call.parameters['channel'] ?? '', bot.id, 'MANAGE_MESSAGES')
  const { messages } = readBody(bulk, call.body)
  if (messages.length < 2 || messages.length > 100) throw new DiscordError('wrongDeleteCount')
  const here = messages.filter((id) => channel.messageIds.includes(id))
  const isOld = (id: string) => {
    const { createdAtMs } = world.need('messages', id)
    return world.timing.now() - createdAtMs > world.timing.scale(bulkAgeMs)
  }
  if (here.some(isOld)) throw new DiscordError('tooOldToDelete')
  deleteMessages(world, channel, here)
  return { status: 204 }
}

function typing(call: BotCall) {
  const { world, bot } = call
  const channel = demand(world, call.parameters['channel'] ?? '', bot.id)
  refuseWithoutMessages(channel)
  demand(world, channel.id, bot.id, sendPermission(channel))
  announceTyping(call.world, channel, bot.id)
  return { status: 204 }
}

function refuseWithoutMessages(channel: ChannelState): void {
  if (!holdsMessages(channel)) throw new DiscordError('notATextChannel')
}

/** Bots can write only to people they share a server with, or who installed them. */
function demandDirectMessages({ world, bot }: BotCall, channel: ChannelState): void {
  if (channel.type !== ChannelKind.directMessage) return
  const others = channel.recipientIds.filter((id) => id !== bot.id)
  if (!others.every((id) => canMeet(world, bot, id))) throw new DiscordError('cannotMessageUser')
}
