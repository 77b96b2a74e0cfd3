import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { platen } from './contenders.ts'
import type { Cell } from './grid.ts'
import { startModel } from './model.ts'
import { runBatch } from './run.ts'
import { Scene } from './scene.ts'

const tokensPerSecond = 100
const steps = [50, 100, 200, 300, 400]
const mostLoopP99Ms = 50

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

/** Measures how much one process of Platen carries, and says it line by line. */
export async function measureCapacity(say: (line: string) => void): Promise<void> {
  say(`Answers by /ask, ${tokensPerSecond} tokens/s each, round trip 0:`)
  let carried = 0
  for (const answers of steps) {
    const load = await measureLoad(answers)
    const { idleBytes, runningBytes, retainedBytes, loopP99Ms, cores, running } = load
    say(
      `${answers} at once (${running} running): event loop p99 ${loopP99Ms.toFixed(0)} ms, ` +
        `${(cores * 100).toFixed(0)} % of a core, idle ${megabytes(idleBytes)}, ` +
        `running ${megabytes(runningBytes)}, ` +
        `${(retainedBytes / answers / 1_000).toFixed(0)} kB in use per answer`,
    )
    if (loopP99Ms < mostLoopP99Ms && running === answers) carried = answers
  }
  say(`The most with an event loop p99 below ${mostLoopP99Ms} ms: ${carried} at once`)
  for (const seconds of [8, 30]) say(await measureFairness(seconds))
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(0)} MB`
}

interface Load {
  readonly idleBytes: number
  readonly runningBytes: number
  /** More in use, garbage not counted, than when it was idle. */
  readonly retainedBytes: number
  readonly loopP99Ms: number
  readonly cores: number
  /** Answers of which something showed. */
  readonly running: number
}

/** So long answers run before they are looked at, and while they are. */
const settleMs = 3_000
const windowMs = 8_000

async function measureLoad(answers: number): Promise<Load> {
  const seconds = (settleMs + windowMs) / 1_000 + 10
  const model = fork(fileURLToPath(new URL('./load-model.ts', import.meta.url)), [
    String(tokensPerSecond),
    String(seconds),
  ])
  const scene = await openScene(model)
  try {
    await sleep(settleMs)
    const { rssBytes: idleBytes } = await scene.bot.report()
    const idleRetainedBytes = await scene.bot.retainedBytes()
    const places = await Promise.all(
      Array.from({ length: answers }, () => scene.newPlace('original')),
    )
    await Promise.all(places.map((place, index) => scene.ask(place, `#${index}`)))
    await sleep(settleMs)
    scene.bot.resetLoop()
    const before = await scene.bot.report()
    await sleep(windowMs)
    const after = await scene.bot.report()
    const retainedBytes = (await scene.bot.retainedBytes()) - idleRetainedBytes
    const shown = places.filter((place) =>
      scene.messages(place).some((states) => (states.at(-1)?.content.length ?? 0) > 0),
    )
    return {
      idleBytes,
      runningBytes: after.rssBytes,
      retainedBytes,
      loopP99Ms: after.loopP99Ms,
      cores: ((after.cpuSeconds - before.cpuSeconds) * 1_000) / windowMs,
      running: shown.length,
    }
  } finally {
    await scene.close()
    model.kill('SIGKILL')
  }
}

async function openScene(model: ChildProcess): Promise<Scene> {
  const [modelUrl] = (await once(model, 'message')) as [string]
  return Scene.open(platen, {}, modelUrl)
}

/** Fifty answers share the 50 requests per second of the bot. */
async function measureFairness(seconds: number): Promise<string> {
  const cell: Cell = {
    seconds,
    tokensPerSecond: 20,
    buckets: 'leaky',
    route: 'thread',
    atOnce: 50,
    roundTripMs: 50,
  }
  const model = await startModel()
  const [result] = await runBatch([cell], platen, model)
  await model.close()
  if (result?.kind !== 'measured') return `50 at once in threads: ${result?.reason}`
  const { ratio, worstMeanLagMs, meanLagMs, boundMs, refused, missing } = result
  return (
    `50 at once in threads, ${seconds} s: mean lag ${meanLagMs.toFixed(0)} ms, ` +
    `${ratio.toFixed(2)} x the fair-share bound of ${boundMs.toFixed(0)} ms, worst answer ` +
    `${(worstMeanLagMs / meanLagMs).toFixed(2)} x the mean, ${refused} 429s, ${missing} lost`
  )
}
