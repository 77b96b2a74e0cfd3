import { ApplicationIntegrationType, InteractionContextType, SlashCommandBuilder } from 'discord.js'
import { acknowledge } from '../src/discord/acknowledge.ts'
import type { Command } from '../src/discord/command.ts'
import { answerCommand } from '../src/discord/command-question.ts'
import { localized } from '../src/discord/localized.ts'

const description = localized(({ commands }) => commands.ask.description)
const question = localized(({ commands }) => commands.ask.question)

/** `/ask`: the answer is typed into one message, and a thread opens on it. */
export const ask = {
  definition: new SlashCommandBuilder()
    .setName('ask')
    .setDescription(description.text)
    .setDescriptionLocalizations(description.others)
    .setContexts(InteractionContextType.Guild)
    .setIntegrationTypes(ApplicationIntegrationType.GuildInstall)
    .addStringOption((option) =>
      option
        .setName('question')
        .setDescription(question.text)
        .setDescriptionLocalizations(question.others)
        .setRequired(true)
        .setMaxLength(6_000),
    )
    .toJSON(),

  async run(interaction, bot) {
    await acknowledge(interaction, () => interaction.deferReply())
    await answerCommand(interaction, interaction.options.getString('question', true), bot)
  },
} satisfies Command
