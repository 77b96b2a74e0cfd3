import * as z from 'zod'
import { DiscordError } from '../errors.ts'
import type { LimitRule } from '../http/rate-limits.ts'
import { type BotCall, botRoute, type Route } from '../http/router.ts'
import type { Json } from '../json.ts'
import { storeFiles } from '../operations/attachments.ts'
import { openPost, openThread, openThreadOn } from '../operations/threads/open-threads.ts'
import {
  addToThread,
  refuseArchived,
  removeFromThread,
} from '../operations/threads/thread-members.ts'
import { isThreadParent, joinThread, leaveThread } from '../operations/threads/threads.ts'
import { autoArchiveMinutes, textUpTo } from '../schemas/fields.ts'
import { readMessageBody } from '../schemas/message.ts'
import { readBody } from '../schemas/read-body.ts'
import { serializeChannel, serializeThreadMember } from '../serializers/channels.ts'
import { serializeMessage } from '../serializers/messages.ts'
import { serializeMemberWithUser } from '../serializers/users.ts'
import { canSee, demand, demandGuild } from '../state/access.ts'
import { ChannelKind, type ChannelState, isForum, isThread } from '../state/entities.ts'
import { needMessage } from './messages.ts'

/** Both ways of making a thread draw on one budget of the whole bot. */
const createLimit: LimitRule = { group: 'create thread', limit: 50, periodMs: 300_000, per: [] }
const memberLimit: LimitRule = { group: 'thread members', limit: 5, periodMs: 5000, per: [] }

const threadForm = z.object({
  name: textUpTo(100, 1),
  auto_archive_duration: autoArchiveMinutes.nullish(),
  rate_limit_per_user: z.int().min(0).max(21_600).nullish(),
  type: z.literal([10, 11, 12]).nullish(),
  invitable: z.boolean().nullish(),
})
type ThreadForm = z.infer<typeof threadForm>

const postForm = threadForm
  .pick({ name: true, auto_archive_duration: true, rate_limit_per_user: true })
  .extend({ message: z.record(z.string(), z.unknown()) })

export const threadRoutes: readonly Route[] = [
  botRoute('POST', '/channels/:channel/messages/:message/threads', createOnMessage, createLimit),
  botRoute('POST', '/channels/:channel/threads', create, createLimit),
  botRoute('GET', '/channels/:channel/thread-members', listMembers),
  botRoute('PUT', '/channels/:channel/thread-members/@me', join, memberLimit),
  botRoute('DELETE', '/channels/:channel/thread-members/@me', leave, memberLimit),
  botRoute('GET', '/channels/:channel/thread-members/:user', getMember),
  botRoute('PUT', '/channels/:channel/thread-members/:user', addMember, memberLimit),
  botRoute('DELETE', '/channels/:channel/thread-members/:user', removeMember, memberLimit),
  botRoute('GET', '/guilds/:guild/threads/active', listActive),
  botRoute('GET', '/channels/:channel/threads/archived/public', (call) =>
    listArchived(call, (type) => type !== ChannelKind.privateThread),
  ),
  botRoute('GET', '/channels/:channel/threads/archived/private', (call) => {
    demand(call.world, call.parameters['channel'] ?? '', call.bot.id, 'MANAGE_THREADS')
    return listArchived(call, (type) => type === ChannelKind.privateThread)
  }),
]

function createOnMessage(call: BotCall) {
  const { channel, message } = needMessage(call)
  if (!isThreadParent(channel)) throw new DiscordError('wrongChannelType')
  demand(call.world, channel.id, call.bot.id, 'CREATE_PUBLIC_THREADS')
  const form = readBody(threadForm, call.body)
  const thread = openThreadOn(call.world, message, call.bot.id, settings(form))
  return { status: 201, body: serializeChannel(call.world, thread, { for: call.bot.id }) }
}

/** In a forum, with the first message in the body. */
function createPost(call: BotCall, forum: ChannelState) {
  const { world, bot } = call
  demand(world, forum.id, bot.id, 'SEND_MESSAGES')
  const form = readBody(postForm, call.body)
  const first = readMessageBody(form.message, 0, ['message'])
  if (first.poll !== undefined) demand(world, forum.id, bot.id, 'SEND_POLLS')
  if (call.files.length > 0) demand(world, forum.id, bot.id, 'ATTACH_FILES')
  const attachments = storeFiles(world, forum.id, call.files, first.attachments)
  const draft = { authorId: bot.id, form: first, attachments }
  const { thread, message } = openPost(world, forum, settings(form), draft)
  const body = {
    ...serializeChannel(world, thread, { for: bot.id }),
    message: serializeMessage(world, message, { botId: bot.id, messageContent: true }),
  }
  return { status: 201, body }
}

