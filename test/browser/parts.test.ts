import {
  ButtonStyle,
  type Client,
  ComponentType,
  Events,
  type Interaction,
  TextInputStyle,
} from 'discord.js'
import { expect, it } from 'vitest'
import { DiscordPage } from './support/discord-page.ts'
import { startSandboxScene } from './support/sandbox-scene.ts'
import { describeInBrowser } from './support/scene.ts'

const options = ['Red', 'Green', 'Blue'].map((label) => ({ label, value: label.toLowerCase() }))

/** Sends a message with every kind of embed and component. */
async function sendParts(bot: Client<true>, channelId: string): Promise<void> {
  const channel = await bot.channels.fetch(channelId)
  if (!channel?.isSendable()) throw new Error('The bot cannot write there')
  await channel.send({
    content: 'All the parts',
    embeds: [
      {
        title: 'A card',
        description: 'with **bold** words',
        color: 0x2d7d46,
        fields: [{ name: 'A field', value: 'its value' }],
        footer: { text: 'A footer' },
      },
    ],
    components: [
      {
        type: ComponentType.ActionRow,
        components: [
          {
            type: ComponentType.StringSelect,
            custom_id: 'one',
            placeholder: 'One colour',
            options,
          },
        ],
      },
      {
        type: ComponentType.ActionRow,
        components: [
          {
            type: ComponentType.StringSelect,
            custom_id: 'several',
            placeholder: 'Several colours',
            max_values: 3,
            options,
          },
        ],
      },
      {
        type: ComponentType.ActionRow,
        components: [
          {
            type: ComponentType.Button,
            style: ButtonStyle.Primary,
            label: 'Open form',
            custom_id: 'open',
          },
          {
            type: ComponentType.Button,
            style: ButtonStyle.Secondary,
            label: 'Disabled',
            custom_id: 'disabled',
            disabled: true,
          },
          {
            type: ComponentType.Button,
            style: ButtonStyle.Link,
            label: 'A link',
            url: 'https://example.com/page',
          },
        ],
      },
    ],
  })
}

async function respond(interaction: Interaction): Promise<void> {
  if (interaction.isStringSelectMenu()) {
    await interaction.reply(`${interaction.customId}: ${interaction.values.join(', ')}`)
  } else if (interaction.isButton()) {
    const field = (custom_id: string, label: string, style: TextInputStyle) => ({
      type: ComponentType.ActionRow as const,
      components: [{ type: ComponentType.TextInput as const, custom_id, label, style }],
    })
    await interaction.showModal({
      custom_id: 'form',
      title: 'About you',
      components: [
        field('name', 'Your name', TextInputStyle.Short),
        field('story', 'Your story', TextInputStyle.Paragraph),
      ],
    })
  } else if (interaction.isModalSubmit()) {
    const [name, story] = ['name', 'story'].map((id) => interaction.fields.getTextInputValue(id))
    await interaction.reply(`${name} says: ${story}`)
  }
}

describeInBrowser('what bots other than ours send', () => {
  it('is shown, and can be used', async () => {
    await using scene = await startSandboxScene()
    const { world, bot } = scene
    bot.on(Events.InteractionCreate, (interaction) => void respond(interaction))
    const { channel, dialog } = new DiscordPage(scene.page)
    await sendParts(bot, world.channelId)
    const root = channel.messages.first()

    for (const text of ['A card', 'bold', 'A field', 'its value', 'A footer']) {
      await root.getByText(text, { exact: true }).waitFor()
    }
    const link = root.getByRole('link', { name: 'A link' })
    await expect.poll(() => link.getAttribute('href')).toBe('https://example.com/page')
    await expect.poll(() => root.getByRole('button', { name: 'Disabled' }).isDisabled()).toBe(true)
    await scene.checkAccessibility()
    await scene.screenshot('parts')

    await root.getByRole('combobox', { name: 'One colour' }).selectOption({ label: 'Green' })
    await channel.message('one: green').root.waitFor()

    const several = root.getByText('Several colours')
    await several.click()
    for (const label of ['Red', 'Blue']) await root.getByRole('checkbox', { name: label }).check()
    await scene.checkAccessibility()
    await scene.screenshot('select')
    await several.click()
    await channel.message('several: red, blue').root.waitFor()

    await root.getByRole('button', { name: 'Open form' }).click()
    await dialog.getByRole('heading', { name: 'About you' }).waitFor()
    await dialog.getByRole('textbox', { name: /^Your name/ }).fill('Ada')
    await dialog.getByRole('textbox', { name: /^Your story/ }).fill('Once\nupon a time')
    await scene.checkAccessibility()
    await scene.screenshot('form')
    await dialog.getByRole('button', { name: 'Submit' }).click()
    await channel.message(/Ada says: Once\s+upon a time/).root.waitFor()
    await scene.expectQuiet()
  })
})
