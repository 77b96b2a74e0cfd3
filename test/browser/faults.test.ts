import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { DiscordPage } from './discord-page.ts'
import { watch } from './growth.ts'
import { type BrowserScene, describeInBrowser, startBrowserScene } from './scene.ts'
import { ScenesPanel } from './scenes-panel.ts'
import { ShownMessage } from './shown-message.ts'

/** The headings of the demo model's long answer. */
const tour = new URL('../../playground/model/answers/en/tour.md', import.meta.url)
const headings = [...readFileSync(tour, 'utf8').matchAll(/^#+ (.*)$/gm)].map(([, text]) => text)

/** Asks for a long answer, with what happens behind the scenes beside it. */
async function beginLongAnswer({ page }: BrowserScene) {
  const discord = new DiscordPage(page)
  const scenes = new ScenesPanel(page)
  await scenes.open()
  await discord.tryExample('Long')
  return { discord, scenes }
}

describeInBrowser('trouble made behind the scenes', () => {
  it('leaves an answer whole', async () => {
    await using scene = await startBrowserScene()
    const { discord, scenes } = await beginLongAnswer(scene)
    await watch(() => discord.answerText(), 'A tour of Platen')

    await scenes.press('429: too many requests')
    await scenes
      .lines(/PATCH\s.*\s429 ·/s)
      .first()
      .waitFor()
    await scenes.press('Drop the connection')
    await scenes
      .lines(/PATCH\s.*\sdropped ·/s)
      .first()
      .waitFor()
    await scenes.press('Close the gateway')
    await scenes.lines('RESUME').first().waitFor()
    await scenes.press('500: three server errors')
    await scenes
      .lines(/PATCH\s.*\s500 ·/s)
      .nth(2)
      .waitFor()
    expect(await scenes.gauge.getAttribute('aria-valuenow')).toMatch(/^[0-5]$/)
    await scene.checkAccessibility()
    await scene.screenshot('trouble')

    const { thread } = discord
    await scenes.close()
    await new ShownMessage(discord.answer).threadPreview.click()
    await thread.newest.button('Retry').waitFor({ timeout: 60_000 })
    // The thread begins with the answer's first page.
    const pages = await thread.texts()
    const shown = pages
      .flatMap((text) => text.split('\n'))
      .filter((line) => headings.includes(line))
    expect(shown).toEqual(headings)
    await scene.expectQuiet()
  })

  it('is told where an answer cannot go on: in a locked thread', async () => {
    await using scene = await startBrowserScene()
    const { discord, scenes } = await beginLongAnswer(scene)
    await new ShownMessage(discord.answer).threadPreview.click()
    await scenes.press('Lock the open thread')
    await discord.thread.root.getByText('This thread is locked').waitFor()
    await watch(() => discord.answerText(), 'This thread was locked, so the answer ends here.')
    await scene.checkAccessibility()
    await scene.screenshot('locked')
    await scene.expectQuiet()
  })

  it('is told after the bot was killed in the middle of an answer', async () => {
    await using scene = await startBrowserScene()
    const { discord, scenes } = await beginLongAnswer(scene)
    await watch(() => discord.answerText(), 'A tour of Platen')
    await scenes.press('Kill the bot, start it again')
    await discord.statusLine.getByText('Platen is starting…').waitFor()
    await watch(
      () => discord.answerText(),
      'The bot was stopped while it was answering. Please ask again.',
    )
    await discord.statusLine.getByText('Platen is starting…').waitFor({ state: 'detached' })

    await scenes.press('Stop the bot')
    await discord.statusLine.getByText('Platen is stopped.').waitFor()
    await scene.checkAccessibility()
    await scene.screenshot('stopped-bot')
    await discord.statusLine.getByRole('button', { name: 'Start' }).click()
    await discord.statusLine.getByText('Platen is').waitFor({ state: 'detached' })
    await new ShownMessage(discord.answer).button('Retry').click()
    await watch(() => discord.answerText(), 'A tour of Platen')
    await scene.expectQuiet()
  })
})
