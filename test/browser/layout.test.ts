import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { DiscordPage } from './support/discord-page.ts'
import { Panel } from './support/panel.ts'
import { describeInBrowser, startBrowserScene } from './support/scene.ts'
import { ShownMessage } from './support/shown-message.ts'

/** From 0, black, to 255, white. */
async function groundBrightness(page: Page): Promise<number> {
  const colour = await page.evaluate(() => getComputedStyle(document.body).backgroundColor)
  const [red = 0, green = 0, blue = 0] = (colour.match(/\d+/g) ?? []).map(Number)
  return (red + green + blue) / 3
}

describeInBrowser('light and dark', () => {
  it('are as the browser prefers, until a person chooses', async () => {
    await using scene = await startBrowserScene({ colorScheme: 'light' })
    const discord = new DiscordPage(scene.page)
    await discord.ask('Show me some code')
    const answer = new ShownMessage(discord.answer)
    await answer.button('Retry').waitFor()
    await expect.poll(() => groundBrightness(scene.page)).toBeGreaterThan(200)
    await answer.threadPreview.click()
    await discord.thread.composer.waitFor()
    await new Panel(scene.page).open()
    await scene.checkAccessibility()
    await scene.screenshot('light')

    await scene.page.getByRole('button', { name: 'Switch to dark' }).click()
    await expect.poll(() => groundBrightness(scene.page)).toBeLessThan(60)
    await scene.page.reload()
    await discord.thread.composer.waitFor()
    await expect.poll(() => groundBrightness(scene.page)).toBeLessThan(60)
    await scene.checkAccessibility()
    await scene.screenshot('dark')
    await scene.expectQuiet()
  })
})

describeInBrowser('a small screen', () => {
  it('shows one thing at a time, as wide as the screen', async () => {
    const viewport = { width: 360, height: 640 }
    await using scene = await startBrowserScene({ viewport })
    const discord = new DiscordPage(scene.page)
    const { channel, thread } = discord
    const look = async (name: string) => {
      const widths = await scene.page.evaluate(() => [
        document.documentElement.scrollWidth,
        document.body.scrollWidth,
      ])
      expect(widths, name).toEqual([360, 360])
      await scene.checkAccessibility()
      await scene.screenshot(`small-${name}`)
    }
    await discord.ask('Show me some code')
    const answer = new ShownMessage(discord.answer)
    await answer.button('Retry').waitFor()
    await look('channel')

    const showChannels = scene.page.getByRole('button', { name: 'Show channels' })
    await expect.poll(() => discord.place('random').isVisible()).toBe(false)
    await showChannels.click()
    await discord.place('random').waitFor()
    await expect
      .poll(async () => (await discord.place('random').boundingBox())?.x)
      .toBeGreaterThan(0)
    await look('channels')
    await discord.place('random').click()
    await discord.place('random').waitFor({ state: 'hidden' })
    await channel.root.getByRole('heading', { name: 'random', exact: true }).waitFor()
    await showChannels.click()
    await discord.place('general').click()

    await answer.threadPreview.click()
    await thread.composer.waitFor()
    await expect.poll(() => channel.root.isVisible()).toBe(false)
    await expect.poll(() => thread.root.boundingBox()).toMatchObject({ x: 0, width: 360 })
    await look('thread')
    await thread.root.getByRole('button', { name: 'Close thread' }).click()
    await channel.composer.waitFor()

    const panel = new Panel(scene.page)
    await panel.open()
    await expect.poll(() => panel.root.boundingBox()).toMatchObject({ x: 0, width: 360 })
    await look('panel')
    await panel.close()
    await channel.composer.waitFor()
    await scene.expectQuiet()
  })
})
