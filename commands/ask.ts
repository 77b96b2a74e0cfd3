import { ApplicationIntegrationType, InteractionContextType, SlashCommandBuilder } from 'discord.js'
import { english } from '../src/core/words/english.ts'
import { simplifiedChinese } from '../src/core/words/simplified-chinese.ts'
import { acknowledge } from '../src/discord/acknowledge.ts'
import type { Command } from '../src/discord/command.ts'
import { answerCommand } from '../src/discord/command-question.ts'

const { ask: words } = english.commands
const { ask: chineseWords } = simplifiedChinese.commands

/** `/ask`: the answer is typed into one message, and a thread opens on it. */
export const ask = {
  definition: new SlashCommandBuilder()
    .setName('ask')
    .setDescription(words.description)
    .setDescriptionLocalizations({ 'zh-CN': chineseWords.description })
    .setContexts(InteractionContextType.Guild)
    .setIntegrationTypes(ApplicationIntegrationType.GuildInstall)
    .addStringOption((option) =>
      option
        .setName('question')
        .setDescription(words.question)
        .setDescriptionLocalizations({ 'zh-CN': chineseWords.question })
        .setRequired(true)
        .setMaxLength(6_000),
    )
    .toJSON(),

  async run(interaction, bot) {
    await acknowledge(interaction, () => interaction.deferReply())
    await answerCommand(interaction, interaction.options.getString('question', true), bot)
  },
} satisfies Command
