import { storeFiles } from '../actions/attachments.ts'
import { createMessage } from '../actions/messages.ts'
import { readMessageForm } from '../forms/message-form.ts'
import { holds, type Permission } from '../permissions.ts'
import { permissionsIn, sendPermission } from '../state/access.ts'
import type { ChannelState, MessageState } from '../state/entities.ts'
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
}

/** What the official client sends when a person presses enter; throws where it would not. */
export function say(
  world: World,
  userId: string,
  channelId: string,
  content: string,
  options: SayOptions,
): MessageState {
  const { replyTo, pingReply = true, attachments = [] } = options
  const channel = demandOfPerson(world, userId, channelId)
  demandOfPerson(world, userId, channelId, sendPermission(channel))
  if (attachments.length > 0) demandOfPerson(world, userId, channelId, 'ATTACH_FILES')
  respectSlowmode(world, userId, channel)
  respectStrangers(world, userId, channel)
  if (replyTo !== undefined) {
    const target = world.need('messages', replyTo)
    if (target.channelId !== channelId) {
      throw new Error('The message replied to is in another channel')
    }
    if (target.ephemeralFor !== undefined) throw new Error('Nobody can reply to what will not last')
  }
  const form = readMessageForm({
    content,
    allowed_mentions: { parse: ['users', 'roles', 'everyone'], replied_user: pingReply },
    ...(replyTo === undefined ? {} : { message_reference: { message_id: replyTo } }),
  })
  const files = attachments.map((file, index) => ({
    key: String(index),
    filename: file.name,
    contentType: file.contentType ?? 'application/octet-stream',
    bytes: typeof file.content === 'string' ? Buffer.from(file.content) : file.content,
  }))
  const stored = storeFiles(world, channelId, files)
  return createMessage(world, channel, { authorId: userId, form, attachments: stored })
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
