import { decode, decodeFrames } from 'modern-gif'
import { expect, it } from 'vitest'
import { recordWhile } from '../../scripts/recording/frames.ts'
import { gifOf } from '../../scripts/recording/gif.ts'
import { sharedChromium } from './support/page-scene.ts'
import { describeInBrowser } from './support/scene.ts'

const size = { width: 40, height: 30 }

describeInBrowser('a recording', () => {
  it('shows what happened, from before it began until after it ended, and again', async () => {
    const browser = await sharedChromium()
    await using page = await browser.newPage()
    const paint = (color: string) =>
      page.evaluate((name) => {
        document.documentElement.style.background = name
      }, color)
    await paint('red')
    const frames = await recordWhile(page, { x: 10, y: 10, ...size }, () => paint('lime'))
    const gif = await gifOf(browser, frames, size)

    expect(frames).toHaveLength(2)
    expect(decode(gif)).toMatchObject({ ...size, looped: true })
    const shown = decodeFrames(gif)
    expect(shown.map(({ data }) => [...data.slice(0, 4)])).toEqual([
      [255, 0, 0, 255],
      [0, 255, 0, 255],
    ])
    for (const [index, { delay }] of shown.entries()) {
      // A GIF counts in hundredths of a second.
      expect(Math.abs(delay - (frames[index]?.shownMs ?? 0))).toBeLessThanOrEqual(10)
    }
  })

  it('fails when what it shows does', async () => {
    const browser = await sharedChromium()
    await using page = await browser.newPage()
    const recorded = recordWhile(page, { x: 0, y: 0, ...size }, async () => {
      throw new Error('It broke')
    })
    await expect(recorded).rejects.toThrow('It broke')
  })
})
