import { expect, it } from 'vitest'
import { DiscordPage } from './support/discord-page.ts'
import { Panel } from './support/panel.ts'
import { startSandboxScene } from './support/sandbox-scene.ts'
import { describeInBrowser } from './support/scene.ts'

describeInBrowser('the figures in the panel', () => {
  it('tell how many edits may go at once, by the time since the last', async () => {
    await using scene = await startSandboxScene()
    const { world, bot, page } = scene
    const channel = await bot.channels.fetch(world.channelId)
    if (!channel?.isSendable()) throw new Error('The bot cannot write there')
    const panel = new Panel(page)
    await panel.open()
    await panel.root.getByText('Nothing has been edited yet.').waitFor()
    const message = await channel.send('0')
    for (const content of ['1', '2', '3', '4', '5']) await message.edit(content)
    // The page now knows of all edits.
    const { newest } = new DiscordPage(page).channel
    await expect.poll(() => newest.text()).toBe('5')
    const left = async () => Number(await panel.gauge.getAttribute('aria-valuenow'))
    const levels = [await left()]
    await expect
      .poll(async () => levels.push(await left()) && levels.at(-1), { timeout: 20_000 })
      .toBe(5)
    // The level of the last edit may arrive after its text. From then on, the bucket fills.
    const filling = levels.slice(levels.indexOf(Math.min(...levels)))
    expect(filling.toSorted((one, other) => one - other)).toEqual(filling)
    expect(new Set(filling).size).toBeGreaterThan(2)

    // A page that is loaded later shows the current level.
    await page.reload()
    await panel.open()
    await expect.poll(() => left()).toBe(5)
    await scene.expectQuiet()
  })

  it('tell how far the reader of the newest answer is behind, beside the bound', async () => {
    await using scene = await startSandboxScene()
    const { world, page } = scene
    const panel = new Panel(page)
    await panel.open()
    await panel.root.getByText('No answer has been written yet.').waitFor()
    world.measure([
      { answer: 1, atMs: 0, meanLagMs: 9_000, boundMs: 900 },
      { answer: 2, atMs: 9_000, meanLagMs: 100, boundMs: 10 },
    ])
    const chart = panel.root.getByRole('img', { name: 'Lag of the answer' })
    await panel.root.getByText('100 ms').first().waitFor()
    // A ratio to a bound near zero is meaningless.
    await expect.poll(() => figures()).toEqual(['100 ms', '10 ms', '–'])
    world.measure([{ answer: 2, atMs: 12_000, meanLagMs: 660, boundMs: 500 }])
    await panel.root.getByText('660 ms').first().waitFor()
    await expect.poll(() => figures()).toEqual(['660 ms', '500 ms', '1.32'])
    await expect.poll(() => chart.getAttribute('aria-label')).toContain('660 ms')
    const lines = chart.locator('path')
    await expect.poll(() => lines.count()).toBe(2)
    // One point per measurement of this answer; a smaller y is a larger value.
    const [bound, lag] = await lines.evaluateAll((paths) =>
      paths.map((path) => (path.getAttribute('d') ?? '').split('L').map((at) => at.split(' ')[1])),
    )
    expect([bound?.length, lag?.length]).toEqual([2, 2])
    expect(Number(lag?.[1])).toBeLessThan(Number(bound?.[1]))
    await expect.poll(() => chart.getByText('3.0 s').count()).toBe(1)

    function figures(): Promise<string[]> {
      return panel.root.getByRole('definition').allTextContents()
    }
  })
})
