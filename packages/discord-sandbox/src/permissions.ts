/** Discord's permission bits, by their names in its documentation. */
export const permissionBit = {
  KICK_MEMBERS: 1n << 1n,
  BAN_MEMBERS: 1n << 2n,
  ADMINISTRATOR: 1n << 3n,
  MANAGE_CHANNELS: 1n << 4n,
  MANAGE_GUILD: 1n << 5n,
  ADD_REACTIONS: 1n << 6n,
  VIEW_CHANNEL: 1n << 10n,
  SEND_MESSAGES: 1n << 11n,
  SEND_TTS_MESSAGES: 1n << 12n,
  MANAGE_MESSAGES: 1n << 13n,
  EMBED_LINKS: 1n << 14n,
  ATTACH_FILES: 1n << 15n,
  READ_MESSAGE_HISTORY: 1n << 16n,
  MENTION_EVERYONE: 1n << 17n,
  USE_EXTERNAL_EMOJIS: 1n << 18n,
  CONNECT: 1n << 20n,
  SPEAK: 1n << 21n,
  CHANGE_NICKNAME: 1n << 26n,
  MANAGE_ROLES: 1n << 28n,
  MANAGE_WEBHOOKS: 1n << 29n,
  USE_APPLICATION_COMMANDS: 1n << 31n,
  MANAGE_THREADS: 1n << 34n,
  CREATE_PUBLIC_THREADS: 1n << 35n,
  CREATE_PRIVATE_THREADS: 1n << 36n,
  USE_EXTERNAL_STICKERS: 1n << 37n,
  SEND_MESSAGES_IN_THREADS: 1n << 38n,
  SEND_POLLS: 1n << 49n,
  USE_EXTERNAL_APPS: 1n << 50n,
  PIN_MESSAGES: 1n << 51n,
  BYPASS_SLOWMODE: 1n << 52n,
} as const

export type Permission = keyof typeof permissionBit

export const allPermissions = Object.values(permissionBit).reduce((sum, bit) => sum | bit, 0n)

/** What @everyone may do in a guild just made. MENTION_EVERYONE is among it, to many people's surprise. */
export const defaultPermissions: readonly Permission[] = [
  'ADD_REACTIONS',
  'VIEW_CHANNEL',
  'SEND_MESSAGES',
  'SEND_TTS_MESSAGES',
  'EMBED_LINKS',
  'ATTACH_FILES',
  'READ_MESSAGE_HISTORY',
  'MENTION_EVERYONE',
  'USE_EXTERNAL_EMOJIS',
  'CONNECT',
  'SPEAK',
  'CHANGE_NICKNAME',
  'USE_APPLICATION_COMMANDS',
  'CREATE_PUBLIC_THREADS',
  'CREATE_PRIVATE_THREADS',
  'USE_EXTERNAL_STICKERS',
  'SEND_MESSAGES_IN_THREADS',
  'SEND_POLLS',
  'USE_EXTERNAL_APPS',
]

/** What both ends may do in a direct message. */
export const directPermissions: readonly Permission[] = [
  'ADD_REACTIONS',
  'VIEW_CHANNEL',
  'SEND_MESSAGES',
  'SEND_TTS_MESSAGES',
  'EMBED_LINKS',
  'ATTACH_FILES',
  'SEND_POLLS',
  'READ_MESSAGE_HISTORY',
  'MENTION_EVERYONE',
  'USE_EXTERNAL_EMOJIS',
  'USE_APPLICATION_COMMANDS',
  'USE_EXTERNAL_STICKERS',
  'USE_EXTERNAL_APPS',
  'PIN_MESSAGES',
]

export function permissionBits(names: readonly Permission[]): bigint {
  return names.reduce((sum, name) => sum | permissionBit[name], 0n)
}

export function holds(permissions: bigint, ...names: readonly Permission[]): boolean {
  const bits = permissionBits(names)
  return (permissions & bits) === bits
}

export interface Overwrite {
  readonly id: string
  readonly kind: 'role' | 'member'
  readonly allow: bigint
  readonly deny: bigint
}

/** What a member may do in the guild as a whole: the union of the roles; everything for owner and administrator. */
export function guildPermissions(roles: readonly bigint[], isOwner: boolean): bigint {
  const sum = roles.reduce((all, role) => all | role, 0n)
  return isOwner || holds(sum, 'ADMINISTRATOR') ? allPermissions : sum
}

export interface Membership {
  readonly userId: string
  /** Without @everyone. */
  readonly roleIds: readonly string[]
  readonly guildId: string
}

/**
 * What a member may do in one channel, in Discord's documented order: @everyone's overwrite, then all
 * role overwrites at once, then the member's own. Whoever cannot see a channel can do nothing in it.
 */
export function channelPermissions(
  guildWide: bigint,
  overwrites: readonly Overwrite[],
  member: Membership,
): bigint {
  if (holds(guildWide, 'ADMINISTRATOR')) return allPermissions
  const of = (matches: (overwrite: Overwrite) => boolean) => {
    const found = overwrites.filter(matches)
    return {
      allow: found.reduce((sum, { allow }) => sum | allow, 0n),
      deny: found.reduce((sum, { deny }) => sum | deny, 0n),
    }
  }
  const steps = [
    of(({ id }) => id === member.guildId),
    of(({ id, kind }) => kind === 'role' && member.roleIds.includes(id)),
    of(({ id, kind }) => kind === 'member' && id === member.userId),
  ]
  const sum = steps.reduce((all, { allow, deny }) => (all & ~deny) | allow, guildWide)
  return holds(sum, 'VIEW_CHANNEL') ? sum : 0n
}
