import {
  ApplicationIntegrationType,
  type BaseInteraction,
  InteractionContextType,
} from 'discord.js'

/**
 * Whether the bot is a guest where an interaction was used: a person has brought it along to a server
 * or a direct message that it is not in. Then it sees nothing there, and has only the interaction.
 */
export function isGuest({
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
