import { ComponentType, Events, type Interaction, TextInputStyle } from 'discord.js'
import { expect, it } from 'vitest'
import { DiscordPage } from './support/discord-page.ts'
import { startSandboxScene } from './support/sandbox-scene.ts'
import { describeInBrowser } from './support/scene.ts'

describeInBrowser('what could not be sent', () => {
  it('stands in its form again, with what was typed', async () => {
    await using scene = await startSandboxScene()
    const { bot, page } = scene
    let forms = 0
    const respond = async (interaction: Interaction) => {
      if (interaction.isChatInputCommand()) {
        const field = {
          type: ComponentType.TextInput as const,
          custom_id: 'story',
          label: 'Your story',
          style: TextInputStyle.Paragraph,
        }
        await interaction.showModal({
          custom_id: 'form',
          title: 'About you',
          components: [{ type: ComponentType.ActionRow, components: [field] }],
        })
      }
      if (!interaction.isModalSubmit()) return
      forms += 1
      // The first time the bot does not respond.
      if (forms > 1) await interaction.reply(interaction.fields.getTextInputValue('story'))
    }
    bot.on(Events.InteractionCreate, (interaction) => void respond(interaction))
    const discord = new DiscordPage(page)
    await discord.ask('why?')
    const { dialog } = discord
    await dialog.getByRole('textbox', { name: /^Your story/ }).fill('A long story')
    await dialog.getByRole('button', { name: 'Submit' }).click()
    await dialog.getByRole('alert').getByText('This interaction failed').waitFor()
    await scene.checkAccessibility()
    await scene.screenshot('form-failed')
    await expect
      .poll(() => dialog.getByRole('textbox', { name: /^Your story/ }).inputValue())
      .toBe('A long story')
    await dialog.getByRole('button', { name: 'Submit' }).click()
    await discord.channel.message('A long story').root.waitFor()
    await expect.poll(() => discord.channel.root.getByRole('alert').count()).toBe(0)
    expect(forms).toBe(2)
    await scene.expectQuiet()
  })

  it('stands in the field again, be it a message or an edit', async () => {
    await using scene = await startSandboxScene()
    const { context, page } = scene
    const { channel, composer } = new DiscordPage(page)
    await channel.say('The first words')
    const message = channel.message('The first words')
    await message.root.waitFor()
    await context.setOffline(true)

    await composer.press('ArrowUp')
    await page.keyboard.type(' and more')
    await page.keyboard.press('Enter')
    await channel.root.getByRole('alert').waitFor()
    const editing = channel.root.getByRole('textbox', { name: 'Edit message' })
    await expect.poll(() => editing.inputValue()).toBe('The first words and more')
    await context.setOffline(false)
    await editing.press('Enter')
    await expect.poll(() => message.text()).toBe('The first words and more')

    await context.setOffline(true)
    await channel.say('Lost?')
    await channel.root.getByRole('alert').waitFor()
    await expect.poll(() => composer.inputValue()).toBe('Lost?')
  })
})
