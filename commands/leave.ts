import {
  ApplicationIntegrationType,
  InteractionContextType,
  MessageFlags,
  SlashCommandBuilder,
} from 'discord.js'
import { statusLine } from '../src/core/conversation/status-lines.ts'
import type { SlashCommand } from '../src/discord/interactions/command.ts'
import { localize } from '../src/discord/interactions/localized.ts'
import { textsFor } from '../src/locales/index.ts'

/** `/leave`: the bot leaves a thread, so that people can talk among themselves there. */
export const leave = {
  definition: localize(new SlashCommandBuilder(), ({ commands }) => commands.leave)
    .setContexts(InteractionContextType.Guild)
    .setIntegrationTypes(ApplicationIntegrationType.GuildInstall)
    .toJSON(),

  async run(interaction, context) {
    const { channel, client, locale } = interaction
    const { left, nothing, failed } = textsFor(locale).commands.leave
    const isIn =
      channel?.isThread() === true &&
      (await context.membership.isIn(channel.id, channel.ownerId === client.user.id))
    if (!isIn) {
      await interaction.reply({ content: nothing, flags: MessageFlags.Ephemeral })
      return
    }
    // The notice comes first: writing in a thread makes the bot join it again.
    await interaction.reply(statusLine(left, 'left'))
    try {
      await context.membership.leave(channel.id)
    } catch (error) {
      context.log.warn({ error, threadId: channel.id }, 'a thread could not be left')
      await interaction.editReply(statusLine(failed))
    }
  },
} satisfies SlashCommand
