import { serve, type Target } from './host.ts'
import { Sheet } from './sheet.ts'

type Policy = (sheet: Sheet, deltas: AsyncIterable<string>) => Promise<void>

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

/** An edit for every delta, none awaited: the queue of discord.js sends them all. */
const perDelta: Policy = async (sheet, deltas) => {
  let text = ''
  const edits: Promise<void>[] = []
  for await (const delta of deltas) {
    text += delta
    if (text.trim() === '') continue
    if (sheet.missing(text) > 0) await sheet.show(text)
    else edits.push(sheet.show(text))
  }
  await Promise.all(edits)
}

/** The newest text every `intervalMs`, the first and the last at once; one edit under way at a time. */
const fixed = (intervalMs: number): Policy => {
  return async (sheet, deltas) => {
    let text = ''
    let isOver = false
    const read = (async () => {
      for await (const delta of deltas) text += delta
      isOver = true
    })()
    while (!isOver) {
      const next = sleep(text.trim() === '' ? 10 : intervalMs)
      await sheet.show(text)
      await Promise.race([read, next])
    }
    await read
    await sheet.show(text)
  }
}

let lastEditMs = 0

/**
 * llmcord's: one clock of 1 s for all answers of the bot; reading stands still while an edit waits
 * and is sent; what is shown is one delta behind until the end.
 */
const globalClock: Policy = async (sheet, deltas) => {
  let text = ''
  let held = ''
  const edit = async () => {
    const sinceMs = performance.now() - lastEditMs
    if (sheet.missing(text) <= 0) await sleep(Math.max(0, 1_000 - sinceMs))
    await sheet.show(text)
    lastEditMs = performance.now()
  }
  for await (const delta of deltas) {
    text += held
    held = delta
    if (text.trim() === '') continue
    if (sheet.missing(text) > 0 || performance.now() - lastEditMs >= 1_000) await edit()
  }
  text += held
  await edit()
}

const policies: Readonly<Record<string, Policy>> = {
  'per-delta': perDelta,
  'every-1000': fixed(1_000),
  'every-1200': fixed(1_200),
  'global-clock': globalClock,
}

const policy = policies[process.argv[2] ?? '']
if (policy === undefined) throw new Error(`Expected one of ${Object.keys(policies).join(', ')}`)
await serve((target: Target, deltas) => policy(new Sheet(target), deltas))
