import { serializeChannel, serializeThreadMember } from '../../serializers/channels.ts'
import { canSee } from '../../state/access.ts'
import { type GuildState, isForum } from '../../state/entities.ts'
import type { World } from '../../state/world.ts'
import { isThreadParent } from './threads.ts'

/** Runs a change of permissions; bots that see a channel only since then are told its active threads. */
export function syncThreads(world: World, guild: GuildState, change: () => void): void {
  const bots = [...guild.members.keys()].filter((id) => world.applications.has(id))
  const parents = world.channelsOf(guild.id).filter((one) => isThreadParent(one) || isForum(one))
  const before = bots.map((botId) => ({
    botId,
    hidden: parents.filter((channel) => !canSee(world, channel, botId)),
  }))
  change()
  for (const { botId, hidden } of before) {
    const ids = hidden.filter((channel) => canSee(world, channel, botId)).map(({ id }) => id)
    if (ids.length > 0) tell(world, guild, botId, ids)
  }
}

function tell(world: World, guild: GuildState, botId: string, channelIds: readonly string[]): void {
  const threads = world
    .threadsOf(guild.id)
    .filter(({ parentId }) => channelIds.includes(parentId ?? ''))
    .filter((channel) => channel.thread?.archived === false && canSee(world, channel, botId))
  world.dispatch({
    type: 'THREAD_LIST_SYNC',
    guildId: guild.id,
    botIds: [botId],
    data: {
      guild_id: guild.id,
      channel_ids: channelIds,
      threads: threads.map((channel) => serializeChannel(world, channel, { for: botId })),
      members: threads.flatMap(({ id, thread }) =>
        thread?.members.has(botId) ? [serializeThreadMember(id, thread, botId)] : [],
      ),
    },
  })
}
