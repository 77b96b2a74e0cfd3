import { expect, it } from 'vitest'
import { DiscordPage } from './support/discord-page.ts'
import { hasFocus } from './support/focus.ts'
import { describeInBrowser, startBrowserScene } from './support/scene.ts'

describeInBrowser('an own message', () => {
  it('is edited, left as it was, and deleted', async () => {
    await using scene = await startBrowserScene()
    const { keyboard } = scene.page
    const discord = new DiscordPage(scene.page)
    const { channel } = discord
    await channel.say('The first words')
    const message = channel.message('words')
    await message.root.waitFor()

    await keyboard.press('ArrowUp')
    await keyboard.type(' and more')
    await scene.checkAccessibility()
    await scene.screenshot('editing')
    await keyboard.press('Enter')
    await expect.poll(() => message.text()).toBe('The first words and more')
    await expect.poll(() => message.root.innerText()).toContain('(edited)')
    await expect.poll(() => hasFocus(channel.composer)).toBe(true)

    await keyboard.press('ArrowUp')
    await keyboard.type(' than that')
    await keyboard.press('Escape')
    await expect.poll(() => message.text()).toBe('The first words and more')
    await expect.poll(() => hasFocus(channel.composer)).toBe(true)

    await keyboard.press('ArrowUp')
    await keyboard.press('ControlOrMeta+a')
    await keyboard.press('Delete')
    await keyboard.press('Enter')
    await discord.dialog.getByText('Delete this message?').waitFor()
    await scene.checkAccessibility()
    await scene.screenshot('delete')
    await discord.dialog.getByRole('button', { name: 'Cancel' }).click()
    await discord.dialog.waitFor({ state: 'detached' })
    await expect.poll(() => message.text()).toBe('The first words and more')

    await message.openMenu()
    await scene.screenshot('menu')
    await discord.menuItem('Delete message').click()
    const confirm = discord.dialog.getByRole('button', { name: 'Delete', exact: true })
    await confirm.waitFor()
    await expect.poll(() => hasFocus(confirm)).toBe(true)
    await keyboard.press('Enter')
    await message.root.waitFor({ state: 'detached' })
    await expect.poll(() => channel.messages.count()).toBe(0)
    await scene.expectQuiet()
  })
})
