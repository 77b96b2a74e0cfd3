import { DiscordError } from '../errors.ts'
import { type BotCall, botRoute, type Route } from '../http/router.ts'
import { serializeChannel } from '../serializers/channels.ts'
import { serializeGuild, serializeRole } from '../serializers/guilds.ts'
import { serializeMemberWithUser } from '../serializers/users.ts'
import { compareIds } from '../snowflake.ts'
import { demandGuild } from '../state/access.ts'

export const guildRoutes: readonly Route[] = [
  botRoute('GET', '/guilds/:guild', get),
  botRoute('GET', '/guilds/:guild/channels', channels),
  botRoute('GET', '/guilds/:guild/roles', roles),
  botRoute('GET', '/guilds/:guild/members', members),
  botRoute('GET', '/guilds/:guild/members/:user', member),
]

function needGuild({ world, bot, parameters }: BotCall) {
  return demandGuild(world, parameters['guild'] ?? '', bot.id)
}

function get(call: BotCall) {
  const guild = needGuild(call)
  const counts = {
    approximate_member_count: guild.members.size,
    approximate_presence_count: guild.members.size,
  }
  const wantsCounts = call.query.get('with_counts') === 'true'
  return { status: 200, body: { ...serializeGuild(guild), ...(wantsCounts ? counts : {}) } }
}

function channels(call: BotCall) {
  const body = call.world
    .channelsOf(needGuild(call).id)
    .filter(({ thread }) => thread === undefined)
    .map((channel) => serializeChannel(call.world, channel, { for: call.bot.id }))
  return { status: 200, body }
}

function roles(call: BotCall) {
  return { status: 200, body: [...needGuild(call).roles.values()].map(serializeRole) }
}

/** Discord lists members only to bots with the GUILD_MEMBERS intent. */
function members(call: BotCall) {
  const guild = needGuild(call)
  if (!call.bot.guildMembers) throw new DiscordError('missingAccess')
  const limit = Number(call.query.get('limit') ?? 1)
  const after = call.query.get('after') ?? '0'
  const body = [...guild.members.values()]
    .filter(({ userId }) => compareIds(userId, after) > 0)
    .sort((left, right) => compareIds(left.userId, right.userId))
    .slice(0, limit)
    .map((one) => serializeMemberWithUser(one, call.world.need('users', one.userId)))
  return { status: 200, body }
}

function member(call: BotCall) {
  const userId = call.parameters['user'] ?? ''
  const found = needGuild(call).members.get(userId)
  if (!call.world.users.has(userId)) throw new DiscordError('unknownUser')
  if (found === undefined) throw new DiscordError('unknownMember')
  return { status: 200, body: serializeMemberWithUser(found, call.world.need('users', userId)) }
}
