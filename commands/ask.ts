import { SlashCommandBuilder } from 'discord.js'
import { answerCommand } from '../src/discord/interactions/answer-command.ts'
import type { SlashCommand } from '../src/discord/interactions/command.ts'
import { localize } from '../src/discord/interactions/localized.ts'
import { everywhere } from './everywhere.ts'

/** Discord's limits for autocomplete: choices, and characters of each. */
const most = { values: 25, characters: 100 }

/** `/ask`: the answer is typed into one message, and a thread opens on it. */
export const ask = {
  definition: localize(new SlashCommandBuilder(), ({ commands }) => commands.ask)
    .setContexts(...everywhere.contexts)
    .setIntegrationTypes(...everywhere.installs)
    .addStringOption((option) =>
      localize(option, ({ commands }) => commands.ask.question)
        .setRequired(true)
        .setMaxLength(6_000),
    )
    .addStringOption((option) =>
      localize(option, ({ commands }) => commands.ask.model).setAutocomplete(true),
    )
    .addBooleanOption((option) => localize(option, ({ commands }) => commands.ask.private))
    .toJSON(),

  async run(interaction, context) {
    const { options } = interaction
    const asked = {
      text: options.getString('question', true),
      model: options.getString('model') ?? undefined,
      isPrivate: options.getBoolean('private') ?? false,
    }
    await answerCommand(interaction, asked, context)
  },

  async autocomplete(interaction, { models }) {
    const typed = interaction.options.getFocused().toLowerCase()
    const names = await models.choosable()
    const offered = names
      .filter((name) => name.length <= most.characters && name.toLowerCase().includes(typed))
      .slice(0, most.values)
    await interaction.respond(offered.map((name) => ({ name, value: name })))
  },
} satisfies SlashCommand
