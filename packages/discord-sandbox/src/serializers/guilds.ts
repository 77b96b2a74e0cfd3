import type { Json } from '../json.ts'
import type { ApplicationState, GuildState, RoleState, UserState } from '../state/entities.ts'
import { serializeUser } from './users.ts'

export function serializeRole(role: RoleState): Json {
  return {
    id: role.id,
    name: role.name,
    description: null,
    permissions: role.permissions.toString(),
    position: role.position,
    color: 0,
    colors: { primary_color: 0, secondary_color: null, tertiary_color: null },
    hoist: false,
    managed: role.botId !== undefined,
    mentionable: role.mentionable,
    icon: null,
    unicode_emoji: null,
    flags: 0,
    ...(role.botId === undefined ? {} : { tags: { bot_id: role.botId } }),
  }
}

export function serializeGuild(guild: GuildState): Json {
  return {
    id: guild.id,
    name: guild.name,
    icon: null,
    description: null,
    home_header: null,
    splash: null,
    discovery_splash: null,
    features: [],
    banner: null,
    owner_id: guild.ownerId,
    application_id: null,
    region: 'us-west',
    afk_channel_id: null,
    afk_timeout: 300,
    system_channel_id: null,
    system_channel_flags: 0,
    widget_enabled: false,
    widget_channel_id: null,
    verification_level: 0,
    roles: [...guild.roles.values()].map(serializeRole),
    default_message_notifications: 0,
    mfa_level: 0,
    explicit_content_filter: 0,
    max_presences: null,
    max_members: 500_000,
    max_stage_video_channel_users: 50,
    max_video_channel_users: 25,
    vanity_url_code: null,
    premium_tier: 0,
    premium_subscription_count: 0,
    preferred_locale: guild.preferredLocale,
    rules_channel_id: null,
    safety_alerts_channel_id: null,
    public_updates_channel_id: null,
    premium_progress_bar_enabled: false,
    nsfw: false,
    nsfw_level: 0,
    emojis: [],
    stickers: [],
    incidents_data: null,
  }
}

/** GATEWAY_MESSAGE_CONTENT_LIMITED: the switch in the portal, for an app below review size. */
const messageContentLimited = 1 << 19
/** GATEWAY_GUILD_MEMBERS_LIMITED. */
const guildMembersLimited = 1 << 15

export function applicationFlags({ messageContent, guildMembers }: ApplicationState): number {
  return (messageContent ? messageContentLimited : 0) | (guildMembers ? guildMembersLimited : 0)
}

export function serializeApplication(
  application: ApplicationState,
  guildCount: number,
  bot: UserState,
): Json {
  const owner: UserState = {
    id: '100000000000000001',
    name: 'owner',
    displayName: null,
    bot: false,
    locale: 'en-US',
  }
  const flags = applicationFlags(application)
  return {
    id: application.id,
    name: application.name,
    icon: null,
    description: application.description,
    type: null,
    flags,
    flags_new: String(flags),
    bot: serializeUser(bot),
    bot_public: true,
    bot_require_code_grant: false,
    integration_types_config: application.installConfig,
    ...(application.installParams === undefined
      ? {}
      : { install_params: application.installParams }),
    verify_key: '0'.repeat(64),
    redirect_uris: [],
    interactions_endpoint_url: null,
    role_connections_verification_url: null,
    owner: serializeUser(owner),
    approximate_guild_count: guildCount,
    approximate_user_install_count: application.installedFor.size,
    approximate_user_authorization_count: 0,
    explicit_content_filter: 0,
    team: null,
    eligible_oauth2_scopes: [],
  }
}
