import { DiscordError } from '../errors.ts'
import {
  channelPermissions,
  directPermissions,
  guildPermissions,
  holds,
  type Permission,
  permissionBits,
} from '../permissions.ts'
import { ChannelKind, type ChannelState, type GuildState, isPrivate, isVoice } from './entities.ts'
import type { World } from './world.ts'

function permissionsInGuild(guild: GuildState, userId: string): bigint {
  const member = guild.members.get(userId)
  if (member === undefined) return 0n
  const roles = [guild.id, ...member.roleIds].map((id) => guild.roles.get(id)?.permissions ?? 0n)
  return guildPermissions(roles, guild.ownerId === userId)
}

/** 0 for whoever is not there or cannot see the channel. Threads have their parent's permissions. */
export function permissionsIn(world: World, channel: ChannelState, userId: string): bigint {
  if (isPrivate(channel)) {
    return channel.recipientIds.includes(userId) ? permissionBits(directPermissions) : 0n
  }
  const guild = world.guilds.get(channel.guildId ?? '')
  const member = guild?.members.get(userId)
  if (guild === undefined || member === undefined) return 0n
  const place = channel.thread === undefined ? channel : world.channels.get(channel.parentId ?? '')
  const permissions = channelPermissions(
    permissionsInGuild(guild, userId),
    place?.overwrites ?? [],
    { userId, guildId: guild.id, roleIds: member.roleIds },
  )
  const isHidden =
    channel.type === ChannelKind.privateThread &&
    !channel.thread?.members.has(userId) &&
    !holds(permissions, 'MANAGE_THREADS')
  if (isHidden) return 0n
  // Where one connects, whoever may not is denied all the rest.
  const isClosed = isVoice(channel) && !holds(permissions, 'CONNECT')
  return isClosed ? permissions & permissionBits(['VIEW_CHANNEL']) : permissions
}

/** Its messages too. */
export function canSee(world: World, channel: ChannelState, userId: string): boolean {
  const permissions = permissionsIn(world, channel, userId)
  return holds(permissions, 'VIEW_CHANNEL', ...(isVoice(channel) ? (['CONNECT'] as const) : []))
}

export function sendPermission(channel: ChannelState): Permission {
  return channel.thread === undefined ? 'SEND_MESSAGES' : 'SEND_MESSAGES_IN_THREADS'
}

/**
 * 10003 where there is no such channel, 50001 where it cannot be seen, 50013 where a permission is missing,
 * 50003 where nobody can have it: in a direct message.
 */
export function demand(
  world: World,
  channelId: string,
  userId: string,
  ...names: readonly Permission[]
): ChannelState {
  const channel = world.channels.get(channelId)
  if (channel === undefined) throw new DiscordError('unknownChannel')
  if (!canSee(world, channel, userId)) throw new DiscordError('missingAccess')
  if (!holds(permissionsIn(world, channel, userId), ...names)) {
    throw new DiscordError(isPrivate(channel) ? 'notInDirectMessage' : 'missingPermissions')
  }
  return channel
}

/** As `demand`, for the guild as a whole. */
export function demandGuild(
  world: World,
  guildId: string,
  userId: string,
  ...names: readonly Permission[]
): GuildState {
  const guild = world.guilds.get(guildId)
  if (guild === undefined) throw new DiscordError('unknownGuild')
  if (!guild.members.has(userId)) throw new DiscordError('missingAccess')
  if (!holds(permissionsInGuild(guild, userId), ...names)) {
    throw new DiscordError('missingPermissions')
  }
  return guild
}
