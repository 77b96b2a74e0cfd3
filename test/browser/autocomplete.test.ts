import { Events } from 'discord.js'
import { expect, it } from 'vitest'
import { DiscordPage } from './support/discord-page.ts'
import { startSandboxScene } from './support/sandbox-scene.ts'
import { describeInBrowser } from './support/scene.ts'

const models = ['small', 'large', 'largest'].map((value) => ({ name: `The ${value} one`, value }))

describeInBrowser('an option that the bot completes', () => {
  it('shows what the bot proposes for what was typed, and sends what was chosen', async () => {
    await using scene = await startSandboxScene()
    scene.bot.on(Events.InteractionCreate, (interaction) => {
      if (interaction.isAutocomplete()) {
        const typed = interaction.options.getFocused()
        void interaction.respond(models.filter(({ value }) => value.startsWith(typed)))
      } else if (interaction.isChatInputCommand()) {
        const { options } = interaction
        void interaction.reply(`${options.getString('model')}: ${options.getString('question')}`)
      }
    })
    const discord = new DiscordPage(scene.page)
    const { keyboard } = scene.page
    const form = await discord.beginCommand('ask')
    await keyboard.type('Why?')
    await form.add('model')
    await form.choice('The small one').waitFor()
    await keyboard.type('large')
    await form.choice('The small one').waitFor({ state: 'detached' })
    await form.choice('The largest one').waitFor()
    await scene.checkAccessibility()
    await scene.screenshot('autocomplete')
    await keyboard.press('ArrowDown')
    await keyboard.press('Enter')
    await expect.poll(() => form.option('model').inputValue()).toBe('The largest one')
    await keyboard.press('Enter')
    await discord.channel.message('largest: Why?').root.waitFor()
    await scene.expectQuiet()
  })
})