function create(call: BotCall) {
  const { world, bot } = call
  const channel = demand(world, call.parameters['channel'] ?? '', bot.id)
  if (isForum(channel)) return createPost(call, channel)
  if (!isThreadParent(channel)) throw new DiscordError('wrongChannelType')
  const form = readBody(threadForm, call.body)
  // Discord's own default for this route is a private thread.
  const isPrivate = (form.type ?? ChannelKind.privateThread) === ChannelKind.privateThread
  const needed = isPrivate ? 'CREATE_PRIVATE_THREADS' : 'CREATE_PUBLIC_THREADS'
  demand(world, channel.id, bot.id, needed)
  const thread = openThread(world, channel, bot.id, {
    ...settings(form),
    isPrivate,
    invitable: form.invitable ?? true,
  })
  return { status: 201, body: serializeChannel(world, thread, { for: bot.id }) }
}

function settings(form: Omit<ThreadForm, 'type' | 'invitable'>) {
  return {
    name: form.name.trim(),
    autoArchiveMinutes: form.auto_archive_duration ?? 4320,
    slowmodeSeconds: form.rate_limit_per_user ?? 0,
  }
}

function needThread(call: BotCall) {
  const channel = demand(call.world, call.parameters['channel'] ?? '', call.bot.id)
  if (!isThread(channel)) throw new DiscordError('wrongChannelType')
  return channel
}

/** Lists the members only to bots with GUILD_MEMBERS switched on in the portal. */
function listMembers(call: BotCall) {
  const channel = needThread(call)
  if (!call.bot.guildMembers) throw new DiscordError('missingAccess')
  const body = [...channel.thread.members.keys()].map((id) => memberBody(call, channel, id))
  return { status: 200, body }
}

function memberBody(call: BotCall, channel: ReturnType<typeof needThread>, userId: string): Json {
  const member = call.world.guilds.get(channel.guildId ?? '')?.members.get(userId)
  const withMember = call.query.get('with_member') === 'true' && member !== undefined
  return {
    ...serializeThreadMember(channel.id, channel.thread, userId),
    ...(withMember
      ? { member: serializeMemberWithUser(member, call.world.need('users', userId)) }
      : {}),
  }
}

function getMember(call: BotCall) {
  const channel = needThread(call)
  const asked = call.parameters['user'] ?? ''
  const userId = asked === '@me' ? call.bot.id : asked
  if (!channel.thread.members.has(userId)) throw new DiscordError('unknownMember')
  return { status: 200, body: memberBody(call, channel, userId) }
}

function join(call: BotCall) {
  const channel = needThread(call)
  refuseArchived(channel)
  joinThread(call.world, channel, [call.bot.id])
  return { status: 204 }
}

function leave(call: BotCall) {
  const channel = needThread(call)
  refuseArchived(channel)
  leaveThread(call.world, channel, call.bot.id)
  return { status: 204 }
}

function addMember(call: BotCall) {
  const channel = needThread(call)
  addToThread(call.world, channel, call.bot.id, call.parameters['user'] ?? '')
  return { status: 204 }
}

function removeMember(call: BotCall) {
  const channel = needThread(call)
  const isOwn = channel.type === ChannelKind.privateThread && channel.thread.ownerId === call.bot.id
  if (!isOwn) demand(call.world, channel.id, call.bot.id, 'MANAGE_THREADS')
  removeFromThread(call.world, channel, call.bot.id, call.parameters['user'] ?? '')
  return { status: 204 }
}

function listActive(call: BotCall) {
  const { world, bot } = call
  const guild = demandGuild(world, call.parameters['guild'] ?? '', bot.id)
  const threads = world
    .threadsOf(guild.id)
    .filter((one) => one.thread?.archived === false && canSee(world, one, bot.id))
  const { members, wires } = threadList(call, threads)
  return { status: 200, body: { threads: wires, members, has_more: false } }
}

function listArchived(call: BotCall, isKind: (type: number) => boolean) {
  const { world, bot } = call
  const parent = demand(world, call.parameters['channel'] ?? '', bot.id, 'READ_MESSAGE_HISTORY')
  const before = call.query.get('before')
  const limit = Number(call.query.get('limit') ?? 50)
  const found = world
    .threadsOf(parent.guildId ?? '')
    .filter((one) => one.parentId === parent.id && one.thread?.archived && isKind(one.type))
    .filter(
      (one) => before === null || (one.thread?.archivedAt ?? '') < new Date(before).toISOString(),
    )
    .sort((left, right) =>
      (left.thread?.archivedAt ?? '') < (right.thread?.archivedAt ?? '') ? 1 : -1,
    )
  const { members, wires } = threadList(call, found.slice(0, limit))
  return { status: 200, body: { threads: wires, members, has_more: found.length > limit } }
}

function threadList({ world, bot }: BotCall, threads: readonly ChannelState[]) {
  return {
    wires: threads.map((one) => serializeChannel(world, one, { for: bot.id })),
    members: threads.flatMap((one) =>
      one.thread?.members.has(bot.id) ? [serializeThreadMember(one.id, one.thread, bot.id)] : [],
    ),
  }
}
