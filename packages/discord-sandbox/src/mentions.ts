/** Whom a text names, before anything is allowed or refused. */
export interface FoundMentions {
  readonly users: readonly string[]
  readonly roles: readonly string[]
  readonly everyone: boolean
}

export type MentionKind = 'users' | 'roles' | 'everyone'

export interface AllowedMentions {
  readonly parse: readonly MentionKind[]
  readonly users: readonly string[]
  readonly roles: readonly string[]
  readonly repliedUser: boolean
}

/** What Discord assumes where `allowed_mentions` is absent, on creates and on edits alike. */
export const mentionDefaults = {
  message: { parse: ['users', 'roles', 'everyone'], users: [], roles: [], repliedUser: true },
  /** Interaction responses and webhooks. */
  interaction: { parse: ['users'], users: [], roles: [], repliedUser: false },
} as const satisfies Record<string, AllowedMentions>

/** Code, fenced or inline, mentions nobody. */
const codeSpan = /(`{3,})[\s\S]*?\1|(`{1,2})(?!`)[\s\S]*?[^`]\2(?!`)/g

export function findMentions(content: string): FoundMentions {
  const text = content.replace(codeSpan, ' ')
  const ids = (pattern: RegExp) => [
    ...new Set([...text.matchAll(pattern)].flatMap(([, id]) => (id === undefined ? [] : [id]))),
  ]
  return {
    users: ids(/<@!?(\d{17,20})>/g),
    roles: ids(/<@&(\d{17,20})>/g),
    everyone: /@(everyone|here)\b/.test(text),
  }
}

/** What the guild says of those named. */
export interface MentionWorld {
  /** May the author ping everyone, and roles that are not mentionable? */
  readonly mayMentionEveryone: boolean
  isUser(id: string): boolean
  /** undefined: no such role. */
  isMentionable(roleId: string): boolean | undefined
}

/** Whom a text really pings: named, allowed by the request and permitted by the guild. */
export function permitMentions(
  found: FoundMentions,
  allowed: AllowedMentions,
  world: MentionWorld,
): FoundMentions {
  const passes = (kind: 'users' | 'roles', id: string) =>
    allowed.parse.includes(kind) || allowed[kind].includes(id)
  return {
    users: found.users.filter((id) => world.isUser(id) && passes('users', id)),
    roles: found.roles.filter((id) => {
      const mentionable = world.isMentionable(id)
      if (mentionable === undefined || !passes('roles', id)) return false
      return mentionable || world.mayMentionEveryone
    }),
    everyone: found.everyone && allowed.parse.includes('everyone') && world.mayMentionEveryone,
  }
}
