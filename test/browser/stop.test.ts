import { expect, it } from 'vitest'
import { DiscordPage } from './support/discord-page.ts'
import { watch } from './support/growth.ts'
import { describeInBrowser, startBrowserScene } from './support/scene.ts'
import { ShownMessage } from './support/shown-message.ts'

describeInBrowser('Stop and Retry', () => {
  it('end an answer while it grows, and have it grow anew', async () => {
    await using scene = await startBrowserScene({ tokensPerSecond: 40 })
    const discord = new DiscordPage(scene.page)
    await discord.tryExample('Stop it')
    const answer = new ShownMessage(discord.channel.answers.first())
    await watch(() => answer.text(), 'What you are looking at')
    await answer.button('Stop').click()
    await answer.button('Retry').waitFor()
    const stopped = await answer.text()
    expect(stopped).toMatch(/^⏹️ Stopped\.$/m)
    expect(stopped).not.toContain('What it will not do')
    await scene.checkAccessibility()
    await scene.screenshot('stopped')

    // Without the stop it would have grown meanwhile.
    await discord.ask('Give me a short answer')
    await new ShownMessage(discord.channel.answers.nth(1)).button('Retry').waitFor()
    await expect.poll(() => answer.text()).toBe(stopped)

    await answer.button('Retry').click()
    const states = await watch(() => answer.text(), 'Why this is harder than it looks')
    const anew = states.filter((text) => !text.includes('Stopped.'))
    expect(anew[0]?.length).toBeLessThan(stopped.length)
    await answer.button('Stop').click()
    await answer.button('Retry').waitFor()
    await expect.poll(() => discord.channel.messages.count()).toBe(2)
    await scene.expectQuiet()
  })
})
