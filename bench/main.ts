import { writeFile } from 'node:fs/promises'
import { availableParallelism, cpus } from 'node:os'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { parseArgs } from 'node:util'
import { measureCapacity } from './capacity.ts'
import { type Contender, contenders, platen } from './contenders.ts'
import { batchesOf, cellsOf, type Part } from './grid.ts'
import { installContenders } from './install.ts'
import { startModel } from './model.ts'
import { explanation, tables } from './report/table.ts'
import { fresherOf, isQuiet, meanRatio, mostRatio, verdictOf } from './report/verdict.ts'
import type { NotMeasured, Result } from './result.ts'
import { runBatch } from './run.ts'

const usage = `npm run bench                  Platen and the others on the common part of the grid
npm run bench -- --quick       Platen alone, in a minute; fails where it became worse
npm run bench -- --full        the whole grid; takes hours
npm run bench -- --capacity    how much one process of Platen carries
`

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      quick: { type: 'boolean' },
      full: { type: 'boolean' },
      capacity: { type: 'boolean' },
      help: { type: 'boolean' },
    },
  })
  if (values.help) return say(usage)
  if (values.capacity) return measureCapacity((line) => say(`${line}\n`))
  if (values.quick) return quick()
  await installContenders()
  const results = await runAll(values.full ? 'full' : 'common', contenders)
  say(`${tables(results)}\n${explanation}\n`)
  await keep('results.json', { ...machine(), results })
  const { writePicture } = await import('./report/picture.ts')
  say(`\nThe figures are in bench/results.json, a picture is in ${await writePicture(results)}\n`)
}

/** In this time a quick run may still repeat what came out badly: it shall end within a minute. */
const repeatUntilMs = 35_000

const timerMs = 5

async function quick(): Promise<void> {
  const timers = monitorEventLoopDelay({ resolution: timerMs })
  const model = await startModel()
  const results: (Result | NotMeasured)[] = []
  for (const batch of batchesOf(cellsOf('quick'))) {
    say(`${batch[0]?.seconds} s answers\n`)
    const run = () => runBatch(batch, platen, model, timers)
    const first = await run()
    const isLate = !(meanRatio(first) <= mostRatio) && performance.now() < repeatUntilMs
    if (isLate) say('once more: something may have disturbed it\n')
    results.push(...(isLate ? fresherOf(first, await run()) : first))
  }
  await model.close()
  say(`${tables(results)}\n`)
  // The histogram counts from one timer to the next, the timer's own period included.
  const lateMs = Math.max(0, timers.percentile(99) / 1e6 - timerMs)
  const { ratio, problems } = verdictOf(results, lateMs)
  say(`\nMean ratio ${ratio.toFixed(2)}. ${problems.length === 0 ? 'It passes.' : 'It fails:'}\n`)
  for (const problem of problems) say(`${problem}\n`)
  if (!isQuiet(lateMs)) {
    say(`The machine is busy: timers came ${lateMs.toFixed(0)} ms late. Lags were not judged.\n`)
  }
  process.exitCode = problems.length === 0 ? 0 : 1
}

async function runAll(
  part: Part,
  all: readonly Contender[],
): Promise<readonly (Result | NotMeasured)[]> {
  const model = await startModel()
  const batches = batchesOf(cellsOf(part))
  const results: (Result | NotMeasured)[] = []
  let done = 0
  for (const batch of batches) {
    for (const contender of all) {
      done += 1
      const seconds = batch[0]?.seconds
      say(`${done}/${batches.length * all.length}  ${seconds} s answers  ${contender.name}\n`)
      results.push(...(await runBatch(batch, contender, model)))
    }
  }
  await model.close()
  return results
}

function machine() {
  return {
    node: process.version,
    platform: process.platform,
    processor: cpus()[0]?.model,
    cores: availableParallelism(),
  }
}

async function keep(name: string, content: object): Promise<void> {
  await writeFile(new URL(name, import.meta.url), `${JSON.stringify(content, undefined, 2)}\n`)
}

function say(text: string): void {
  process.stdout.write(text)
}

await main()
