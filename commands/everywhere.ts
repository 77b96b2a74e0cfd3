import { ApplicationIntegrationType, InteractionContextType } from 'discord.js'

/** Where most commands can be used: all places, and also by who has installed the app for themselves. */
export const everywhere = {
  contexts: [
    InteractionContextType.Guild,
    InteractionContextType.BotDM,
    InteractionContextType.PrivateChannel,
  ],
  installs: [ApplicationIntegrationType.GuildInstall, ApplicationIntegrationType.UserInstall],
} as const
