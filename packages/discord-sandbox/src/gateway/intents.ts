export const Intent = {
  guilds: 1 << 0,
  guildMembers: 1 << 1,
  guildPresences: 1 << 8,
  guildMessages: 1 << 9,
  guildMessageReactions: 1 << 10,
  guildMessageTyping: 1 << 11,
  directMessages: 1 << 12,
  directMessageReactions: 1 << 13,
  directMessageTyping: 1 << 14,
  messageContent: 1 << 15,
} as const

/** All bits Discord knows; others are close code 4013. */
export const knownIntents = [
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 20, 21, 24, 25,
].reduce((sum, bit) => sum | (1 << bit), 0)

/** Need the switch in the developer portal; GUILD_PRESENCES has none here. */
export const privilegedIntents = Intent.guildMembers | Intent.guildPresences | Intent.messageContent

/** In a guild, and in direct messages. 0: comes whatever was asked for. */
const neededIntents: readonly (readonly [type: RegExp, inGuild: number, inDirect: number])[] = [
  [/^MESSAGE_REACTION/, Intent.guildMessageReactions, Intent.directMessageReactions],
  [/^MESSAGE_/, Intent.guildMessages, Intent.directMessages],
  [/^TYPING_START$/, Intent.guildMessageTyping, Intent.directMessageTyping],
  // Of other members only; Discord tells a bot of its own joining with GUILDS alone.
  [/^THREAD_MEMBERS_UPDATE$/, Intent.guilds, 0],
  [/^GUILD_MEMBER_/, Intent.guildMembers, 0],
  [/^(GUILD|CHANNEL|THREAD)_/, Intent.guilds, 0],
]

export function hasIntentFor(type: string, intents: number, isInGuild: boolean): boolean {
  const [, inGuild, inDirect] = neededIntents.find(([pattern]) => pattern.test(type)) ?? [
    type,
    0,
    0,
  ]
  const needed = isInGuild ? inGuild : inDirect
  return needed === 0 || (intents & needed) !== 0
}
