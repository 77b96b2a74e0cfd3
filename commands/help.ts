import { MessageFlags, SlashCommandBuilder } from 'discord.js'
import type { SlashCommand } from '../src/discord/interactions/command.ts'
import { localize } from '../src/discord/interactions/localized.ts'
import { textsFor } from '../src/locales/index.ts'
import { everywhere } from './everywhere.ts'

/** `/help`: what one can do, for the one who asks. */
export const help = {
  definition: localize(new SlashCommandBuilder(), ({ commands }) => commands.help)
    .setContexts(...everywhere.contexts)
    .setIntegrationTypes(...everywhere.installs)
    .toJSON(),

  async run(interaction, { settings }) {
    const { text, byMention } = textsFor(interaction.locale).commands.help
    const content = settings.readsMessages ? text : byMention
    await interaction.reply({ content, flags: MessageFlags.Ephemeral })
  },
} satisfies SlashCommand
