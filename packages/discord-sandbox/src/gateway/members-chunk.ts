import type { Json } from '../json.ts'
import { serializeMemberWithUser } from '../serializers/users.ts'
import type { World } from '../state/world.ts'
import type { Identity } from './session.ts'

/** Discord's most for a search by name. */
const mostFound = 100

/** The answer to REQUEST_GUILD_MEMBERS: by ids or by the beginning of a name. undefined: not this bot's guild. */
export function membersChunk(world: World, { bot }: Identity, request: Json): Json | undefined {
  const guild = world.guilds.get(String(request['guild_id']))
  if (guild === undefined || !guild.members.has(bot.id)) return undefined
  const asked = request['user_ids']
  const ids = asked === undefined ? undefined : [asked].flat().map(String)
  const prefix = String(request['query'] ?? '').toLowerCase()
  const found = [...guild.members.values()]
    .filter(({ userId }) =>
      ids === undefined
        ? world.need('users', userId).name.toLowerCase().startsWith(prefix)
        : ids.includes(userId),
    )
    .slice(0, ids?.length ?? mostFound)
  return {
    guild_id: guild.id,
    members: found.map((member) =>
      serializeMemberWithUser(member, world.need('users', member.userId)),
    ),
    chunk_index: 0,
    chunk_count: 1,
    ...(ids === undefined ? {} : { not_found: ids.filter((id) => !guild.members.has(id)) }),
    ...(request['nonce'] === undefined ? {} : { nonce: request['nonce'] }),
  }
}
