import { encode } from 'modern-gif'
import type { Browser } from 'playwright-core'
import type { Frame } from './frames.ts'

/** Few enough to keep the file small; the greys of letters need most of them. */
const maxColors = 64

/** Makes a GIF that begins again at its end. The browser reads the pictures, so nothing else must. */
export async function gifOf(
  browser: Browser,
  frames: readonly Frame[],
  size: { readonly width: number; readonly height: number },
): Promise<Uint8Array<ArrayBuffer>> {
  const page = await browser.newPage()
  const decoded: { data: Uint8Array<ArrayBuffer>; delay: number }[] = []
  for (const { png, shownMs } of frames) {
    const pixels = await page.evaluate(pixelsOf, png.toString('base64'))
    decoded.push({ data: new Uint8Array(Buffer.from(pixels, 'base64')), delay: shownMs })
  }
  await page.close()
  return new Uint8Array(
    await encode({ ...size, maxColors, looped: true, loopCount: 0, frames: decoded }),
  )
}

/** Runs in the browser: from a PNG to red, green, blue and alpha, both in base64. */
async function pixelsOf(png: string): Promise<string> {
  const response = await fetch(`data:image/png;base64,${png}`)
  const bitmap = await createImageBitmap(await response.blob())
  const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d')
  if (context === null) throw new Error('The browser has no canvas')
  context.drawImage(bitmap, 0, 0)
  const { data } = context.getImageData(0, 0, bitmap.width, bitmap.height)
  const url = await new Promise<string>((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => resolve(String(reader.result))
    reader.onerror = () => reject(reader.error)
    reader.readAsDataURL(new Blob([data]))
  })
  return url.slice(url.indexOf(',') + 1)
}
