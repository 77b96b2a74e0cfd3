import * as z from 'zod'
import { DiscordError } from '../errors.ts'
import { type BotCall, botRoute, type Route } from '../http/router.ts'
import { changeChannel, deleteChannel, openDirectMessage } from '../operations/channels.ts'
import { createSystemMessage } from '../operations/messages.ts'
import { changeThread } from '../operations/threads/threads.ts'
import { holds } from '../permissions.ts'
import { autoArchiveMinutes, snowflake, textUpTo } from '../schemas/fields.ts'
import { readBody } from '../schemas/read-body.ts'
import { serializeChannel } from '../serializers/channels.ts'
import { demand, permissionsIn, sendPermission } from '../state/access.ts'
import { ChannelKind, type ChannelState, isThread, MessageKind } from '../state/entities.ts'
import { refuseManyRenames } from './renames.ts'

const threadForm = z.object({
  name: textUpTo(100, 1).nullish(),
  archived: z.boolean().nullish(),
  locked: z.boolean().nullish(),
  auto_archive_duration: autoArchiveMinutes.nullish(),
  rate_limit_per_user: z.int().min(0).max(21_600).nullish(),
  invitable: z.boolean().nullish(),
})

const channelForm = z.object({
  name: textUpTo(100, 1).nullish(),
  topic: textUpTo(1024).nullish(),
  rate_limit_per_user: z.int().min(0).max(21_600).nullish(),
  default_auto_archive_duration: autoArchiveMinutes.nullish(),
})

export const channelRoutes: readonly Route[] = [
  botRoute('GET', '/channels/:channel', get),
  botRoute('PATCH', '/channels/:channel', change),
  botRoute('DELETE', '/channels/:channel', remove),
  botRoute('POST', '/users/@me/channels', open),
]

function seen({ world, bot }: BotCall, channel: ChannelState) {
  return { status: 200, body: serializeChannel(world, channel, { for: bot.id }) }
}

function get(call: BotCall) {
  return seen(call, demand(call.world, call.parameters['channel'] ?? '', call.bot.id))
}

function change(call: BotCall) {
  const channel = demand(call.world, call.parameters['channel'] ?? '', call.bot.id)
  if (channel.type === ChannelKind.directMessage) throw new DiscordError('notInDirectMessage')
  if (isThread(channel)) changeOwnThread(call, channel)
  else {
    demand(call.world, channel.id, call.bot.id, 'MANAGE_CHANNELS')
    const form = readBody(channelForm, call.body)
    refuseManyRenames(call.world, channel, { name: form.name ?? undefined, topic: form.topic })
    changeChannel(call.world, channel, {
      ...(form.name == null ? {} : { name: form.name }),
      ...(form.topic === undefined ? {} : { topic: form.topic }),
      ...(form.rate_limit_per_user == null ? {} : { slowmodeSeconds: form.rate_limit_per_user }),
      ...(form.default_auto_archive_duration == null
        ? {}
        : { defaultAutoArchiveMinutes: form.default_auto_archive_duration }),
    })
  }
  return seen(call, channel)
}

function changeOwnThread(
  { world, bot, body }: BotCall,
  channel: ChannelState & { thread: NonNullable<ChannelState['thread']> },
): void {
  const form = readBody(threadForm, body)
  const { thread } = channel
  const mayManage = holds(permissionsIn(world, channel, bot.id), 'MANAGE_THREADS')
  const others = [form.name, form.auto_archive_duration, form.rate_limit_per_user, form.invitable]
  const changesOthers = others.some((value) => value !== undefined)
  const unarchives = form.archived === false
  if (thread.archived && !unarchives && changesOthers) throw new DiscordError('archivedThread')
  if (unarchives && !changesOthers && form.locked == null) {
    // Everybody who may write in a thread may unarchive it, unless it is locked.
    if (thread.locked && !mayManage) throw new DiscordError('missingPermissions')
    demand(world, channel.id, bot.id, sendPermission(channel))
  } else if (!mayManage && (thread.ownerId !== bot.id || thread.locked || form.locked != null)) {
    throw new DiscordError('missingPermissions')
  }
  refuseManyRenames(world, channel, { name: form.name ?? undefined })
  const nameBefore = channel.name
  changeThread(world, channel, {
    ...(form.name == null ? {} : { name: form.name }),
    ...(form.archived == null ? {} : { archived: form.archived }),
    ...(form.locked == null ? {} : { locked: form.locked }),
    ...(form.invitable == null ? {} : { invitable: form.invitable }),
    ...(form.auto_archive_duration == null
      ? {}
      : { autoArchiveMinutes: form.auto_archive_duration }),
    ...(form.rate_limit_per_user == null ? {} : { slowmodeSeconds: form.rate_limit_per_user }),
  })
  if (channel.name === nameBefore) return
  createSystemMessage(world, channel, {
    authorId: bot.id,
    type: MessageKind.nameChanged,
    content: channel.name,
    reference: undefined,
  })
}

function remove(call: BotCall) {
  const channel = demand(call.world, call.parameters['channel'] ?? '', call.bot.id)
  if (channel.type === ChannelKind.directMessage) return seen(call, channel)
  const needed = isThread(channel) ? 'MANAGE_THREADS' : 'MANAGE_CHANNELS'
  demand(call.world, channel.id, call.bot.id, needed)
  const answer = seen(call, channel)
  deleteChannel(call.world, channel)
  return answer
}

function open(call: BotCall) {
  const { recipient_id } = readBody(z.object({ recipient_id: snowflake }), call.body)
  const recipient = call.world.users.get(recipient_id)
  if (recipient === undefined) throw new DiscordError('unknownUser')
  if (recipient.bot) throw new DiscordError('cannotMessageUser')
  return seen(call, openDirectMessage(call.world, [call.bot.id, recipient_id]))
}
