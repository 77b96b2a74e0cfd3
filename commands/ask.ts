import { ApplicationIntegrationType, InteractionContextType, SlashCommandBuilder } from 'discord.js'
import type { SlashCommand } from '../src/discord/command.ts'
import { answerCommand } from '../src/discord/command-question.ts'
import { localized } from '../src/discord/localized.ts'

const description = localized(({ commands }) => commands.ask.description)
const question = localized(({ commands }) => commands.ask.question)
const model = localized(({ commands }) => commands.ask.model)
const isPrivate = localized(({ commands }) => commands.ask.private)

/** What Discord takes at the most: values, and characters in each. */
const most = { values: 25, characters: 100 }

/** `/ask`: the answer is typed into one message, and a thread opens on it. */
export const ask = {
  definition: new SlashCommandBuilder()
    .setName('ask')
    .setDescription(description.text)
    .setDescriptionLocalizations(description.others)
    .setContexts(
      InteractionContextType.Guild,
      InteractionContextType.BotDM,
      InteractionContextType.PrivateChannel,
    )
    .setIntegrationTypes(
      ApplicationIntegrationType.GuildInstall,
      ApplicationIntegrationType.UserInstall,
    )
    .addStringOption((option) =>
      option
        .setName('question')
        .setDescription(question.text)
        .setDescriptionLocalizations(question.others)
        .setRequired(true)
        .setMaxLength(6_000),
    )
    .addStringOption((option) =>
      option
        .setName('model')
        .setDescription(model.text)
        .setDescriptionLocalizations(model.others)
        .setAutocomplete(true),
    )
    .addBooleanOption((option) =>
      option
        .setName('private')
        .setDescription(isPrivate.text)
        .setDescriptionLocalizations(isPrivate.others),
    )
    .toJSON(),

  async run(interaction, bot) {
    const { options } = interaction
    const asked = {
      text: options.getString('question', true),
      model: options.getString('model') ?? undefined,
      isPrivate: options.getBoolean('private') ?? false,
    }
    await answerCommand(interaction, asked, bot)
  },

  async complete(interaction, { models }) {
    const typed = interaction.options.getFocused().toLowerCase()
    const names = await models.choosable()
    const offered = names
      .filter((name) => name.length <= most.characters && name.toLowerCase().includes(typed))
      .slice(0, most.values)
    await interaction.respond(offered.map((name) => ({ name, value: name })))
  },
} satisfies SlashCommand
