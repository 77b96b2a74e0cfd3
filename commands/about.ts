import {
  ApplicationCommandType,
  ContextMenuCommandBuilder,
  LabelBuilder,
  MessageFlags,
  ModalBuilder,
  TextInputBuilder,
  TextInputStyle,
} from 'discord.js'
import { isUserInstall } from '../src/discord/api/user-install.ts'
import { answerCommand } from '../src/discord/interactions/answer-command.ts'
import type { MessageCommand } from '../src/discord/interactions/command.ts'
import { localized } from '../src/discord/interactions/localized.ts'
import { textsFor } from '../src/locales/index.ts'
import { everywhere } from './everywhere.ts'

const name = localized(({ commands }) => commands.about.name)

const modalPrefix = 'about'
const field = 'question'

/** "Ask about this" in the menu of a message: a form takes the question. */
export const about = {
  definition: new ContextMenuCommandBuilder()
    .setType(ApplicationCommandType.Message)
    .setName(name.text)
    .setNameLocalizations(name.others)
    .setContexts(...everywhere.contexts)
    .setIntegrationTypes(...everywhere.installs)
    .toJSON(),

  modalPrefix,

  async run(interaction) {
    const { title, question, placeholder } = textsFor(interaction.locale).commands.about
    const { channelId, targetId } = interaction
    const input = new TextInputBuilder()
      .setCustomId(field)
      .setStyle(TextInputStyle.Paragraph)
      .setPlaceholder(placeholder)
      .setRequired(true)
      .setMaxLength(4_000)
    await interaction.showModal(
      new ModalBuilder()
        .setCustomId(`${modalPrefix}:${channelId}:${targetId}`)
        .setTitle(title)
        .addLabelComponents(new LabelBuilder().setLabel(question).setTextInputComponent(input)),
    )
  },

  async submitModal(interaction, context) {
    const { customId, fields, locale, user } = interaction
    const [, channelId = '', messageId = ''] = customId.split(':')
    const message = await context.conversations.subject({ channelId, messageId })
    if (message === null) {
      const { gone } = textsFor(locale).commands.about
      await interaction.reply({ content: gone, flags: MessageFlags.Ephemeral })
      return
    }
    // A user install must not write publicly below the message of a person who did not ask for it.
    const isTheirs = message.author === 'person' && message.speaker?.id !== user.id
    const asked = {
      text: fields.getTextInputValue(field),
      isPrivate: isTheirs && isUserInstall(interaction),
      about: { channelId, messageId, message },
    }
    await answerCommand(interaction, asked, context)
  },
} satisfies MessageCommand
