import { DiscordError } from '../errors.ts'
import { type BotCall, botRoute, type Route } from '../http/router.ts'
import type { Json } from '../json.ts'
import { announce } from '../operations/announce.ts'
import { createSystemMessage } from '../operations/messages.ts'
import { serializeUser } from '../serializers/users.ts'
import { demand } from '../state/access.ts'
import { MessageKind, type MessageState } from '../state/entities.ts'
import { needMessage, seen } from './messages.ts'

const reactionPath = '/channels/:channel/messages/:message/reactions'
const reactLimit = { group: 'reactions', limit: 1, periodMs: 250 }

export const reactionRoutes: readonly Route[] = [
  botRoute('PUT', `${reactionPath}/:emoji/@me`, add, reactLimit),
  botRoute('DELETE', `${reactionPath}/:emoji/@me`, (call) => remove(call, call.bot.id), reactLimit),
  botRoute('DELETE', `${reactionPath}/:emoji/:user`, removeOfUser, reactLimit),
  botRoute('GET', `${reactionPath}/:emoji`, list),
  botRoute('DELETE', reactionPath, clear),
  botRoute('GET', '/channels/:channel/messages/pins', pins),
  botRoute('PUT', '/channels/:channel/messages/pins/:message', (call) => pin(call, true)),
  botRoute('DELETE', '/channels/:channel/messages/pins/:message', (call) => pin(call, false)),
]

const mostEmojis = 20

function add(call: BotCall) {
  const { channel, message } = needMessage(call)
  demand(call.world, channel.id, call.bot.id, 'READ_MESSAGE_HISTORY')
  if (channel.thread?.archived) throw new DiscordError('archivedThread')
  const emoji = call.parameters['emoji'] ?? ''
  const users = message.reactions.get(emoji)
  if (users === undefined) {
    demand(call.world, channel.id, call.bot.id, 'ADD_REACTIONS')
    if (message.reactions.size >= mostEmojis) throw new DiscordError('tooManyReactions')
    message.reactions.set(emoji, new Set())
  }
  message.reactions.get(emoji)?.add(call.bot.id)
  reactionEvent(call, message, 'MESSAGE_REACTION_ADD', { user_id: call.bot.id, emoji })
  return { status: 204 }
}

function remove(call: BotCall, userId: string) {
  const { message } = needMessage(call)
  const emoji = call.parameters['emoji'] ?? ''
  const users = message.reactions.get(emoji)
  users?.delete(userId)
  if (users?.size === 0) message.reactions.delete(emoji)
  reactionEvent(call, message, 'MESSAGE_REACTION_REMOVE', { user_id: userId, emoji })
  return { status: 204 }
}

function removeOfUser(call: BotCall) {
  demand(call.world, call.parameters['channel'] ?? '', call.bot.id, 'MANAGE_MESSAGES')
  return remove(call, call.parameters['user'] ?? '')
}

function list(call: BotCall) {
  const { message } = needMessage(call)
  const users = [...(message.reactions.get(call.parameters['emoji'] ?? '') ?? [])]
  return { status: 200, body: users.map((id) => serializeUser(call.world.need('users', id))) }
}

function clear(call: BotCall) {
  const { channel, message } = needMessage(call)
  demand(call.world, channel.id, call.bot.id, 'MANAGE_MESSAGES')
  message.reactions.clear()
  reactionEvent(call, message, 'MESSAGE_REACTION_REMOVE_ALL', {})
  return { status: 204 }
}

function reactionEvent(
  { world }: BotCall,
  message: MessageState,
  type: string,
  about: { readonly user_id?: string; readonly emoji?: string },
): void {
  const data: Json = {
    channel_id: message.channelId,
    message_id: message.id,
    ...(message.guildId === undefined ? {} : { guild_id: message.guildId }),
    ...(about.user_id === undefined ? {} : { user_id: about.user_id, type: 0, burst: false }),
    ...(about.emoji === undefined ? {} : { emoji: { id: null, name: about.emoji } }),
  }
  world.dispatch({ type, guildId: message.guildId, channelId: message.channelId, data })
}

function pins(call: BotCall) {
  const channel = demand(call.world, call.parameters['channel'] ?? '', call.bot.id)
  const items = call.world
    .messagesOf(channel.id)
    .filter(({ pinned }) => pinned)
    .toReversed()
    .map((message) => ({ pinned_at: message.timestamp, message: seen(call, message) }))
  return { status: 200, body: { items, has_more: false } }
}

function pin(call: BotCall, pinned: boolean) {
  const { channel, message } = needMessage(call)
  demand(call.world, channel.id, call.bot.id, 'PIN_MESSAGES')
  if (channel.thread?.archived) throw new DiscordError('archivedThread')
  if (message.pinned === pinned) return { status: 204 }
  message.pinned = pinned
  announce(call.world, 'MESSAGE_UPDATE', message)
  if (pinned) {
    createSystemMessage(call.world, channel, {
      authorId: call.bot.id,
      type: MessageKind.channelPinned,
      reference: { channelId: channel.id, messageId: message.id, guildId: channel.guildId },
    })
  }
  return { status: 204 }
}
