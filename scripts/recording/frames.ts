import { setTimeout as sleep } from 'node:timers/promises'
import type { Page } from 'playwright-core'

/** A picture of the page, as PNG, and how long it stood. */
export interface Frame {
  readonly png: Buffer
  readonly shownMs: number
}

export interface Cut {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

const framesPerSecond = 8

/**
 * Takes pictures of a part of the page, from before `performance` begins until it has ended. A picture
 * that looks like the one before it only lengthens that one. Rejects when the performance does.
 */
export async function recordWhile(
  page: Page,
  clip: Cut,
  performance: () => Promise<void>,
): Promise<readonly Frame[]> {
  const pictures: { png: Buffer; atMs: number }[] = []
  const takePicture = async () => {
    const atMs = Date.now()
    const png = await page.screenshot({ clip, scale: 'css' })
    if (!pictures.at(-1)?.png.equals(png)) pictures.push({ png, atMs })
    await sleep(Math.max(0, atMs + 1000 / framesPerSecond - Date.now()))
  }

  await takePicture()
  let isOver = false
  const performed = performance().finally(() => {
    isOver = true
  })
  const record = async () => {
    while (!isOver) await takePicture()
    // How it all ended.
    await takePicture()
    return Date.now()
  }
  const [endMs] = await Promise.all([record(), performed])
  return pictures.map(({ png, atMs }, index) => ({
    png,
    shownMs: (pictures[index + 1]?.atMs ?? endMs) - atMs,
  }))
}
