import type { Json } from '../json.ts'
import type { MemberState, UserState, WebhookState } from '../state/entities.ts'

export function serializeUser(user: UserState): Json {
  return {
    id: user.id,
    username: user.name,
    discriminator: user.bot ? '0000' : '0',
    global_name: user.displayName,
    avatar: null,
    public_flags: 0,
    flags: 0,
    banner: null,
    accent_color: null,
    avatar_decoration_data: null,
    collectibles: null,
    primary_guild: null,
    ...(user.bot ? { bot: true } : {}),
  }
}

/** The author of what a webhook says: no user has this id. */
export function serializeWebhook({ id, name }: WebhookState): Json {
  return serializeUser({ id, name, displayName: null, bot: true, locale: 'en-US' })
}

/** A bot as it sees itself. */
export function serializeSelf(user: UserState): Json {
  return { ...serializeUser(user), mfa_enabled: true, locale: 'en-US', email: null, verified: true }
}

/** A member without its user, as it stands in messages. */
export function serializeMember(member: MemberState): Json {
  return {
    avatar: null,
    banner: null,
    communication_disabled_until: null,
    flags: 0,
    joined_at: member.joinedAt,
    nick: null,
    pending: false,
    premium_since: null,
    roles: member.roleIds,
    mute: false,
    deaf: false,
  }
}

export function serializeMemberWithUser(member: MemberState, user: UserState): Json {
  return { ...serializeMember(member), user: serializeUser(user) }
}
