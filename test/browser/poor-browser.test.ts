import { expect, it } from 'vitest'
import { DiscordPage } from './support/discord-page.ts'
import { describeInBrowser, startBrowserScene } from './support/scene.ts'

describeInBrowser('a browser that does less than others', () => {
  it('may keep nothing of what one chooses', async () => {
    await using scene = await startBrowserScene()
    await scene.context.addInitScript(() => {
      const refuse = () => {
        throw new DOMException('Access is denied for this document.', 'SecurityError')
      }
      Object.defineProperty(window, 'localStorage', { get: refuse })
    })
    const page = await scene.context.newPage()
    await page.goto(scene.url)
    const discord = new DiscordPage(page)
    await discord.composer.waitFor()
    await page.getByRole('button', { name: 'Switch to light' }).click()
    await expect.poll(() => page.locator('html').getAttribute('data-theme')).toBe('light')
    await discord.become('Ada')
    await discord.channel.say('Nobody will know that it was me')
    await discord.channel.message('Nobody will know').root.waitFor()
    await scene.expectQuiet()
  })

  it('may have no clipboard, as where the page comes from another computer by http', async () => {
    await using scene = await startBrowserScene()
    await scene.context.addInitScript(() => {
      Object.defineProperty(navigator, 'clipboard', { value: undefined })
    })
    const page = await scene.context.newPage()
    await page.goto(scene.url)
    const discord = new DiscordPage(page)
    const { channel } = discord
    await channel.say('copied <b>text</b>')
    const message = channel.message('copied')
    await message.root.waitFor()
    await message.openMenu()
    await discord.menuItem('Copy text').click()
    await channel.composer.press('ControlOrMeta+v')
    await expect.poll(() => channel.composer.inputValue()).toBe('copied <b>text</b>')
    await scene.expectQuiet()
  })
  it('may tell of the key that ends composing when that has ended, as Safari does', async () => {
    await using scene = await startBrowserScene()
    const { channel } = new DiscordPage(scene.page)
    await channel.composer.pressSequentially('你好')
    await channel.composer.evaluate((field) => {
      const ending = { key: 'Enter', keyCode: 229, bubbles: true, cancelable: true }
      field.dispatchEvent(new KeyboardEvent('keydown', ending))
    })
    await expect.poll(() => channel.composer.inputValue()).toBe('你好')
    await channel.composer.press('Enter')
    await channel.message('你好').root.waitFor()
    await scene.expectQuiet()
  })
})
