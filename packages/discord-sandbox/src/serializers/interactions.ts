import type { Json } from '../json.ts'
import { permissionBits } from '../permissions.ts'
import { permissionsIn } from '../state/access.ts'
import { type ChannelState, type InteractionState, isPrivate } from '../state/entities.ts'
import { contextOf, isExternal } from '../state/installs.ts'
import type { World } from '../state/world.ts'
import { serializeChannel } from './channels.ts'
import { serializeMessage } from './messages.ts'
import { serializeMemberWithUser, serializeUser } from './users.ts'

/** The INTERACTION_CREATE of an interaction. `data` depends on its kind. */
export function serializeInteraction(
  world: World,
  interaction: InteractionState,
  data: Json,
): Json {
  const channel = world.need('channels', interaction.channelId)
  const user = world.need('users', interaction.userId)
  const guild = world.guilds.get(interaction.guildId ?? '')
  const member = guild?.members.get(user.id)
  const source = world.messages.get(interaction.sourceMessageId ?? '')
  const permissions = permissionsIn(world, channel, user.id).toString()
  return {
    id: interaction.id,
    application_id: interaction.applicationId,
    type: interaction.type,
    token: interaction.token,
    version: 1,
    data,
    channel_id: channel.id,
    channel: { ...partialChannel(world, channel, interaction), permissions },
    app_permissions: appPermissions(world, channel, interaction).toString(),
    locale: user.locale,
    entitlements: [],
    authorizing_integration_owners: interaction.owners,
    context: contextOf(channel, interaction.applicationId),
    attachment_size_limit: 10 * 1024 * 1024,
    ...(guild === undefined || member === undefined
      ? { user: serializeUser(user) }
      : {
          guild_id: guild.id,
          guild_locale: guild.preferredLocale,
          guild: { id: guild.id, locale: guild.preferredLocale, features: [] },
          member: { ...serializeMemberWithUser(member, user), permissions },
        }),
    ...(source === undefined
      ? {}
      : {
          message: serializeMessage(world, source, {
            botId: interaction.applicationId,
            messageContent: true,
          }),
        }),
  }
}

/** Without the overwrites; of a direct message between people its recipients are the others. */
function partialChannel(world: World, channel: ChannelState, interaction: InteractionState): Json {
  const { applicationId, userId } = interaction
  const isOfPeople = isPrivate(channel) && !channel.recipientIds.includes(applicationId)
  const whole = serializeChannel(world, channel, { for: isOfPeople ? userId : applicationId })
  const { permission_overwrites: _, ...partial } = whole
  return partial
}

/**
 * In a direct message what the documentation lists. Where only the user installed the app, the user's own
 * permissions: also those that the app can do nothing with, as it is not there.
 */
function appPermissions(
  world: World,
  channel: ChannelState,
  interaction: InteractionState,
): bigint {
  const { applicationId, userId } = interaction
  const always = permissionBits(['ATTACH_FILES', 'EMBED_LINKS'])
  if (isPrivate(channel)) {
    const emojis = channel.recipientIds.includes(applicationId)
      ? permissionBits(['USE_EXTERNAL_EMOJIS'])
      : 0n
    return always | permissionBits(['MENTION_EVERYONE']) | emojis
  }
  return isExternal(world, interaction)
    ? permissionsIn(world, channel, userId) | always
    : permissionsIn(world, channel, applicationId)
}
