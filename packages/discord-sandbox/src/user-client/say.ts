import { DiscordError } from '../errors.ts'
import type { Json } from '../json.ts'
import { storeFiles } from '../operations/attachments.ts'
import { refuseUnforwardable } from '../operations/forwards.ts'
import { createMessage, type Draft } from '../operations/messages.ts'
import { holds, type Permission } from '../permissions.ts'
import { readMessageBody } from '../schemas/message.ts'
import { permissionsIn, sendPermission } from '../state/access.ts'
import { type ChannelState, holdsMessages, type MessageState } from '../state/entities.ts'
import { canMeet } from '../state/installs.ts'
import type { World } from '../state/world.ts'

export interface SayOptions {
  readonly replyTo?: string
  /** Default true, as in the client. */
  readonly pingReply?: boolean
  readonly attachments?: readonly {
    readonly name: string
    readonly contentType?: string
    readonly content: string | Uint8Array
  }[]
  readonly poll?: { readonly question: string; readonly answers: readonly string[] }
  /** At most three. */
  readonly stickers?: readonly { readonly name: string }[]
  /** For bots: a person's client sends none. */
  readonly embeds?: readonly Json[]
}

const mostStickers = 3

/** What the official client sends when a person presses enter; throws where it would not. */
export function say(
  world: World,
  userId: string,
  channelId: string,
  content: string,
  options: SayOptions,
): MessageState {
  const { replyTo } = options
  const channel = placeToWrite(world, userId, channelId)
  if (replyTo !== undefined) {
    const target = world.need('messages', replyTo)
    if (target.channelId !== channelId) {
      throw new Error('The message replied to is in another channel')
    }
    if (target.ephemeralFor !== undefined) throw new Error('Nobody can reply to what will not last')
  }
  return createMessage(world, channel, draftOf(world, userId, { channelId, content, options }))
}

/** Forwards are messages of their own, which say nothing. */
export function forward(
  world: World,
  userId: string,
  { messageId, toChannelId }: { readonly messageId: string; readonly toChannelId: string },
): MessageState {
  const message = world.need('messages', messageId)
  demandOfPerson(world, userId, message.channelId, 'READ_MESSAGE_HISTORY')
  if (message.ephemeralFor !== undefined) throw new Error('Nobody else can see this message')
  refuseUnforwardable(message)
  const channel = placeToWrite(world, userId, toChannelId)
  const form = readMessageBody({})
  return createMessage(world, channel, {
    authorId: userId,
    form,
    attachments: [],
    forwards: message,
  })
}

function placeToWrite(world: World, userId: string, channelId: string): ChannelState {
  const channel = demandOfPerson(world, userId, channelId)
  if (!holdsMessages(channel)) throw new DiscordError('notATextChannel')
  demandOfPerson(world, userId, channelId, sendPermission(channel))
  if (!world.need('users', userId).bot) respectSlowmode(world, userId, channel)
  respectStrangers(world, userId, channel)
  return channel
}

/** What a person writes, ready to be sent to this channel or as the first message of a post in it. */
export function draftOf(
  world: World,
  userId: string,
  said: { readonly channelId: string; readonly content: string; readonly options: SayOptions },
): Draft {
  const { channelId, content, options } = said
  const { replyTo, pingReply = true, attachments = [], poll, stickers = [], embeds } = options
  if (attachments.length > 0) demandOfPerson(world, userId, channelId, 'ATTACH_FILES')
  if (poll !== undefined) demandOfPerson(world, userId, channelId, 'SEND_POLLS')
  if (embeds !== undefined && !world.need('users', userId).bot) {
    throw new Error('People cannot send embeds')
  }
  if (stickers.length > mostStickers) throw new Error('These are too many stickers')
  const form = readMessageBody({
    content,
    allowed_mentions: { parse: ['users', 'roles', 'everyone'], replied_user: pingReply },
    ...(replyTo === undefined ? {} : { message_reference: { message_id: replyTo } }),
    ...(embeds === undefined ? {} : { embeds }),
    ...(poll === undefined ? {} : { poll: pollForm(poll) }),
  })
  const files = attachments.map((file, index) => ({
    key: String(index),
    filename: file.name,
    contentType: file.contentType ?? 'application/octet-stream',
    bytes: typeof file.content === 'string' ? Buffer.from(file.content) : file.content,
  }))
  const stored = storeFiles(world, channelId, files)
  return {
    authorId: userId,
    form,
    attachments: stored,
    stickers: stickers.map(({ name }) => ({ id: world.snowflakes.next(), name })),
  }
}

function pollForm({ question, answers }: NonNullable<SayOptions['poll']>): Json {
  return {
    question: { text: question },
    answers: answers.map((text) => ({ poll_media: { text } })),
  }
}

/** A bot takes messages only from people it has to do with. */
function respectStrangers(world: World, userId: string, channel: ChannelState): void {
  for (const id of channel.recipientIds) {
    const bot = world.applications.get(id)
    if (bot !== undefined && !canMeet(world, bot, userId)) {
      throw new Error('Neither a server nor an installation connects this person and the bot')
    }
  }
}

/** Throws, naming what the person lacks. */
export function demandOfPerson(
  world: World,
  userId: string,
  channelId: string,
  ...names: readonly Permission[]
): ChannelState {
  const channel = world.need('channels', channelId)
  if (!holds(permissionsIn(world, channel, userId), 'VIEW_CHANNEL', ...names)) {
    throw new Error(`This person lacks ${['VIEW_CHANNEL', ...names].join(', ')} here`)
  }
  return channel
}

function respectSlowmode(world: World, userId: string, channel: ChannelState): void {
  const permissions = permissionsIn(world, channel, userId)
  if (channel.slowmodeSeconds === 0 || holds(permissions, 'BYPASS_SLOWMODE')) return
  const since = world.timing.now() - world.timing.scale(channel.slowmodeSeconds * 1000)
  const isTooSoon = channel.messageIds.some((id) => {
    const message = world.messages.get(id)
    return message?.authorId === userId && message.createdAtMs > since
  })
  if (isTooSoon) throw new Error('Slowmode: this person must wait')
}
