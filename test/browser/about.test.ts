import { expect, it } from 'vitest'
import { DiscordPage } from './support/discord-page.ts'
import { goTo, hasFocus } from './support/focus.ts'
import { describeInBrowser, startBrowserScene } from './support/scene.ts'

describeInBrowser('Ask about this', () => {
  it('takes a question about a message, by mouse and by keyboard', async () => {
    await using scene = await startBrowserScene()
    const { keyboard } = scene.page
    const discord = new DiscordPage(scene.page)
    const { channel, dialog } = discord
    await scene.page.getByRole('region', { name: 'Examples' }).waitFor()
    await channel.say('A platen is a roller.')
    const message = channel.message('A platen is a roller.')
    await message.openMenu()
    await scene.checkAccessibility()
    await discord.menuItem('Ask about this').click()
    await dialog.getByRole('heading', { name: 'Ask about this message' }).waitFor()
    const question = dialog.getByRole('textbox', { name: /^Your question/ })
    await expect.poll(() => hasFocus(question)).toBe(true)
    await keyboard.type('Is that short?')
    await scene.checkAccessibility()
    await scene.screenshot('about')
    await dialog.getByRole('button', { name: 'Submit' }).click()
    await dialog.waitFor({ state: 'detached' })
    await channel.message('This is a short answer').button('Retry').waitFor()
    await expect.poll(() => channel.messages.count()).toBe(2)

    await message.root.focus()
    await goTo(scene.page, /^More$/)
    await keyboard.press('Enter')
    await goTo(scene.page, /^Ask about this$/, 'ArrowDown')
    await keyboard.press('Enter')
    await question.waitFor()
    await keyboard.type('In short, please')
    await goTo(scene.page, /^Submit$/)
    await keyboard.press('Enter')
    await dialog.waitFor({ state: 'detached' })
    await expect.poll(() => channel.messages.count()).toBe(3)
    await channel.newest.button('Retry').waitFor()
    await scene.screenshot('about-answers')
    await scene.expectQuiet()
  })
})
