import { type AllowedMentions, findMentions, mentionDefaults, permitMentions } from '../mentions.ts'
import { holds } from '../permissions.ts'
import { permissionsIn } from '../state/access.ts'
import {
  ChannelKind,
  type ChannelState,
  MessageFlag,
  MessageKind,
  type MessageState,
} from '../state/entities.ts'
import type { World } from '../state/world.ts'
import { joinThread } from './threads/threads.ts'

/** Works out whom the message mentions now, and notes the ping where that reaches somebody new. */
export function mention(
  world: World,
  channel: ChannelState,
  message: MessageState,
  request: { readonly allowed: AllowedMentions | undefined; readonly by: 'create' | 'edit' },
): void {
  const guild = world.guilds.get(message.guildId ?? '')
  const isPlain = message.interactionId === undefined && message.webhook === undefined
  const kind = isPlain ? 'message' : 'interaction'
  const allowed = request.allowed ?? mentionDefaults[kind]
  const permissions = permissionsIn(world, channel, message.authorId)
  const found = permitMentions(findMentions(message.content), allowed, {
    mayMentionEveryone:
      channel.type !== ChannelKind.directMessage && holds(permissions, 'MENTION_EVERYONE'),
    isUser: (id) => world.users.has(id),
    isMentionable: (id) => guild?.roles.get(id)?.mentionable,
  })
  const target = world.messages.get(message.reference?.messageId ?? '')
  const isPingingReply = message.type === MessageKind.reply && allowed.repliedUser
  // A webhook is nobody who could be mentioned.
  const repliedUser = isPingingReply && target?.webhook === undefined ? target?.authorId : undefined
  const before = message.mentionIds
  const beforeRoles = message.mentionRoleIds
  const beforeEveryone = message.mentionEveryone
  const replied = repliedUser === undefined ? [] : [repliedUser]
  message.mentionIds = [...new Set([...found.users, ...replied])]
  // Discord lists who answered an interaction among the mentioned, but shows it nothing for that.
  message.namedIds = target?.interactionId === undefined ? message.mentionIds : found.users
  message.mentionRoleIds = found.roles
  message.mentionEveryone = found.everyone
  if (channel.thread !== undefined && message.ephemeralFor === undefined) {
    joinThread(
      world,
      channel,
      found.users.filter((id) => guild?.members.has(id)),
    )
  }
  const userIds = message.mentionIds.filter((id) => !before.includes(id) && id !== message.authorId)
  const roleIds = found.roles.filter((id) => !beforeRoles.includes(id))
  const everyone = found.everyone && !beforeEveryone
  const isSilent =
    message.ephemeralFor !== undefined || (message.flags & MessageFlag.suppressNotifications) !== 0
  if (isSilent || (userIds.length === 0 && roleIds.length === 0 && !everyone)) return
  world.history.pings.push({
    at: world.timing.now(),
    messageId: message.id,
    channelId: channel.id,
    userIds,
    roleIds,
    everyone,
    by: request.by,
    repliedUser: repliedUser !== undefined && userIds.includes(repliedUser),
  })
}
