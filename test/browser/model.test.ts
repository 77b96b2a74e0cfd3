import { expect, it } from 'vitest'
import { startDemoModel } from '../../playground/model/server.ts'
import { DiscordPage } from './support/discord-page.ts'
import { describeInBrowser, startBrowserScene } from './support/scene.ts'
import { ShownMessage } from './support/shown-message.ts'

describeInBrowser('another model', () => {
  it('answers after it was named at the page, for this run only, and its key is not told', async () => {
    await using resources = new AsyncDisposableStack()
    const model = await startDemoModel({ tokensPerSecond: 200 })
    resources.defer(() => model.close())
    const { host } = new URL(model.baseUrl)
    await using scene = await startBrowserScene()
    const { page } = scene
    const told: string[] = []
    page.on('websocket', (socket) =>
      socket.on('framereceived', ({ payload }) => void told.push(String(payload))),
    )
    // The reload must not abort a request.
    await page.waitForLoadState('networkidle')
    await page.reload()
    const discord = new DiscordPage(page)
    await discord.tryExample('Short')
    await new ShownMessage(discord.answer).button('Retry').waitFor()

    await page.getByRole('button', { name: 'demo model' }).click()
    const dialog = page.getByRole('dialog', { name: 'Change the model' })
    await dialog.getByLabel('Base URL').fill(model.baseUrl)
    await dialog.getByLabel('API key').fill('sk-very-secret')
    await scene.checkAccessibility()
    await scene.screenshot('model')
    await dialog.getByRole('button', { name: 'Use it' }).click()
    await page.getByRole('button', { name: `the model of ${host}` }).waitFor()
    await discord.statusLine.getByText('Platen is').waitFor({ state: 'detached' })
    await discord.tryExample('Table')
    await expect
      .poll(() => discord.answerText())
      .toMatch(/What Platen does: nothing\n.*platen-demo · \d+ tokens/s)
    expect(told.length).toBeGreaterThan(10)
    expect(told.join('') + scene.output).not.toContain('sk-very-secret')

    await page.getByRole('button', { name: `the model of ${host}` }).click()
    await dialog.getByRole('button', { name: 'Back to what the playground started with' }).click()
    await page.getByRole('button', { name: 'demo model' }).waitFor()
    await discord.statusLine.getByText('Platen is').waitFor({ state: 'detached' })
    await scene.expectQuiet()
  })
})
