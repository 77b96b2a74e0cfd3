import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { watch } from './support/growth.ts'
import { beginLongAnswer } from './support/long-answer.ts'
import { describeInBrowser, startBrowserScene } from './support/scene.ts'
import { ShownMessage } from './support/shown-message.ts'

/** The headings of the demo model's long answer. */
const tour = new URL('../../playground/model/answers/en/tour.md', import.meta.url)
const headings = [...readFileSync(tour, 'utf8').matchAll(/^#+ (.*)$/gm)].map(([, text]) => text)

describeInBrowser('trouble made in the panel', () => {
  it('leaves an answer whole', async () => {
    await using scene = await startBrowserScene({ tokensPerSecond: 40 })
    const { discord, panel } = await beginLongAnswer(scene)
    await watch(() => discord.answerText(), 'A tour of Platen')

    await panel.press('429: too many requests')
    await panel
      .lines(/PATCH\s.*\s429 ·/s)
      .first()
      .waitFor()
    await panel.press('Drop the connection')
    await panel
      .lines(/PATCH\s.*\sdropped ·/s)
      .first()
      .waitFor()
    await panel.press('Close the gateway')
    await panel.lines('RESUME').first().waitFor()
    await panel.press('500: three server errors')
    await panel
      .lines(/PATCH\s.*\s500 ·/s)
      .nth(2)
      .waitFor()
    await expect.poll(() => panel.gauge.getAttribute('aria-valuenow')).toMatch(/^[0-5]$/)
    await scene.checkAccessibility()
    await scene.screenshot('trouble')

    const { thread } = discord
    await panel.close()
    await new ShownMessage(discord.answer).threadPreview.click()
    await thread.newest.button('Retry').waitFor({ timeout: 60_000 })
    // The thread begins with the answer's first page.
    const shown = async () =>
      (await thread.texts())
        .flatMap((text) => text.split('\n'))
        .filter((line) => headings.includes(line))
    await expect.poll(shown).toEqual(headings)
    await scene.expectQuiet()
  })
})
