import { serializeMemberWithUser } from '../serializers/users.ts'
import type { ChannelState } from '../state/entities.ts'
import type { World } from '../state/world.ts'

export function announceTyping(world: World, channel: ChannelState, userId: string): void {
  const member = world.guilds.get(channel.guildId ?? '')?.members.get(userId)
  world.dispatch({
    type: 'TYPING_START',
    guildId: channel.guildId,
    channelId: channel.id,
    data: {
      channel_id: channel.id,
      user_id: userId,
      timestamp: Math.floor(Date.now() / 1000),
      ...(channel.guildId === undefined ? {} : { guild_id: channel.guildId }),
      ...(member === undefined
        ? {}
        : { member: serializeMemberWithUser(member, world.need('users', userId)) }),
    },
  })
}
