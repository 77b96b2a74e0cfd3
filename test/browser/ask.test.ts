import { expect, it } from 'vitest'
import { DiscordPage } from './support/discord-page.ts'
import { expectGrowth, watch } from './support/growth.ts'
import { describeInBrowser, startBrowserScene } from './support/scene.ts'

describeInBrowser('/ask', () => {
  it('is answered in one message that grows before the reader’s eyes', async () => {
    await using scene = await startBrowserScene({ tokensPerSecond: 40 })
    const discord = new DiscordPage(scene.page)
    await discord.ask('Show me some code')

    const states = await watch(() => discord.answerText(), 'the last line is data: [DONE].')
    expect(states.length).toBeGreaterThanOrEqual(3)
    expectGrowth(states)
    await scene.checkAccessibility()
    await scene.screenshot('ask')
    await scene.expectQuiet()
  })
  it('takes every key of a question, also where the page is drawn late', async () => {
    await using scene = await startBrowserScene()
    const discord = new DiscordPage(scene.page)
    await discord.composer.pressSequentially('/as')
    await scene.page.getByRole('option', { name: /^\/ask\b/ }).waitFor()
    await scene.page.evaluate(() => {
      window.requestAnimationFrame = (draw) => window.setTimeout(draw, 300, performance.now())
    })
    const { keyboard } = scene.page
    await keyboard.press('Tab')
    await keyboard.type('short')
    await keyboard.press('Enter')
    await expect.poll(() => discord.answerText()).toMatch(/^short\n/)
    await scene.expectQuiet()
  })
})
