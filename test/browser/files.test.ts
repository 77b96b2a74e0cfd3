import { text } from 'node:stream/consumers'
import type { JSHandle, Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { DiscordPage } from './support/discord-page.ts'
import { hasFocus } from './support/focus.ts'
import { describeInBrowser, startBrowserScene } from './support/scene.ts'

const lines = Array.from({ length: 10 }, (_, index) => `line ${index + 1}`)

/** What a person drags or copies: files with these texts, and perhaps a picture. */
async function carry(
  page: Page,
  files: Readonly<Record<string, string>>,
  picture?: string,
): Promise<JSHandle<DataTransfer>> {
  return await page.evaluateHandle(
    async ({ texts, pictureName }) => {
      const transfer = new DataTransfer()
      for (const [name, text] of Object.entries(texts)) {
        const type = name.endsWith('.txt') ? 'text/plain' : 'application/octet-stream'
        transfer.items.add(new File([text], name, { type }))
      }
      if (pictureName === undefined) return transfer
      const canvas = new OffscreenCanvas(40, 30)
      canvas.getContext('2d')?.fillRect(0, 0, 20, 30)
      const blob = await canvas.convertToBlob()
      transfer.items.add(new File([blob], pictureName, { type: blob.type }))
      return transfer
    },
    { texts: files, pictureName: picture },
  )
}

describeInBrowser('files', () => {
  it('are dropped or pasted, taken out again, sent and shown', async () => {
    await using scene = await startBrowserScene()
    const discord = new DiscordPage(scene.page)
    const { channel } = discord
    await channel.composer.waitFor()

    const dragged = await carry(scene.page, { 'notes.txt': lines.join('\n') }, 'picture.png')
    await channel.root.dispatchEvent('dragover', { dataTransfer: dragged })
    await scene.screenshot('dropping')
    await channel.root.dispatchEvent('drop', { dataTransfer: dragged })
    const pasted = await carry(scene.page, { 'data.bin': 'ones and zeros', 'wrong.txt': 'no' })
    await channel.composer.evaluate((field, clipboardData) => {
      field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }))
    }, pasted)
    await expect
      .poll(() => channel.newFiles())
      .toEqual([
        'notes.txt 70 B',
        expect.stringMatching(/^picture\.png \d+ B$/),
        'data.bin 14 B',
        'wrong.txt 2 B',
      ])
    await channel.form.getByRole('button', { name: 'Remove wrong.txt' }).click()
    await scene.checkAccessibility()
    await scene.screenshot('new-files')
    await channel.say('Three files')

    const sent = channel.message('Three files')
    const picture = sent.root.getByRole('img', { name: 'picture.png' })
    await expect
      .poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth))
      .toBe(40)
    await expect.poll(() => channel.newFiles()).toEqual([])
    await expect.poll(() => sent.files()).toEqual(['notes.txt', 'data.bin'])

    const preview = sent.root.locator('pre')
    await expect.poll(() => preview.innerText()).toBe(lines.slice(0, 6).join('\n'))
    await sent.button('Show the whole file').click()
    await expect.poll(() => preview.innerText()).toBe(lines.join('\n'))

    const [download] = await Promise.all([
      scene.page.waitForEvent('download'),
      sent.root.getByRole('link', { name: 'Download data.bin' }).click(),
    ])
    expect(download.suggestedFilename()).toBe('data.bin')
    expect(await text(await download.createReadStream())).toBe('ones and zeros')
    await scene.checkAccessibility()
    await scene.screenshot('files')

    await picture.click()
    await discord.dialog.getByRole('img', { name: 'picture.png' }).waitFor()
    await scene.checkAccessibility()
    await scene.page.keyboard.press('Escape')
    await discord.dialog.waitFor({ state: 'detached' })
    await expect.poll(() => hasFocus(sent.button('picture.png'))).toBe(true)
    await scene.expectQuiet()
  })
})
