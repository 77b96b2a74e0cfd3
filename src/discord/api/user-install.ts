import {
  ApplicationIntegrationType,
  type BaseInteraction,
  InteractionContextType,
} from 'discord.js'

/**
 * Whether an interaction comes from a user install: a person brought the app to a server or a direct
 * message that the bot is not in. There the bot sees nothing and has only the interaction token.
 */
export function isUserInstall({
  guildId,
  guild,
  context,
  authorizingIntegrationOwners: owners,
}: Pick<
  BaseInteraction,
  'guildId' | 'guild' | 'context' | 'authorizingIntegrationOwners'
>): boolean {
  if (guildId === null) return context === InteractionContextType.PrivateChannel
  return guild === null || owners[ApplicationIntegrationType.GuildInstall] === undefined
}
