import type { Json } from '../json.ts'
import { permissionsIn } from '../state/access.ts'
import { ChannelKind, type InteractionState } from '../state/entities.ts'
import type { World } from '../state/world.ts'
import { channelWire } from './channels.ts'
import { messageWire } from './messages.ts'
import { memberWithUserWire, userWire } from './users.ts'

/** The INTERACTION_CREATE of an interaction. `data` depends on its kind. */
export function interactionWire(world: World, interaction: InteractionState, data: Json): Json {
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
    channel: { ...channelWire(world, channel, { for: interaction.applicationId }), permissions },
    app_permissions: permissionsIn(world, channel, interaction.applicationId).toString(),
    locale: user.locale,
    entitlements: [],
    authorizing_integration_owners: { 0: guild?.id ?? '0' },
    context: channel.type === ChannelKind.directMessage ? 1 : 0,
    attachment_size_limit: 10 * 1024 * 1024,
    ...(guild === undefined || member === undefined
      ? { user: userWire(user) }
      : {
          guild_id: guild.id,
          guild_locale: guild.preferredLocale,
          guild: { id: guild.id, locale: guild.preferredLocale, features: [] },
          member: { ...memberWithUserWire(member, user), permissions },
        }),
    ...(source === undefined
      ? {}
      : {
          message: messageWire(world, source, {
            botId: interaction.applicationId,
            messageContent: true,
          }),
        }),
  }
}
