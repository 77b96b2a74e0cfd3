import { expect, it } from 'vitest'
import { DiscordPage } from './discord-page.ts'
import { describeInBrowser, startBrowserScene } from './scene.ts'

describeInBrowser('/ask', () => {
  it('is answered in one message that grows before the reader’s eyes', async () => {
    await using scene = await startBrowserScene()
    const discord = new DiscordPage(scene.page)
    await discord.ask('Show me some code')

    const texts: string[] = []
    await expect
      .poll(async () => {
        const text = await discord.answerText()
        if (text !== '' && text !== texts.at(-1)) texts.push(text)
        return text
      })
      .toContain('the last line is data: [DONE].')

    expect(texts.length).toBeGreaterThanOrEqual(3)
    for (const [index, text] of texts.slice(1).entries()) {
      expect(text.startsWith(texts[index] ?? ''), `after ${texts[index]}`).toBe(true)
    }
    await scene.checkAccessibility()
    await scene.screenshot('ask')
    await scene.expectQuiet()
  })
})
