import { writeFile } from 'node:fs/promises'
import type { NotMeasured, Result } from '../result.ts'
import { drawChart, type Panel } from './chart.ts'

const folder = new URL('../', import.meta.url)

/**
 * Draws mean lag over bound by answer length into `bench/results.svg` and `.png`, and gives the name
 * of what it wrote: without the package that draws the PNG, the SVG alone.
 */
export async function writePicture(results: readonly (Result | NotMeasured)[]): Promise<string> {
  const measured = results.filter((result) => result.kind === 'measured')
  const atOnce = Math.max(...measured.map(({ cell }) => cell.atOnce).filter((count) => count <= 8))
  const shown = measured.filter(({ cell }) => cell.atOnce === atOnce)
  const [{ cell } = { cell: undefined }] = shown
  if (cell === undefined) return 'nothing to draw'
  const { tokensPerSecond, roundTripMs } = cell
  const same = shown.filter(
    (one) => one.cell.tokensPerSecond === tokensPerSecond && one.cell.roundTripMs === roundTripMs,
  )
  const lengths = [...new Set(same.map((one) => one.cell.seconds))].sort((a, b) => a - b)
  const svg = drawChart({
    title: 'How far behind the model? Mean lag over the best possible',
    subtitle:
      `1× = no schedule could be fresher. Answers of so many seconds, ${atOnce} at once, ` +
      `${tokensPerSecond} tokens/s, round trip ${roundTripMs} ms. Lower is better.`,
    categories: lengths.map((seconds) => `${seconds} s`),
    panels: panelsOf(same, lengths),
    footnotes: [
      '(model): our own model of a policy, run through the real discord.js.',
      'What never shows counts as shown 5 s after the end. What is off the scale has its value written.',
    ],
  })
  await writeFile(new URL('results.svg', folder), svg)
  try {
    await writeFile(new URL('results.png', folder), await pngOf(svg))
    return 'bench/results.png'
  } catch {
    return 'bench/results.svg'
  }
}

async function pngOf(svg: string): Promise<Uint8Array> {
  const { Resvg } = await import('@resvg/resvg-js')
  const image = new Resvg(svg, {
    font: { loadSystemFonts: true, defaultFontFamily: 'DejaVu Sans' },
    fitTo: { mode: 'zoom', value: 2 },
  })
  return image.render().asPng()
}

function panelsOf(results: readonly Result[], lengths: readonly number[]): readonly Panel[] {
  const panels = [
    { title: 'In a thread, leaky bucket (as Discord has)', route: 'thread', buckets: 'leaky' },
    { title: '/ask, leaky bucket (as Discord has)', route: 'original', buckets: 'leaky' },
    { title: 'In a thread, fixed window', route: 'thread', buckets: 'fixed' },
    { title: '/ask, fixed window', route: 'original', buckets: 'fixed' },
  ] as const
  return panels.map(({ title, route, buckets }) => {
    const inside = results.filter(({ cell }) => cell.route === route && cell.buckets === buckets)
    const series = [...Map.groupBy(inside, ({ contender }) => contender)].map(([name, ones]) => ({
      name,
      values: lengths.map((seconds) => ones.find(({ cell }) => cell.seconds === seconds)?.ratio),
    }))
    return { title, series }
  })
}
