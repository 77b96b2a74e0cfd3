import { expect, it } from 'vitest'
import { DiscordPage } from './support/discord-page.ts'
import { describeInBrowser, startBrowserScene } from './support/scene.ts'

describeInBrowser('what is drawn', () => {
  it('leaves the document itself as it is, which would have all of the page styled anew', async () => {
    await using scene = await startBrowserScene()
    const { channel } = new DiscordPage(scene.page)
    await channel.composer.waitFor()
    const changes = await scene.page.evaluateHandle(() => {
      const names: (string | null)[] = []
      const observer = new MutationObserver((records) => {
        names.push(...records.map(({ attributeName }) => attributeName))
      })
      observer.observe(document.documentElement, { attributes: true })
      return names
    })
    await channel.say('Only this is new')
    await channel.message('Only this is new').root.waitFor()
    expect(await changes.jsonValue()).toEqual([])
    await scene.page.getByRole('button', { name: 'Switch to light' }).click()
    await expect.poll(() => changes.jsonValue()).toEqual(['data-theme'])
  })
})
